import type { Rejection } from '../shared/errors.ts';
import * as at from './cross/v1/layout.ts';
import { ANTIDOTE, FOOD, GUARD, isOrder, STANDING, SWITCH } from './cross/v1/orders.ts';
import { type NamedFighter, orderWords } from './order-words.ts';

/** Orders that a side could give now and that could be carried out at its next action. */
export const choicesOf = (words: Int32Array, side: 0 | 1): readonly number[] => {
  const s = at.sideAt(0, side);
  const tick = words[at.TICK] ?? 0;
  const alive = words[s + at.ALIVE] ?? 0;
  const isReady = (word: number): boolean =>
    (words[s + word] ?? 0) <= Math.max(tick + 1, words[s + at.NEXT_AT] ?? 0);
  return [
    0,
    1,
    2,
    3,
    ...(isReady(at.GUARD_READY) ? [GUARD] : []),
    ...((words[s + at.FOOD_LEFT] ?? 0) > 0 && isReady(at.ITEM_READY) ? [FOOD] : []),
    ...((words[s + at.ANTIDOTES_LEFT] ?? 0) > 0 && isReady(at.ITEM_READY) ? [ANTIDOTE] : []),
    ...[0, 1, 2].flatMap((n) => (n !== words[s + at.ACTIVE] && (alive & (1 << n)) !== 0 ? [SWITCH + n] : [])),
  ];
};

/**
 * Why an order of a side can surely not be carried out, whatever happens until its next action; `undefined`: it may be.
 * What only takes its time (a guard, an item after another) is left to the rules: the next action may come later.
 */
export const whyImpossible = (
  words: Int32Array,
  side: 0 | 1,
  order: number,
  fighters: readonly NamedFighter[],
): string | undefined => {
  const s = at.sideAt(0, side);
  if (!isOrder(order)) return 'there is no such order';
  if (order === FOOD) return (words[s + at.FOOD_LEFT] ?? 0) > 0 ? undefined : 'no food left';
  if (order === ANTIDOTE) return (words[s + at.ANTIDOTES_LEFT] ?? 0) > 0 ? undefined : 'no antidote left';
  if (order < SWITCH || order >= STANDING) return undefined;
  const n = order - SWITCH;
  const size = words[s + at.TEAM_SIZE] ?? 0;
  if (n >= size) return size === 1 ? 'your team is one fighter' : `your team is ${size} fighters`;
  const name = fighters[n]?.name ?? 'this fighter';
  if (words[s + at.ACTIVE] === n) return `${name} is on the field already`;
  return ((words[s + at.ALIVE] ?? 0) & (1 << n)) === 0 ? `${name} has fallen` : undefined;
};

/** Says no to such an order, and what can be ordered instead. */
export const refusalOf = (
  why: string,
  words: Int32Array,
  side: 0 | 1,
  fighters: readonly NamedFighter[],
): Rejection => {
  const active = words[at.sideAt(0, side) + at.ACTIVE] ?? 0;
  const names = choicesOf(words, side).map((order) => orderWords(order, fighters, active));
  return {
    code: 'E_INPUT',
    field: 'choice',
    message: `That cannot be ordered now: ${why}. What can: ${names.join(', ')}.`,
  };
};
