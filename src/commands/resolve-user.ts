import { user } from '#actors/user/user.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import type { Desk } from './desk.ts';
import type { ResolveCall } from './enrol.ts';
import { type ResolveUser, shown } from './options.ts';
import type { NamedCommand } from './parse.ts';
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

/**
 * Finds a person whom the surface itself shows in an option; what it does not show is asked for by `known`. Naming
 * somebody makes nobody a member. @throws CommandRejection E_TARGET for a bot and for who has not been here @throws Fault
 */
export const resolveSeen =
  (desk: Desk, { people }: NamedCommand, call: ResolveCall, known: ResolveUser): ResolveUser =>
  async (text) => {
    const seen = people.get(text);
    if (seen === undefined) return known(text);
    const name = cleanName(seen.name);
    if (seen.isBot) {
      return refuse({ code: 'E_TARGET', field: 'user', message: `${name} is a bot: choose a person.` });
    }
    const userId = await desk.people.find(seen, call);
    if (userId === undefined) {
      return refuse({
        code: 'E_TARGET',
        field: 'user',
        message: `${name} has not been here yet: ask them to run \`/help\` once, then repeat this.`,
      });
    }
    desk.directory.remember(userId, name);
    return userId;
  };

const enrolledId = async (desk: Desk, userId: string, call: ResolveCall): Promise<string | undefined> => {
  const view = await desk.deps.engine.read(user, { realm: DEPLOYMENT_REALM, id: userId }, 'view', {}, call);
  if (view === undefined || view.isErased) return undefined;
  desk.directory.remember(userId, cleanName(view.name));
  return userId;
};
