import { adventurer } from '#actors/adventurer/adventurer.ts';
import type { FighterSource } from '#commands/battle/fighters.ts';
import { adventurerPlace } from './person.ts';

/** The caller's account as fighters, one for each loadout; nobody's without a linked account. */
export const osrsFighters: FighterSource = {
  prefix: 'osrs',
  own: async (context) => {
    const place = adventurerPlace(context.userId);
    const { engine } = context.deps;
    const [loadouts, character] = await Promise.all([
      engine.read(adventurer, place, 'fighters', {}, context),
      engine.read(adventurer, place, 'character', {}, context),
    ]);
    return loadouts.map(({ key, name, shape }) => ({
      ref: `osrs:${key}`,
      // only here: the sheet goes into logs and replays, which keep no account's name
      label: `${character?.account ?? shape.name} (${name})`,
      shape,
      // all are one account
      group: 'osrs',
    }));
  },
};
