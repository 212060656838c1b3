import { adventurer } from '#actors/adventurer/adventurer.ts';
import type { FighterSource } from '#commands/battle/fighters.ts';
import { adventurerPlace } from './person.ts';

/** The caller's account as fighters, one for each loadout; nobody's without a linked account. */
export const osrsFighters: FighterSource = {
  prefix: 'osrs',
  own: async (context) => {
    const place = adventurerPlace(context.userId);
    const loadouts = await context.deps.engine.read(adventurer, place, 'fighters', {}, context);
    return loadouts.map(({ key, name, shape }) => ({
      ref: `osrs:${key}`,
      label: `${shape.name} (${name})`,
      shape,
      // all are one account
      group: 'osrs',
    }));
  },
};
