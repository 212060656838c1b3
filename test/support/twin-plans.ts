import fc from 'fast-check';
import type { Lineup, Tempo } from '#game/battle/battle-protocol.ts';
import { ANTIDOTE, FOOD, GUARD, packStanding, STANDING, SWITCH } from '#game/battle/cross/v1/orders.ts';
import type { Move, Sheet } from '#game/battle/cross/v1/sheet.ts';
import { sheet } from './battle-rig.ts';

/** What everybody sees of a battle that is not in its teams. */
export interface Stage {
  readonly streams: readonly [number, number, number, number];
  readonly tempo: Tempo;
  readonly windowTicks: number;
  /** What is compared ends with this window, unless the battle does before. */
  readonly windows: number;
}

export type Given = readonly [window: number, side: 0 | 1, order: number];

/** All that a battle follows from, hidden things included. */
export interface Plan {
  readonly lineups: readonly [Lineup, Lineup];
  /** By window, in their order. */
  readonly orders: readonly Given[];
  /** Ordered for the window that never closes. */
  readonly last: readonly [number, number];
  readonly playerSeeds: readonly [string, string];
  /** Server's seed and salt. */
  readonly secrets: readonly [number, number];
}

/** What one side may have instead of what it never showed. */
export interface Other {
  readonly fighters: readonly Sheet[];
  readonly moves: readonly Move[];
  readonly food: number;
  readonly antidotes: number;
  readonly standing: Lineup['standing'];
  readonly playerSeed: string;
  readonly secret: number;
  readonly last: number;
  /** Replaces the orders at these places of the list. */
  readonly orders: readonly (readonly [place: number, order: number])[];
}

const nameText = fc.stringMatching(/^[A-Za-z ]{1,24}$/);
const word = fc.integer({ min: 0, max: 0xffff_ffff });
const oneOfTwo = fc.constantFrom(0 as const, 1 as const);

const moveOf = fc.record({
  name: nameText,
  type: fc.integer({ min: 0, max: 18 }),
  power: fc.integer({ min: 0, max: 255 }),
  effect: fc.integer({ min: 0, max: 4 }),
  chance: fc.integer({ min: 0, max: 16 }),
});

const fighterOf = fc
  .record({
    name: nameText,
    kind: fc.constantFrom('osrs' as const, 'pokemon' as const, 'pet' as const),
    level: fc.integer({ min: 1, max: 100 }),
    hp: fc.integer({ min: 640, max: 6_000 }),
    attack: fc.integer({ min: 300, max: 1_600 }),
    defence: fc.integer({ min: 300, max: 1_600 }),
    interval: fc.integer({ min: 3, max: 7 }),
    class: fc.integer({ min: 0, max: 2 }),
    types: fc.tuple(fc.integer({ min: 0, max: 18 }), fc.integer({ min: 0, max: 18 })),
    moves: fc.tuple(moveOf, moveOf, moveOf, moveOf),
  })
  .map(({ name, ...more }) => sheet(name, more));

/** Whom such standing orders bring in or send on depends on nothing that is hidden. */
const plainStanding = fc
  .integer({ min: 1, max: 4 })
  .map((focus) => ({ focus, healBelow: 0, cure: false, switching: false }));
const anyStanding = fc.record({
  focus: fc.integer({ min: 0, max: 4 }),
  healBelow: fc.integer({ min: 0, max: 100 }),
  cure: fc.boolean(),
  switching: fc.boolean(),
});

const supplies = { food: fc.integer({ min: 0, max: 9 }), antidotes: fc.integer({ min: 0, max: 9 }) };
const lineupOf = (size: number) =>
  fc.record<Lineup>({
    fighters: fc.array(fighterOf, { minLength: size, maxLength: size }),
    supplies: fc.record(supplies),
    standing: plainStanding,
    pets: fc.constant([]),
  });

const actionOf = fc.constantFrom(
  0,
  1,
  2,
  3,
  GUARD,
  FOOD,
  FOOD,
  ANTIDOTE,
  SWITCH,
  SWITCH + 1,
  SWITCH + 2,
  SWITCH + 2,
);
const orderOf = fc.oneof(
  { weight: 9, arbitrary: actionOf },
  { weight: 1, arbitrary: plainStanding.map((standing) => STANDING + packStanding(standing)) },
);
const seedText = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);

export const stageOf = fc.record<Stage>({
  streams: fc.tuple(word, word, word, word),
  tempo: fc.constantFrom<Tempo>('rounds', 'live'),
  windowTicks: fc.constantFrom(2, 8, 8, 64),
  windows: fc.nat(24),
});

export const planOf: fc.Arbitrary<Plan> = fc.constantFrom(1, 2, 3, 3, 3).chain((size) =>
  fc.record<Plan>({
    lineups: fc.tuple(lineupOf(size), lineupOf(size)),
    orders: fc
      .array(fc.tuple(fc.nat(24), oneOfTwo, orderOf), { maxLength: 40, size: 'max' })
      .map((orders) => orders.toSorted(([one], [other]) => one - other)),
    last: fc.tuple(actionOf, actionOf),
    playerSeeds: fc.tuple(seedText, seedText),
    secrets: fc.tuple(word, word),
  }),
);

export const otherOf: fc.Arbitrary<Other> = fc.record<Other>({
  fighters: fc.array(fighterOf, { minLength: 3, maxLength: 3 }),
  moves: fc.array(moveOf, { minLength: 12, maxLength: 12 }),
  ...supplies,
  standing: anyStanding,
  playerSeed: seedText,
  secret: word,
  last: actionOf,
  orders: fc.array(fc.tuple(fc.integer({ min: 0, max: 39 }), orderOf), { maxLength: 3 }),
});
