import { NO_TYPE } from '#game/battle/cross/v1/chart.ts';
import { FIGHTER_KINDS, type FighterKind, type Move } from '#game/battle/cross/v1/sheet.ts';
import { INTERVALS } from '#game/battle/factors.ts';
import { EFFECT_CHANCE, type Shape } from '#game/battle/shape.ts';
import { isAllAlike } from '#game/battle/team-law.ts';
import { HALL_UPBRINGING } from '#game/battle/trainer-lineup.ts';
import { osrsShape } from '#game/osrs/fighter.ts';
import { GEAR } from '#game/osrs/gear.ts';
import { wear } from '#game/osrs/loadout.ts';
import { starterLoadout } from '#game/osrs/starters.ts';
import { petShape } from '#game/pet/fighter.ts';
import { SPECIES } from '#game/pet/species.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { pokemonShape } from '#game/pokemon/shape.ts';
import { STARTERS } from '#game/pokemon/starters.ts';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';

/** Effects of slots 2 and 3 by turns, with their chance in sixteenths. */
const EFFECTS: readonly (readonly [effect: number, chance: number])[] = [
  [1, EFFECT_CHANCE.poison],
  [2, EFFECT_CHANCE.burn],
  [3, EFFECT_CHANCE.paralysis],
  [4, EFFECT_CHANCE.sleep],
];
const SYNTHETIC = 300;

const movesOf = (type: number, second: number, variant: number): Shape['moves'] => {
  const leaving = (slot: number): Move => {
    const [effect, chance] = EFFECTS[(variant + slot) % EFFECTS.length] ?? [0, 0];
    return { name: `Leaving ${slot}`, type, power: 50, effect, chance };
  };
  return [
    { name: 'Main', type, power: 100, effect: 0, chance: 0 },
    { name: 'Other', type: second, power: 92, effect: 0, chance: 0 },
    leaving(0),
    leaving(1 + (variant >> 2)),
  ];
};

interface Make {
  readonly name: string;
  readonly kind: FighterKind;
  readonly interval: number;
  readonly weights: Shape['weights'];
  readonly variant?: number;
}

const shapeOf = ({ name, kind, interval, weights, variant = 0 }: Make): Shape => ({
  name,
  kind,
  level: 50,
  weights,
  interval,
  class: 0,
  types: [NO_TYPE, NO_TYPE],
  moves: movesOf(NO_TYPE, NO_TYPE, variant),
});

const EVEN = { hp: 100, attack: 100, defence: 100 };

/** The 18 of the matrix: each kind even at interval 3, 4 and 6, and a tank, a glass cannon and a bulky one at 4. */
export const ARCHETYPES: readonly Shape[] = FIGHTER_KINDS.flatMap((kind) => [
  shapeOf({ name: `${kind} fast`, kind, interval: 3, weights: EVEN }),
  shapeOf({ name: `${kind} even`, kind, interval: 4, weights: EVEN }),
  shapeOf({ name: `${kind} slow`, kind, interval: 6, weights: EVEN }),
  shapeOf({ name: `${kind} tank`, kind, interval: 4, weights: { hp: 120, attack: 75, defence: 150 } }),
  shapeOf({ name: `${kind} glass`, kind, interval: 4, weights: { hp: 75, attack: 150, defence: 75 } }),
  shapeOf({ name: `${kind} bulky`, kind, interval: 4, weights: { hp: 150, attack: 100, defence: 75 } }),
]);

/** A fighter with attack weight `attack` to 100 of the other two. */
export const slanted = (kind: FighterKind, interval: number, attack: number): Shape =>
  shapeOf({
    name: `${kind} ${interval} ${attack}`,
    kind,
    interval,
    weights: { hp: 1_000, attack, defence: 1_000 },
  });

const synthetic = (): readonly Shape[] => {
  const rng = sfc32(1, 2, 3, 4);
  const weight = (): number => 50 + randomBelow(rng, 51);
  return Array.from({ length: SYNTHETIC }, (_, n): Shape => {
    const kind = FIGHTER_KINDS[n % 3] ?? 'pet';
    // nothing but a heavy weapon needs seven ticks
    const intervals = kind === 'osrs' ? INTERVALS : INTERVALS.slice(0, -1);
    const type = randomBelow(rng, 18);
    const shape = shapeOf({
      name: `Synthetic ${n}`,
      kind,
      interval: intervals[Math.floor(n / 3) % intervals.length] ?? 4,
      weights: { hp: weight(), attack: weight(), defence: weight() },
      variant: n,
    });
    return {
      ...shape,
      class: randomBelow(rng, 3),
      types: [type, randomBelow(rng, 2) === 0 ? NO_TYPE : randomBelow(rng, 18)],
      moves: movesOf(type, randomBelow(rng, 18), n),
    };
  });
};

const dex = await loadDex();
const [{ mon: plain }] = STARTERS as readonly [(typeof STARTERS)[0], ...typeof STARTERS];

/** Every species of the table as a plain Pokémon: its own types and stats, no moves that were chosen for it. */
const pokemonShapes = (): readonly Shape[] =>
  dex.speciesNames.flatMap((name) => {
    const [ability = plain.ability] = dex.species(name)?.abilities ?? [];
    return pokemonShape(dex, { ...plain, species: name, ability, moves: [] }) ?? [];
  });

/** An account of level 99 in common gear, with every weapon of the table in turn, and one of middling levels. */
const osrsShapes = (): readonly Shape[] => {
  const best = Object.fromEntries(SKILLS_OF_COMBAT.map((skill) => [skill, 99]));
  const middling = Object.fromEntries(SKILLS_OF_COMBAT.map((skill) => [skill, 60]));
  const styles = ['melee', 'ranged', 'magic'] as const;
  const common = [best, middling].flatMap((levels) =>
    styles.map((style) => osrsShape(levels, starterLoadout(style, levels))),
  );
  const armed = GEAR.filter(({ slot }) => slot === 'weapon').map((weapon) =>
    osrsShape(best, wear(starterLoadout('melee', best), weapon)),
  );
  return [...common, ...armed];
};

const SKILLS_OF_COMBAT = ['attack', 'strength', 'defence', 'hitpoints', 'ranged', 'magic', 'prayer'] as const;

/** Every fighter that players can bring, and synthetic ones that span what the worlds make: kinds, intervals, weights. */
export const shippedShapes = (): readonly Shape[] => [
  ...SPECIES.map((species) => petShape(species, HALL_UPBRINGING)),
  ...osrsShapes(),
  ...pokemonShapes(),
  ...synthetic(),
];

/** The same fighter without types and classes: what is left is weights, interval and kind. */
export const neutral = (shape: Shape): Shape => ({
  ...shape,
  class: 0,
  types: [NO_TYPE, NO_TYPE],
  moves: [
    { ...shape.moves[0], type: NO_TYPE },
    { ...shape.moves[1], type: NO_TYPE },
    { ...shape.moves[2], type: NO_TYPE },
    { ...shape.moves[3], type: NO_TYPE },
  ],
});

/** Three of the shapes, at most two of one type and class. */
export const randomTeam = (rng: Rng, shapes: readonly Shape[]): readonly Shape[] => {
  const one = (): Shape => shapes[randomBelow(rng, shapes.length)] ?? ARCHETYPES[0]!;
  const team = [one(), one(), one()];
  return isAllAlike(team) ? randomTeam(rng, shapes) : team;
};
