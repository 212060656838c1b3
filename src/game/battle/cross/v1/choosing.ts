import * as at from './layout.ts';
import { ANTIDOTE, CURE_BIT, FOOD, GUARD, NO_ORDER, RULES, SWITCH, SWITCHING_BIT } from './orders.ts';
import { bestBench, isBetter } from './reckoning.ts';
import { hasStatus, SLEEP } from './statuses.ts';

type Words = Int32Array;

const isAwake = (w: Words, f: number, tick: number): boolean =>
  w[f + at.STATUS] !== SLEEP || !hasStatus(w, f, tick);

const hasFood = (w: Words, s: number, tick: number): boolean =>
  (w[s + at.FOOD_LEFT] ?? 0) > 0 && (w[s + at.ITEM_READY] ?? 0) <= tick;

const hasAntidote = (w: Words, s: number, tick: number): boolean =>
  (w[s + at.ANTIDOTES_LEFT] ?? 0) > 0 && (w[s + at.ITEM_READY] ?? 0) <= tick;

/** Whether an order can be carried out now: nothing is used up for nothing. */
export const canDo = (w: Words, s: number, f: number, order: number, tick: number): boolean => {
  if (order < GUARD) return isAwake(w, f, tick);
  if (order === GUARD) return (w[s + at.GUARD_READY] ?? 0) <= tick && isAwake(w, f, tick);
  if (order === FOOD) return hasFood(w, s, tick) && (w[f + at.HP] ?? 0) < (w[f + at.HP_FULL] ?? 0);
  if (order === ANTIDOTE) return hasAntidote(w, s, tick) && hasStatus(w, f, tick);
  const n = order - SWITCH;
  return n !== w[s + at.ACTIVE] && ((w[s + at.ALIVE] ?? 0) & (1 << n)) !== 0;
};

/** What a side does at its action: its player's order if it can be carried out, else what its standing orders say. */
export const choose = (w: Words, base: number, side: number, tick: number): number => {
  const s = at.sideAt(base, side);
  const o = at.sideAt(base, 1 - side);
  const f = at.fighterAt(base, side, w[s + at.ACTIVE] ?? 0);
  const order = w[s + at.ORDER] ?? NO_ORDER;
  if (order !== NO_ORDER) {
    w[s + at.ORDER] = NO_ORDER;
    if (canDo(w, s, f, order, tick)) return order;
  }
  const standing = w[s + at.STANDING_WORD] ?? 0;
  const below = (standing >> 3) & 127;
  if (hasFood(w, s, tick) && (w[f + at.HP] ?? 0) * 100 < (w[f + at.HP_FULL] ?? 0) * below) return FOOD;
  if ((standing & CURE_BIT) !== 0 && hasAntidote(w, s, tick) && hasStatus(w, f, tick)) return ANTIDOTE;
  if ((standing & SWITCHING_BIT) !== 0 && (w[s + at.SWITCH_READY] ?? 0) <= tick) {
    const other = at.fighterAt(base, 1 - side, w[o + at.ACTIVE] ?? 0);
    const n = bestBench(w, base, side, other);
    if (n !== -1 && isBetter(w, f, at.fighterAt(base, side, n), other)) {
      w[s + at.SWITCH_READY] = tick + RULES.switchEvery;
      return SWITCH + n;
    }
  }
  const focus = standing & 7;
  return focus === 0 ? (w[s + at.BEST] ?? 0) : focus - 1;
};
