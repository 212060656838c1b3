import type { Role } from '#commands/access.ts';
import type { People, ResolveCall } from '#commands/enrol.ts';

/** Somebody whose hat a visitor of the playground may wear. */
export interface Persona {
  readonly name: string;
  readonly displayName: string;
  readonly about: string;
  readonly roles: readonly Role[];
}

/** The people of the playground. */
export const PERSONAS: readonly Persona[] = [
  { name: 'ash', displayName: 'Ash', about: 'Trains pets and spends too much on treats', roles: ['member'] },
  { name: 'misty', displayName: 'Misty', about: 'Saves her coins and loves water pets', roles: ['member'] },
  {
    name: 'brock',
    displayName: 'Brock',
    about: 'Owner of this service: may use /admin',
    roles: ['member', 'owner'],
  },
  { name: 'zezima', displayName: 'Zezima', about: 'An old hand with a long history', roles: ['member'] },
];

/** Finds a persona whom nobody has seen yet, and makes them known; for the desk's `findPerson`. */
export const findPersonaIn =
  (people: People) =>
  async (name: string, call: ResolveCall): Promise<string | undefined> => {
    const persona = personaOf(name.toLowerCase());
    if (persona === undefined) return undefined;
    const known = { provider: PROVIDER, externalId: persona.name, name: persona.displayName };
    return (await people.resolve(known, call)).userId;
  };

/** Provider of the playground's identities. */
export const PROVIDER = 'playground';

const GUEST = /^guest-[a-z0-9]{1,12}$/;

/** The persona of a name; `guest-…` makes one up, so that tests and load runs can bring as many as they like. */
export const personaOf = (name: string): Persona | undefined =>
  PERSONAS.find((persona) => persona.name === name) ??
  (GUEST.test(name) ? { name, displayName: name, about: 'A guest', roles: ['member'] } : undefined);
