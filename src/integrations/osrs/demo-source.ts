import { experienceTable } from '#game/profile/experience.ts';
import type { RawHiscores } from './hiscores-schema.ts';
import type { HiscoresSource } from './hiscores.ts';

/** Skills in the order of the hiscores, without the total. */
const SKILLS = [
  'Attack',
  'Defence',
  'Strength',
  'Hitpoints',
  'Ranged',
  'Prayer',
  'Magic',
  'Cooking',
  'Woodcutting',
  'Fletching',
  'Fishing',
  'Firemaking',
  'Crafting',
  'Smithing',
  'Mining',
  'Herblore',
  'Agility',
  'Thieving',
  'Slayer',
  'Farming',
  'Runecraft',
  'Hunter',
  'Construction',
  'Sailing',
] as const;

/** Invented players: levels in the order of {@link SKILLS}; 0 is not ranked. Nobody's real figures. */
const PLAYERS: ReadonlyMap<string, readonly number[]> = new Map([
  [
    'zezima',
    [99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 92, 99, 97, 99, 91, 90, 94, 71],
  ],
  [
    'demo melee',
    [80, 75, 85, 82, 60, 52, 61, 70, 65, 60, 66, 61, 60, 58, 63, 55, 50, 52, 62, 48, 40, 41, 45, 1],
  ],
  [
    'demo ranger',
    [50, 45, 50, 70, 88, 44, 70, 60, 60, 82, 58, 50, 70, 40, 45, 50, 55, 50, 58, 40, 35, 63, 40, 12],
  ],
  [
    'demo mage',
    [40, 45, 40, 75, 70, 70, 94, 62, 70, 55, 60, 70, 60, 40, 45, 60, 50, 45, 55, 50, 77, 40, 60, 20],
  ],
  ['demo novice', [12, 8, 15, 16, 5, 0, 9, 20, 18, 0, 15, 14, 0, 7, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
]);

const XP = experienceTable(99);
/** What is made up about ranks: the higher the level, the smaller. */
const RANK_STEP = 12_345;

const rowsOf = (levels: readonly number[]): RawHiscores => {
  const skills = SKILLS.map((name, index) => {
    const level = levels[index] ?? 0;
    return level === 0
      ? { name, rank: -1, level: 1, xp: -1 }
      : { name, rank: (100 - level) * RANK_STEP + index, level, xp: XP[level] ?? 0 };
  });
  const total = skills.reduce((sum, { level }) => sum + level, 0);
  const xp = skills.reduce((sum, row) => sum + Math.max(0, row.xp), 0);
  return { skills: [{ name: 'Overall', rank: 4_321, level: total, xp }, ...skills] };
};

/** Names that the demo knows. */
export const demoPlayers: readonly string[] = [...PLAYERS.keys()];

const NAME = 'The demo hiscores';

/** The hiscores of the playground: a few invented players, nothing leaves the process. */
export const demoSource: HiscoresSource = {
  name: NAME,
  isDemo: true,
  look: () => ({ name: NAME, state: 'invented' }),
  read: async (player) => {
    const levels = PLAYERS.get(player.toLowerCase().replaceAll(/[_-]/g, ' '));
    return levels === undefined ? undefined : rowsOf(levels);
  },
};
