import { type Desk } from './desk.ts';
import { type ResolveCall } from './enrol.ts';
import { type ResolveUser, shown } from './options.ts';
import { refuse } from './rejected.ts';

/**
 * Finds a person by `@name`, name, `<@id>` or id among those whom the desk has seen, then asks the surface.
 * @throws CommandRejection E_INPUT when several people bear the name
 */
export const resolveUserOf =
  (desk: Desk, call: ResolveCall): ResolveUser =>
  async (text) => {
    const name = text.replace(/^<@!?([^>]*)>$/u, '$1').replace(/^@/u, '');
    if (desk.directory.nameOf(name) !== undefined) return name;
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
