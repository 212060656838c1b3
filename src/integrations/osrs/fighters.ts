import { adventurer } from '#actors/adventurer/adventurer.ts';
import { type CommandContext } from '#commands/define-command.ts';
import { type Shape } from '#game/battle/shape.ts';
import { adventurerPlace } from './person.ts';

/** A loadout of the caller that could be sent into a battle. */
interface OwnFighter {
  /** `osrs:worn`, `osrs:melee`, `osrs:kept-1` … */
  readonly ref: string;
  readonly label: string;
  readonly shape: Shape;
  /** All are one account. */
  readonly group: 'osrs';
}

/** The caller's account as fighters, one for each loadout; nobody's without a linked account. */
export const osrsFighters = {
  /** Word before the colon of their refs. */
  prefix: 'osrs',
  /** @throws Fault */
  own: async (context: CommandContext): Promise<readonly OwnFighter[]> => {
    const place = adventurerPlace(context.userId);
    const loadouts = await context.deps.engine.read(adventurer, place, 'fighters', {}, context);
    return loadouts.map(({ key, name, shape }) => ({
      ref: `osrs:${key}`,
      label: `${shape.name} (${name})`,
      shape,
      group: 'osrs',
    }));
  },
} as const;
