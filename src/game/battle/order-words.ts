import { ANTIDOTE, FOOD, GUARD, STANDING, SWITCH } from './cross/v1/orders.ts';

/** As much of a fighter as its orders need to be named: a sheet, or what somebody sees of one. */
export interface NamedFighter {
  readonly name?: string | undefined;
  readonly moves?: readonly ({ readonly name: string } | null)[] | undefined;
}

/** An order in words. `active`: number of the fighter on the field. */
export const orderWords = (order: number, fighters: readonly NamedFighter[], active: number): string => {
  if (order < GUARD) return fighters[active]?.moves?.[order]?.name ?? `attack ${order + 1}`;
  if (order === GUARD) return 'Guard';
  if (order === FOOD) return 'Eat';
  if (order === ANTIDOTE) return 'Antidote';
  if (order < STANDING) return `Bring in ${fighters[order - SWITCH]?.name ?? 'another'}`;
  return 'Standing orders';
};
