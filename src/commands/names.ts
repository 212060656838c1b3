import { user } from '#actors/user/user.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { Fault } from '#ports/fault.ts';
import type { CommandContext } from './define-command.ts';
import { cleanName } from './text.ts';

type Asking = Pick<CommandContext, 'scope' | 'deadlineMonoMs'> & {
  readonly deps: Pick<CommandContext['deps'], 'engine' | 'directory'>;
};

/** What stands where a name is gone, or where nobody answers for it now. */
const NAMELESS = 'somebody';

const nameIn = async (userId: string, { deps, ...call }: Asking): Promise<string | undefined> => {
  const place = { realm: DEPLOYMENT_REALM, id: userId };
  try {
    const view = await deps.engine.read(user, place, 'view', {}, call);
    return view === undefined || view.isErased ? undefined : cleanName(view.name);
  } catch (error) {
    // a list is worth showing without one of its names
    if (error instanceof Fault) return undefined;
    throw error;
  }
};

/** Makes names known of people whom nobody has seen since the start: each is asked for its own, once. */
export const learnNames = async (userIds: Iterable<string>, asking: Asking): Promise<void> => {
  const { directory } = asking.deps;
  const unknown = [...new Set(userIds)].filter((userId) => directory.nameOf(userId) === undefined);
  const names = await Promise.all(unknown.map((userId) => nameIn(userId, asking)));
  for (const [index, userId] of unknown.entries()) {
    const name = names[index];
    if (name !== undefined) directory.remember(userId, name);
  }
};

const PERSON = /<@([a-z0-9]{1,14})>/g;

/** Texts with people's names in the place of `<@userId>`. */
export const namePeople = async (texts: readonly string[], asking: Asking): Promise<readonly string[]> => {
  await learnNames(
    texts.flatMap((text) => Array.from(text.matchAll(PERSON), ([, userId = '']) => userId)),
    asking,
  );
  return texts.map((text) =>
    text.replaceAll(PERSON, (_mark, userId: string) => nameOrNobody(userId, asking)),
  );
};

/** A person's name in a text; learn it first. */
export const nameOrNobody = (userId: string, { deps }: Pick<Asking, 'deps'>): string =>
  deps.directory.nameOf(userId) ?? NAMELESS;
