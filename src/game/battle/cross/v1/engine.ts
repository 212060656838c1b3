import { attack, cure, DAMAGE_BITS, eat, guard, sleepOn } from './acting.ts';
import { change, end } from './changing.ts';
import { canDo, choose } from './choosing.ts';
import { type EventSink } from './events.ts';
import { inflict, settle, upkeep } from './hurting.ts';
import * as at from './layout.ts';
import { ANTIDOTE, FOOD, GUARD, isOrder, NO_ORDER, RULES, STANDING, SWITCH } from './orders.ts';

type Words = Int32Array;

/** One tick in which something happens. Both sides act from the state at its start, so neither has an edge. */
const turn = (w: Words, base: number, tick: number, sink: EventSink | undefined): void => {
  const s0 = base + at.SIDES;
  const s1 = s0 + at.SIDE_WORDS;
  const f0 = at.fighterAt(base, 0, w[s0 + at.ACTIVE] ?? 0);
  const f1 = at.fighterAt(base, 1, w[s1 + at.ACTIVE] ?? 0);
  let hurt0 = w[s0 + at.UPKEEP_AT] === tick ? upkeep(w, s0, f0, tick, 0, sink) : 0;
  let hurt1 = w[s1 + at.UPKEEP_AT] === tick ? upkeep(w, s1, f1, tick, 1, sink) : 0;
  const order0 = w[s0 + at.NEXT_AT] === tick ? choose(w, base, 0, tick) : NO_ORDER;
  const order1 = w[s1 + at.NEXT_AT] === tick ? choose(w, base, 1, tick) : NO_ORDER;
  let done0 = 0;
  let done1 = 0;
  const isAble0 = order0 >= 0 && order0 < GUARD && canDo(w, s0, f0, order0, tick);
  const isAble1 = order1 >= 0 && order1 < GUARD && canDo(w, s1, f1, order1, tick);
  if (isAble0) done0 = attack(w, base, 0, order0, tick, sink);
  else if (order0 >= 0 && order0 < GUARD) sleepOn(w, s0, f0, tick, 0, sink);
  if (isAble1) done1 = attack(w, base, 1, order1, tick, sink);
  else if (order1 >= 0 && order1 < GUARD) sleepOn(w, s1, f1, tick, 1, sink);
  hurt0 += done1 & DAMAGE_BITS;
  hurt1 += done0 & DAMAGE_BITS;
  const healed0 = order0 === FOOD ? eat(w, s0, f0, tick, 0, sink) : 0;
  const healed1 = order1 === FOOD ? eat(w, s1, f1, tick, 1, sink) : 0;
  if (order0 === GUARD) guard(w, s0, tick, 0, sink);
  if (order1 === GUARD) guard(w, s1, tick, 1, sink);
  if (order0 === ANTIDOTE) cure(w, s0, f0, tick, 0, sink);
  if (order1 === ANTIDOTE) cure(w, s1, f1, tick, 1, sink);
  const stands0 = hurt0 + healed0 === 0 || settle(w, f0, healed0, hurt0);
  const stands1 = hurt1 + healed1 === 0 || settle(w, f1, healed1, hurt1);
  if (done1 > DAMAGE_BITS && stands0) inflict(w, s0, f0, tick, done1, 0, sink);
  if (done0 > DAMAGE_BITS && stands1) inflict(w, s1, f1, tick, done0, 1, sink);
  if (!stands0 || !stands1 || order0 >= SWITCH || order1 >= SWITCH)
    change(w, base, tick, stands0, stands1, order0, order1, sink);
};

/**
 * Plays a battle up to and including a tick, or its end. Between actions and upkeeps nothing can happen, so those ticks
 * are passed over. `sink` hears what can be seen.
 */
export const run = (w: Words, base: number, toTick: number, sink?: EventSink): void => {
  const s0 = base + at.SIDES;
  const s1 = s0 + at.SIDE_WORDS;
  const last = Math.min(toTick, RULES.cap);
  while (w[base + at.RESULT] === 0) {
    const action = Math.min(w[s0 + at.NEXT_AT] ?? 0, w[s1 + at.NEXT_AT] ?? 0);
    const hurting = Math.min(w[s0 + at.UPKEEP_AT] ?? 0, w[s1 + at.UPKEEP_AT] ?? 0);
    const next = Math.min(action, hurting);
    if (next > last) {
      w[base + at.TICK] = Math.max(last, w[base + at.TICK] ?? 0);
      if (last === RULES.cap) end(w, base, last, at.DRAW, sink);
      break;
    }
    w[base + at.TICK] = next;
    turn(w, base, next, sink);
  }
};

/**
 * Gives an order for a side's next action; a later one replaces it. A change of the standing orders holds at once. What
 * is no order, or comes after the end, changes nothing.
 */
export const give = (w: Words, base: number, side: number, order: number): void => {
  if (!isOrder(order) || w[base + at.RESULT] !== 0) return;
  const s = at.sideAt(base, side);
  if (order >= STANDING) w[s + at.STANDING_WORD] = order - STANDING;
  else w[s + at.ORDER] = order;
};
