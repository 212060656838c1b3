import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dex } from '@pkmn/sim';
import simJson from '../node_modules/@pkmn/sim/package.json' with { type: 'json' };
import { POOL_ALPHABET } from '#game/pokemon/dex.ts';

/**
 * Writes `src/game/pokemon/data/gen9.json`: what the rules need of generation 9, out of the simulator's own tables, so
 * that both agree. `node tools/build-pokemon-data.ts` writes it again; a test compares the file with this script.
 */
const OUT = join(import.meta.dirname, '../src/game/pokemon/data/gen9.json');

const dex = Dex.forGen(9);
type Species = ReturnType<typeof dex.species.get>;
type Move = ReturnType<typeof dex.moves.get>;

/** Forms that exist in battle only but are written down by people, because an item makes them. */
const WRITTEN_FORMS: ReadonlySet<string> = new Set(['Zacian-Crowned', 'Zamazenta-Crowned']);

const isReal = (thing: { readonly exists: boolean; readonly isNonstandard?: string | null }): boolean =>
  thing.exists && (thing.isNonstandard ?? null) === null;

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : 1;

const STATUS: Readonly<Record<string, string>> = {
  psn: 'poison',
  tox: 'poison',
  brn: 'burn',
  par: 'paralysis',
  slp: 'sleep',
};

/** What a move leaves on its target. */
const inflicts = (move: Move): string => {
  const statuses = [
    move.status,
    move.secondary?.status,
    ...(move.secondaries ?? []).map((one) => one.status),
  ];
  return statuses.map((status) => STATUS[status ?? ''] ?? '').find((name) => name !== '') ?? '';
};

const moveRow = (move: Move): string =>
  [
    move.name,
    move.type.toLowerCase(),
    move.category.toLowerCase(),
    move.basePower,
    move.accuracy === true ? '' : move.accuracy,
    move.flags.contact === 1 ? 'contact' : '',
    inflicts(move),
  ].join('|');

/** One bit a move, six a letter, in the order of the list of moves; letters of nothing at the end are left out. */
const poolText = (known: ReadonlySet<string>, moves: readonly Move[]): string => {
  let text = '';
  for (let at = 0; at < moves.length; at += 6) {
    const bits = moves.slice(at, at + 6).map((move, bit) => (known.has(move.id) ? 1 << bit : 0));
    text += POOL_ALPHABET.charAt(bits.reduce((sum, bit) => sum + bit, 0));
  }
  return text.replace(/A+$/, '');
};

const speciesRow = (species: Species, pool: string): string => {
  const { hp, atk, def, spa, spd, spe } = species.baseStats;
  const required = species.requiredItems?.filter((name) => isReal(dex.items.get(name))) ?? [];
  return [
    species.name,
    species.num,
    species.types.join('/').toLowerCase(),
    [hp, atk, def, spa, spd, spe].join('/'),
    Object.values(species.abilities).join('/'),
    species.gender,
    required[0] ?? '',
    pool,
  ].join('|');
};

/** The text of the data file. */
export const pokemonData = (): string => {
  const all = dex.species
    .all()
    .filter((species) => isReal(species) && species.num > 0)
    .filter((species) => species.battleOnly === undefined || WRITTEN_FORMS.has(species.name))
    .filter((species) => !species.isCosmeticForme)
    .toSorted(byName);
  const pools = new Map(all.map((species) => [species.name, dex.species.getMovePool(species.id)]));
  const learners = (move: Move): number =>
    Array.from(pools.values()).filter((pool) => pool.has(move.id)).length;
  // moves that many learn come first, which leaves the ends of most pools empty
  const moves = dex.moves
    .all()
    .filter((move) => isReal(move) && move.num > 0)
    .map((move) => ({ move, name: move.name, learners: learners(move) }))
    .toSorted((one, other) => other.learners - one.learners || byName(one, other))
    .map(({ move }) => move);
  const data = {
    about: 'Species, moves, items and abilities of generation 9. Made by tools/build-pokemon-data.ts.',
    source: `@pkmn/sim ${simJson.version}, MIT licence; see docs/third-party.md`,
    moves: moves.map(moveRow),
    items: dex.items
      .all()
      .filter(isReal)
      .toSorted(byName)
      .map(({ name }) => name),
    species: all.map((species) => speciesRow(species, poolText(pools.get(species.name) ?? new Set(), moves))),
    /** Forms that differ in looks alone, with the species whose facts are theirs. */
    looks: all.flatMap(({ name, cosmeticFormes }) => (cosmeticFormes ?? []).map((form) => `${form}|${name}`)),
  };
  // the package writes accents as marks of their own in places
  return `${JSON.stringify(data, null, 1)}\n`.normalize('NFC');
};

if (import.meta.main) writeFileSync(OUT, pokemonData());
