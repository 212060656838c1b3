import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dex } from '@pkmn/sim';
import { Generations } from '@smogon/calc';
import simJson from '../node_modules/@pkmn/sim/package.json' with { type: 'json' };

/**
 * Writes `src/adapters/smogon/data/not-there.json`: names that @smogon/calc reckons with in a generation whose games do not
 * have them, out of the simulator's tables. `node tools/build-damage-names.ts` writes it again; a test compares.
 */
const OUT = join(import.meta.dirname, '../src/adapters/smogon/data/not-there.json');

const GENERATIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
type Shelf = 'species' | 'moves' | 'items' | 'abilities';
/** Forms of the games of this generation alone. */
const GIGANTAMAX_GEN = 8;

/** Whether a name is of the games of a generation, events and side games included. */
const isThere = (gen: (typeof GENERATIONS)[number], shelf: Shelf, name: string): boolean => {
  const { exists, isNonstandard } = Dex.forGen(gen)[shelf].get(name);
  // the calculator has a form of its own that is two of a Pokémon at once
  if (!exists && name.endsWith('-Both')) return isThere(gen, shelf, name.replace('-Both', ''));
  // what else the simulator does not know is newer than it, but for a name that says that there is none
  if (!exists) return name !== '(No Move)';
  if (isNonstandard === 'Gigantamax') return gen === GIGANTAMAX_GEN;
  return isNonstandard !== 'CAP' && isNonstandard !== 'Past' && isNonstandard !== 'Custom';
};

const notThere = (gen: (typeof GENERATIONS)[number], shelf: Shelf): string =>
  [...Generations.get(gen)[shelf]]
    .filter(({ name }) => !isThere(gen, shelf, name))
    .map(({ id }) => String(id))
    .toSorted()
    .join(' ');

/** The text of the data file. */
export const damageNames = (): string => {
  const listsOf = (shelf: Shelf): Readonly<Record<string, string>> =>
    Object.fromEntries(
      GENERATIONS.map((gen): [string, string] => [`${gen}`, notThere(gen, shelf)]).filter(
        ([, ids]) => ids !== '',
      ),
    );
  const data = {
    about:
      'Names that @smogon/calc knows in a generation that does not have them. Made by tools/build-damage-names.ts.',
    source: `@pkmn/sim ${simJson.version}, MIT licence; see docs/third-party.md`,
    species: listsOf('species'),
    moves: listsOf('moves'),
    items: listsOf('items'),
    abilities: listsOf('abilities'),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
};

if (import.meta.main) writeFileSync(OUT, damageNames());
