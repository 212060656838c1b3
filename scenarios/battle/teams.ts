import { EVEN_LEVEL, type Lineup, type Player } from '#game/battle/battle-protocol.ts';
import { ANTIDOTE, FOOD, GUARD } from '#game/battle/cross/v1/orders.ts';
import { AUTOPILOT, SUPPLIES } from '#game/battle/cross/v1/sheet.ts';
import { FACTORS } from '#game/battle/data/index.ts';
import { forge } from '#game/battle/forge.ts';
import { HALL_UPBRINGING } from '#game/battle/trainer-lineup.ts';
import { petShape } from '#game/pet/fighter.ts';
import { SPECIES } from '#game/pet/species.ts';

/** A side of `size` fighters of the hall, another one for each `n`. */
export const teamOf = (n: number, size: number): Lineup => ({
  fighters: Array.from({ length: size }, (_, place) => {
    const species = SPECIES[(n * size + place) % SPECIES.length];
    if (species === undefined) throw new RangeError('no species');
    return forge(petShape(species, HALL_UPBRINGING), FACTORS, { level: EVEN_LEVEL });
  }),
  supplies: SUPPLIES,
  standing: AUTOPILOT,
  pets: [],
});

export const personOf = (userId: string): Player => ({ kind: 'person', userId });

const ORDERS = [GUARD, 0, 1, FOOD, 2, ANTIDOTE, 3] as const;

/** What a side orders for a window of a battle, if anything: the same every time it is asked. */
export const orderOf = (battle: number, window: number, side: 0 | 1): number | undefined => {
  const mixed = (battle * 31 + window * 17 + side * 7) % 11;
  return ORDERS[mixed];
};
