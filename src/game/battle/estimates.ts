import { classFactor, typeFactor } from './cross/v1/chart.ts';
import { RULES } from './cross/v1/orders.ts';
import { type Move, UNITS_PER_POINT } from './cross/v1/sheet.ts';
import { BURN, PARALYSIS, POISON, SLEEP } from './cross/v1/statuses.ts';
import type { KnownFighter, SeenFighter } from './player-view.ts';

/** Mean damage of power 100 at interval 4 between equals, units. */
const MEAN_UNITS = 10 * UNITS_PER_POINT;
/** Two types and a class, each in 24ths. */
const EVEN_FACTOR = 24 * 24 * 24;
const SLEEP_TICKS = RULES.sleepLeast + (RULES.sleepSpan - 1) / 2;
/** Nobody plans for longer than this, ticks. */
const HORIZON_TICKS = 30;

const isKnown = (fighter: SeenFighter): fighter is KnownFighter => 'moves' in fighter.sheet;

const typesFactor = (type: number, [first, second]: readonly [number, number]): number =>
  typeFactor(type, first) * typeFactor(type, second);

/** Mean damage of a move, units, misses included. */
export const givenBy = ({ sheet }: KnownFighter, move: Move, foe: SeenFighter): number => {
  const factor = typesFactor(move.type, foe.sheet.types) * classFactor(sheet.class, foe.sheet.class);
  const even = (MEAN_UNITS * move.power * sheet.interval * sheet.attack) / (400 * foe.sheet.defence);
  return (even * factor) / EVEN_FACTOR;
};

/** Mean damage of the best move, units. */
export const bestGivenBy = (own: KnownFighter, foe: SeenFighter): number =>
  Math.max(...own.sheet.moves.map((move) => givenBy(own, move, foe)));

/** Mean damage of a foe's attack, units; one whose moves are not known attacks with its own types. */
export const takenFrom = (foe: SeenFighter, own: KnownFighter): number => {
  if (isKnown(foe)) return bestGivenBy(foe, own);
  const types = Math.max(...foe.sheet.types.map((type) => typesFactor(type, own.sheet.types)));
  const factor = types * classFactor(foe.sheet.class, own.sheet.class);
  return (
    (MEAN_UNITS * foe.sheet.interval * foe.sheet.attack * factor) / (4 * own.sheet.defence * EVEN_FACTOR)
  );
};

/**
 * How well a fighter stands against a foe by types and class: what it gives over what it takes, less what its shape
 * alone does; 1 is even. The root spreads the edge over both.
 */
export const matchupOf = (own: KnownFighter, foe: SeenFighter): number => {
  const { givenRate, takenRate } = duelOf(own, foe);
  const shape = (own.sheet.attack * own.sheet.defence) / (foe.sheet.attack * foe.sheet.defence);
  return Math.sqrt(givenRate / takenRate / shape);
};

/** What two fighters do to each other, units a tick. */
export interface Duel {
  readonly givenRate: number;
  readonly takenRate: number;
  /** For how long the foe stands, and both of them, by the mean. */
  readonly foeTicks: number;
  readonly ticks: number;
}

export const duelOf = (own: KnownFighter, foe: SeenFighter): Duel => {
  const givenRate = Math.max(1, bestGivenBy(own, foe) / own.sheet.interval);
  const takenRate = Math.max(1, takenFrom(foe, own) / foe.sheet.interval);
  const foeTicks = Math.min(HORIZON_TICKS, foe.hp / givenRate);
  return { givenRate, takenRate, foeTicks, ticks: Math.min(foeTicks, own.hp / takenRate) };
};

/** An effect that may come. */
export interface Striking {
  readonly effect: number;
  /** Full HP of its victim, units, and the damage that it does a tick. */
  readonly fullHp: number;
  readonly rate: number;
  /** For how long the victim stands, and until its next action. */
  readonly ticks: number;
  readonly waits: number;
}

/** What an effect costs its victim, units. */
export const costOf = ({ effect, fullHp, rate, ticks, waits }: Striking): number => {
  const lasting = Math.min(RULES.status, ticks);
  const upkeeps = Math.floor(lasting / RULES.upkeepEvery);
  switch (effect) {
    case POISON:
      return (upkeeps * fullHp) / RULES.poisonPart;
    case BURN:
      return (upkeeps * fullHp) / (2 * RULES.poisonPart) + (lasting * rate) / 8;
    case PARALYSIS:
      return (lasting * rate * RULES.paralysed) / 8;
    case SLEEP:
      return rate * Math.max(0, Math.min(ticks, SLEEP_TICKS) - waits);
    default:
      return 0;
  }
};
