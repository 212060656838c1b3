import { type Lineup, type Player } from '#game/battle/battle-protocol.ts';
import { ANTIDOTE, FOOD, GUARD } from '#game/battle/cross/v1/orders.ts';
import { AUTOPILOT, SUPPLIES } from '#game/battle/cross/v1/sheet.ts';
import { trainerLineup } from '#commands/battle/trainer-lineup.ts';
import { TRAINERS } from '#game/battle/trainers.ts';

/** A side of `size` fighters of the hall, another one for each `n`. */
export const teamOf = (n: number, size: number): Lineup => {
  const trainer = TRAINERS[n % TRAINERS.length];
  if (trainer === undefined) throw new RangeError('no trainers');
  return { ...trainerLineup({ ...trainer, edge: 0 }, size), supplies: SUPPLIES, standing: AUTOPILOT };
};

export const personOf = (userId: string): Player => ({ kind: 'person', userId });

const ORDERS = [GUARD, 0, 1, FOOD, 2, ANTIDOTE, 3] as const;

/** What a side orders for a window of a battle, if anything: the same every time it is asked. */
export const orderOf = (battle: number, window: number, side: 0 | 1): number | undefined => {
  const mixed = (battle * 31 + window * 17 + side * 7) % 11;
  return ORDERS[mixed];
};
