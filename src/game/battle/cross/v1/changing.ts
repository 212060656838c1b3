import { firstWait } from './chance.ts';
import { EVENT, type EventSink } from './events.ts';
import * as at from './layout.ts';
import { NO_ORDER, RULES, SWITCH, SWITCHING_BIT } from './orders.ts';
import { bestBench, reckon } from './reckoning.ts';
import { BURN, hasStatus, POISON } from './statuses.ts';

type Words = Int32Array;

/** Falls, changes of fighters and the end. */
export const change = (
  w: Words,
  base: number,
  tick: number,
  stands0: boolean,
  stands1: boolean,
  order0: number,
  order1: number,
  sink: EventSink | undefined,
): void => {
  const s0 = base + at.SIDES;
  const s1 = s0 + at.SIDE_WORDS;
  // who comes is chosen by who stood there before, on both sides
  const f0 = at.fighterAt(base, 0, w[s0 + at.ACTIVE] ?? 0);
  const f1 = at.fighterAt(base, 1, w[s1 + at.ACTIVE] ?? 0);
  if (!stands0) fall(w, s0, f0, tick, 0, sink);
  if (!stands1) fall(w, s1, f1, tick, 1, sink);
  const next0 = order0 >= SWITCH ? order0 - SWITCH : stands0 ? -2 : successor(w, base, 0, f1);
  const next1 = order1 >= SWITCH ? order1 - SWITCH : stands1 ? -2 : successor(w, base, 1, f0);
  if (next0 === -1 || next1 === -1) {
    end(w, base, tick, next0 !== -1 ? 1 : next1 !== -1 ? 2 : byOverkill(w, s0, s1), sink);
    return;
  }
  if (next0 >= 0) enter(w, base, 0, next0, tick, sink);
  else if (!stands1) faceNext(w, s0, f0, tick);
  if (next1 >= 0) enter(w, base, 1, next1, tick, sink);
  else if (!stands0) faceNext(w, s1, f1, tick);
  reckon(w, base);
};

/** Whoever felled a fighter turns to the next one as if it had just come: no duel begins with an edge. */
const faceNext = (w: Words, s: number, f: number, tick: number): void => {
  w[s + at.NEXT_AT] = tick + RULES.entry + firstWait(w, s, f);
};

const fall = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): void => {
  const n = w[s + at.ACTIVE] ?? 0;
  w[s + at.ALIVE] = (w[s + at.ALIVE] ?? 0) & ~(1 << n);
  w[s + at.OVERKILL] = -(w[f + at.HP] ?? 0);
  w[f + at.HP] = 0;
  sink?.(tick, side, EVENT.fall, n, 0);
};

/**
 * Who comes for a fighter that fell: whom its player ordered in, else the next in order, or by standing orders who stands
 * best. -1: nobody is left. Any other order was meant for who fell, and goes with it.
 */
const successor = (w: Words, base: number, side: number, other: number): number => {
  const s = at.sideAt(base, side);
  const order = w[s + at.ORDER] ?? NO_ORDER;
  const alive = w[s + at.ALIVE] ?? 0;
  w[s + at.ORDER] = NO_ORDER;
  if (alive === 0) return -1;
  if (order >= SWITCH && (alive & (1 << (order - SWITCH))) !== 0) return order - SWITCH;
  if (((w[s + at.STANDING_WORD] ?? 0) & SWITCHING_BIT) !== 0) return bestBench(w, base, side, other);
  return (alive & 1) !== 0 ? 0 : (alive & 2) !== 0 ? 1 : 2;
};

/** Brings a fighter onto the field. */
const enter = (
  w: Words,
  base: number,
  side: number,
  n: number,
  tick: number,
  sink: EventSink | undefined,
): void => {
  const s = at.sideAt(base, side);
  const f = at.fighterAt(base, side, n);
  sink?.(tick, side, EVENT.enter, n, w[s + at.ACTIVE] ?? 0);
  w[s + at.ACTIVE] = n;
  w[s + at.GUARD_UNTIL] = 0;
  faceNext(w, s, f, tick);
  const status = w[f + at.STATUS] ?? 0;
  w[s + at.UPKEEP_AT] = at.NEVER;
  if ((status === POISON || status === BURN) && hasStatus(w, f, tick)) {
    const since = w[f + at.STATUS_SINCE] ?? 0;
    const next = since + (Math.floor((tick - since) / RULES.upkeepEvery) + 1) * RULES.upkeepEvery;
    if (next < (w[f + at.STATUS_UNTIL] ?? 0)) w[s + at.UPKEEP_AT] = next;
  }
};

/** Both last fighters fell in one tick: the smaller overkill wins. */
const byOverkill = (w: Words, s0: number, s1: number): number => {
  const over0 = w[s0 + at.OVERKILL] ?? 0;
  const over1 = w[s1 + at.OVERKILL] ?? 0;
  return over0 < over1 ? 1 : over0 > over1 ? 2 : at.DRAW;
};

/** Ends a battle. `result`: as in its word. */
export const end = (
  w: Words,
  base: number,
  tick: number,
  result: number,
  sink: EventSink | undefined,
): void => {
  w[base + at.RESULT] = result;
  sink?.(tick, 0, EVENT.end, result, 0);
};
