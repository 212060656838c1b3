import { user } from '#actors/user/user.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { type Desk } from './desk.ts';
import { type ResolveCall } from './enrol.ts';
import { type ResolveUser, shown } from './options.ts';
import { refuse } from './rejected.ts';
import { cleanName } from './text.ts';

/** Ids of people as this deployment mints them. */
const USER_ID = /^u[a-z0-9]{13}$/;

/**
 * Finds a person by `@name`, name, `<@id>` or id: among those whom the desk has seen, then in the log, then by asking the
 * surface. @throws CommandRejection E_INPUT when several people bear the name @throws Fault
 */
export const resolveUserOf =
  (desk: Desk, call: ResolveCall): ResolveUser =>
  async (text) => {
    const name = text.replace(/^<@!?([^>]*)>$/u, '$1').replace(/^@/u, '');
    if (desk.directory.nameOf(name) !== undefined) return name;
    if (USER_ID.test(name)) return enrolledId(desk, name, call);
    const called = desk.directory.called(name);
    if (called.length > 1) {
      return refuse({
        code: 'E_INPUT',
        field: 'user',
        message: `Several people are called “${shown(name)}”. Choose one from the suggestions.`,
      });
    }
    return called[0] ?? desk.findPerson?.(name, call);
  };

const enrolledId = async (desk: Desk, userId: string, call: ResolveCall): Promise<string | undefined> => {
  const view = await desk.deps.engine.read(user, { realm: DEPLOYMENT_REALM, id: userId }, 'view', {}, call);
  if (view === undefined || view.isErased) return undefined;
  desk.directory.remember(userId, cleanName(view.name));
  return userId;
};
