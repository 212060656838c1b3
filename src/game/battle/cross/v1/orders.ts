import { type Standing } from './sheet.ts';

/**
 * Orders as whole numbers: 0 to 3 attack with that move, 4 guard, 5 food, 6 antidote, 8 to 10 bring in that fighter;
 * from 16 on a change of the standing orders, which takes no time.
 */
export const GUARD = 4;
export const FOOD = 5;
export const ANTIDOTE = 6;
export const SWITCH = 8;
export const STANDING = 16;
export const NO_ORDER = -1;

export const CURE_BIT = 1 << 10;
export const SWITCHING_BIT = 1 << 11;

/** The standing orders as 12 bits: focus in bits 0 to 2, food below 3 to 9, cure 10, switching 11. */
export const packStanding = ({ focus, healBelow, cure, switching }: Standing): number =>
  focus | (healBelow << 3) | (cure ? CURE_BIT : 0) | (switching ? SWITCHING_BIT : 0);

const PACKED_MAX = 1 << 12;

/** Whether a number is an order at all. Whether it can be carried out shows when its side acts. */
export const isOrder = (order: number): boolean => {
  if (!Number.isInteger(order)) return false;
  if (order >= STANDING) return isPackedStanding(order - STANDING);
  return (order >= 0 && order <= ANTIDOTE) || (order >= SWITCH && order < SWITCH + 3);
};

const isPackedStanding = (packed: number): boolean =>
  packed < PACKED_MAX && (packed & 7) <= 4 && ((packed >> 3) & 127) <= 100;

/** Figures of the rules, in ticks unless told otherwise. */
export const RULES = {
  /** A battle that lasts so long is a draw. */
  cap: 2_000,
  /** What a change of fighters takes, beside a quarter of the interval of who comes. */
  entry: 2,
  /** What an item takes, whoever uses it: it costs nobody more than another. */
  itemTakes: 2,
  /** From one item of a side to its next. */
  itemEvery: 10,
  /** What a guard takes. */
  guardTakes: 2,
  /** A guard halves what comes in for so long: of slow blows and of quick ones as much. */
  guardLasts: 8,
  /** From one guard of a side to its next. */
  guardEvery: 20,
  /** From one change of fighters by standing orders to the next. */
  switchEvery: 16,
  /** A bench fighter must stand better by 4/3 before standing orders bring it in. */
  switchGain: [4, 3],
  /** Interval at which a move's chance holds; quicker fighters leave effects less often, in proportion. */
  sureInterval: 6,
  /** Poison, burn and paralysis last so long. */
  status: 32,
  /** Eighths of its actions that a paralysed fighter loses. */
  paralysed: 2,
  /** Sleep lasts at least so long, and less than so much longer. */
  sleepLeast: 5,
  sleepSpan: 6,
  /** Poison and burn hurt so often. */
  upkeepEvery: 4,
  /** Poison takes this part of the full HP each time, burn half of it. */
  poisonPart: 24,
  /** Food gives back this part of the full HP. */
  foodPart: 3,
} as const;
