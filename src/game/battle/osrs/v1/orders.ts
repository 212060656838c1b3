import { FORMS_MAX } from './setup.ts';

/**
 * Orders of the player as whole numbers: 0 eats, 1 flees, 2 to 4 protect from melee, ranged and magic, 5 protects no more,
 * from 8 on that form is taken.
 */
export const EAT = 0;
export const FLEE = 1;
export const PROTECT = 2;
export const UNPROTECT = 5;
export const FORM = 8;

/** Whether a number is an order at all. Whether it can be carried out shows at the next tick. */
export const isOrder = (order: number): boolean =>
  Number.isInteger(order) &&
  ((order >= EAT && order <= UNPROTECT) || (order >= FORM && order < FORM + FORMS_MAX));

/** Figures of the rules, ticks of 0.6 s. */
export const RULES = {
  /** A battle that lasts so long ends without a winner. */
  cap: 6_000,
  /** From one bite to the next, and what a bite delays the next attack by. https://oldschool.runescape.wiki/w/Food */
  eatEvery: 3,
  eatDelay: 3,
  /** From the order to flee until the player is away. */
  fleeAfter: 3,
  /** What another form delays the next attack by. */
  formDelay: 1,
} as const;
