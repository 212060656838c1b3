import type { Standing, Supplies } from './cross/v1/sheet.ts';

/** Somebody of the hall who always has time for a battle. */
export interface Trainer {
  /** `[a-z0-9]{1,14}`, fixed for ever: it stands in the log. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** The world of the first of its fighters. */
  readonly world: 'pet' | 'pokemon' | 'osrs';
  /** Refs of its fighters: `pet:<species>`, `pokemon:<starter>` or `osrs:<style>`. */
  readonly fighters: readonly [string, string, string];
  /** How much stronger its fighters are than those of an even battle, in levels. */
  readonly edge: number;
  readonly supplies: Supplies;
  readonly standing: Standing;
}

const trainer = (
  id: string,
  name: string,
  world: Trainer['world'],
  fighters: Trainer['fighters'],
  edge: number,
  skill: 'plain' | 'keen' | 'sharp',
  text: string,
): Trainer => ({
  id,
  name,
  text,
  world,
  fighters,
  edge,
  supplies: skill === 'plain' ? { food: 0, antidotes: 0 } : { food: 2, antidotes: 1 },
  standing: {
    focus: 0,
    healBelow: skill === 'plain' ? 0 : 30,
    cure: skill !== 'plain',
    switching: skill === 'sharp',
  },
});

/** Every trainer, the easiest first. */
export const TRAINERS: readonly Trainer[] = [
  trainer(
    'wren',
    'Wren',
    'pet',
    ['pet:puffmouse', 'pet:thistlehog', 'pet:snowhare'],
    -10,
    'plain',
    'New at this, and so are her pets.',
  ),
  trainer(
    'tobi',
    'Tobi',
    'pokemon',
    ['pokemon:eevee', 'pokemon:squirtle', 'pokemon:bulbasaur'],
    -5,
    'plain',
    'Sells lemonade between battles.',
  ),
  trainer(
    'marlow',
    'Old Marlow',
    'osrs',
    ['osrs:melee', 'pet:coralhorn', 'pet:mossback'],
    -4,
    'keen',
    'Has seen it all, twice.',
  ),
  trainer(
    'ilse',
    'Ilse',
    'pokemon',
    ['pokemon:pikachu', 'pokemon:treecko', 'pet:quartzling'],
    -3,
    'keen',
    'Keeps notes on everybody.',
  ),
  trainer(
    'rook',
    'Rook',
    'osrs',
    ['osrs:ranged', 'pet:rimebear', 'pokemon:riolu'],
    1,
    'sharp',
    'Never says a word, never waits.',
  ),
  trainer(
    'sable',
    'Sable',
    'pokemon',
    ['pokemon:sprigatito', 'pokemon:charmander', 'pet:duskowl'],
    1,
    'sharp',
    'Knows your next move.',
  ),
  trainer(
    'bram',
    'Captain Bram',
    'osrs',
    ['osrs:magic', 'pet:cobblemole', 'pokemon:totodile'],
    7,
    'sharp',
    'Lost once, years ago. It rained.',
  ),
  trainer(
    'vesna',
    'Vesna the Last',
    'pet',
    ['pet:lanternfox', 'pokemon:quaxly', 'osrs:melee'],
    10,
    'sharp',
    'The hall’s champion. Bring friends.',
  ),
];

const byId: ReadonlyMap<string, Trainer> = new Map(TRAINERS.map((one) => [one.id, one]));

/** The trainer of that id, if there is one. */
export const trainerById = (id: string): Trainer | undefined => byId.get(id);
