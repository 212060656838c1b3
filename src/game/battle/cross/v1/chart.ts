/** Types in the order of their numbers; 18 is "none", which nothing resists. */
export const TYPES = [
  'normal',
  'fire',
  'water',
  'electric',
  'grass',
  'ice',
  'fighting',
  'poison',
  'ground',
  'flying',
  'psychic',
  'bug',
  'rock',
  'ghost',
  'dragon',
  'dark',
  'steel',
  'fairy',
] as const;
export type TypeName = (typeof TYPES)[number];

/** The type of an attack or fighter that has none. */
export const NO_TYPE = 18;
const TYPE_COUNT = 19;

/**
 * The chart of Pokémon's generations 6 and later, a row for each attacking type and a letter for each defending one:
 * `2` double, `h` half, `0` nothing, `.` usual. Facts: https://bulbapedia.bulbagarden.net/wiki/Type
 */
const CHART: readonly string[] = [
  '............h0..h.',
  '.hh.22.....2h.h.2.',
  '.2h.h...2...2.h...',
  '..2hh...02....h...',
  '.h2.h..h2h.h2.h.h.',
  '.hh.2h..22....2.h.',
  '2....2.h.hhh20.22h',
  '....2..hh...hh..02',
  '.2.2h..2.0.h2...2.',
  '...h2.2....2h...h.',
  '......22..h....0h.',
  '.h..2.hh.h2..h.2hh',
  '.2...2h.h2.2....h.',
  '0.........2..2.h..',
  '..............2.h0',
  '......h...2..2.h.h',
  '.hhh.2......2...h2',
  '.h....2h......22h.',
];

/** 24ths: the chart is squeezed, so that a matchup is an edge and no verdict. */
const SQUEEZED: Readonly<Record<string, number>> = { '2': 28, h: 21, '0': 18, '.': 24 };

const factors = new Int32Array(TYPE_COUNT * TYPE_COUNT).fill(24);
for (const [attack, row] of CHART.entries()) {
  for (const [defence, letter] of Array.from(row).entries())
    factors[attack * TYPE_COUNT + defence] = SQUEEZED[letter] ?? 24;
}

/** Factor of an attack's type against one defending type, in 24ths. Numbers beyond the list count as none. */
export const typeFactor = (attack: number, defence: number): number =>
  factors[attack * TYPE_COUNT + defence] ?? 24;

/** Melee beats ranged beats magic beats melee; in 24ths. Classes: 0 melee, 1 ranged, 2 magic. */
const TRIANGLE: readonly number[] = [24, 27, 21, 21, 24, 27, 27, 21, 24];

export const classFactor = (attack: number, defence: number): number => TRIANGLE[attack * 3 + defence] ?? 24;
