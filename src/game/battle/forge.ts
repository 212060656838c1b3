import { type Factors, factorOf } from './factors.ts';
import { HP_MAX, type FighterKind, type Sheet, UNITS_PER_POINT } from './cross/v1/sheet.ts';
import type { Shape } from './shape.ts';

/** Weights are brought to whole numbers up to this, so that every product below stays a safe integer. */
const WEIGHT_MAX = 512;
/** Attack and defence of the reference fighter for each step of a level's base. */
const STAT_PER_BASE = 16;
/** HP of the reference fighter at every level, units: about four of its own attacks' damage. */
export const REFERENCE_HP = 40 * UNITS_PER_POINT;
const REFERENCE_INTERVAL = 4;
const REFERENCE_KIND: FighterKind = 'pet';
/** Mean damage of power 100 at interval 4 between equal fighters, units: what the rules do. */
const MEAN_UNITS = 10 * UNITS_PER_POINT;

/**
 * Damage of the last blow that is lost, as a part of an attack's mean: E[X²] / 2E[X], worked out from how each kind
 * rolls. `osrs`: 3/4 hit, uniform; `pokemon`: 7/8 hit, sum of two uniforms, 1 in 8 doubles; `pet`: 7/8 hit, uniform.
 */
const OVERSHOOT: Readonly<Record<FighterKind, number>> = {
  osrs: 8 / 9,
  pokemon: (539 * 64 * 64) / (768 * 63 * 63),
  pet: 16 / 21,
};

interface Proportions {
  readonly hp: number;
  readonly attack: number;
  readonly defence: number;
}

/** Weights as whole numbers up to {@link WEIGHT_MAX}, none more than twice another: the small ones are raised. */
const clamped = ({ hp, attack, defence }: Proportions): Proportions => {
  const most = Math.max(hp, attack, defence);
  const weight = (value: number): number => Math.max(WEIGHT_MAX / 2, Math.round((value * WEIGHT_MAX) / most));
  return { hp: weight(hp), attack: weight(attack), defence: weight(defence) };
};

/** The largest whole number whose cube times `factor` is at most `limit`, both safe integers. */
const cubeRootOf = (limit: number, factor: number): number => {
  let low = 0;
  let high = 4_096;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle * middle * middle * factor <= limit) low = middle;
    else high = middle;
  }
  return low;
};

/** Base of a level: levels far down are not worlds apart. */
const baseOf = (level: number): number => level + 4;

/** Attack or defence of a weight among the other two, so that the product of all three is the level's budget. */
const statOf = (level: number, own: number, others: number): number => {
  const reference = STAT_PER_BASE * baseOf(level);
  return Math.max(1, cubeRootOf(reference * reference * reference * own * own, others));
};

/** Ticks until the first attack, by the mean. */
const delayOf = (interval: number): number => interval / 4 + 1;

/** HP with which a fighter of that attack and defence needs as long to kill the level's reference fighter as to die by it. */
const equalHp = (
  kind: FighterKind,
  interval: number,
  attack: number,
  defence: number,
  level: number,
): number => {
  const reference = STAT_PER_BASE * baseOf(level);
  const given = (MEAN_UNITS * interval * attack) / (4 * reference);
  const taken = (MEAN_UNITS * reference) / defence;
  const attacks = REFERENCE_HP / given + OVERSHOOT[kind];
  const ticks = delayOf(interval) + (attacks - 1) * interval;
  const attacksOfReference = (ticks - delayOf(REFERENCE_INTERVAL)) / REFERENCE_INTERVAL + 1;
  return (attacksOfReference - OVERSHOOT[REFERENCE_KIND]) * taken;
};

/** The share of a fighter's budget that lies in its attack, in thousandths: 630 to 1,588, 1,000 for an even one. */
const slantOf = (attack: number, level: number): number =>
  Math.round((attack * 1_000) / (STAT_PER_BASE * baseOf(level)));

/**
 * Brings a fighter of any world to the common scale. A duel goes to the larger product of attack, defence and HP, so the
 * product is the same for all of a level; attack and defence grow with level + 4, the reference fighter's HP stays.
 * What the product does not tell (overshoot of the last blow, wait for the first one) is solved for in HP, and what is
 * left after that is one factor fitted by simulation. `level`: fights at this level instead of its own.
 */
export const forge = (shape: Shape, factors: Factors, options: { readonly level?: number } = {}): Sheet => {
  const { name, kind, interval, types, moves } = shape;
  const level = options.level ?? shape.level;
  const weights = clamped(shape.weights);
  const attack = statOf(level, weights.attack, weights.defence * weights.hp);
  const defence = statOf(level, weights.defence, weights.attack * weights.hp);
  const factor = factorOf(factors, kind, interval, slantOf(attack, level));
  const hp = Math.round((equalHp(kind, interval, attack, defence, level) * factor) / 10_000);
  return {
    name,
    kind,
    level,
    hp: Math.min(HP_MAX, Math.max(UNITS_PER_POINT, hp)),
    attack,
    defence,
    interval,
    class: shape.class,
    types: [types[0], types[1]],
    moves: [moves[0], moves[1], moves[2], moves[3]],
  };
};
