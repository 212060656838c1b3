import { experienceTable } from '#game/profile/experience.ts';
import { type Board, MAIN_BOARD } from './boards.ts';
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
  [
    'demo iron',
    [75, 70, 78, 80, 75, 60, 70, 80, 75, 70, 75, 70, 70, 65, 70, 66, 65, 60, 65, 60, 55, 58, 70, 30],
  ],
  [
    'demo hcim',
    [60, 60, 60, 65, 62, 50, 60, 65, 66, 60, 62, 58, 60, 55, 60, 50, 52, 50, 44, 45, 40, 42, 50, 25],
  ],
  [
    'demo uim',
    [70, 65, 72, 74, 65, 52, 66, 70, 70, 62, 66, 65, 66, 60, 64, 52, 58, 70, 55, 50, 45, 50, 60, 20],
  ],
  ['demo skiller', [1, 1, 1, 0, 1, 1, 1, 85, 88, 82, 90, 85, 80, 78, 83, 75, 80, 82, 0, 76, 70, 72, 70, 60]],
  [
    'demo pure',
    [60, 1, 88, 83, 80, 44, 82, 70, 72, 70, 64, 66, 60, 55, 58, 45, 50, 62, 60, 40, 44, 45, 40, 1],
  ],
]);

/** Who is on which board beside the main one, where all are, and which share of their levels they have there. */
const ELSEWHERE: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map([
  ['ironman', { 'demo iron': 1, 'demo hcim': 1, 'demo uim': 1 }],
  ['hardcore', { 'demo hcim': 1 }],
  ['ultimate', { 'demo uim': 1 }],
  ['deadman', { zezima: 0.7, 'demo melee': 0.9 }],
  ['seasonal', { zezima: 0.8, 'demo mage': 0.9, 'demo iron': 0.5 }],
  ['tournament', { 'demo pure': 0.6 }],
  ['fresh-start', { 'demo novice': 1, 'demo ranger': 0.8 }],
  ['skiller', { 'demo skiller': 1 }],
  ['pure', { 'demo pure': 1 }],
]);

const XP = experienceTable(99);
/** What is made up about ranks: the higher the level, the smaller. */
const RANK_STEP = 12_345;

/** Events are played with characters of their own, which have come less far. */
const shareOf = (name: string, { id }: Board): number | undefined => {
  if (id === MAIN_BOARD.id) return 1;
  const there = ELSEWHERE.get(id) ?? {};
  return Object.hasOwn(there, name) ? there[name] : undefined;
};

const rowsOf = (levels: readonly number[], share: number): RawHiscores => {
  const skills = SKILLS.map((name, index) => {
    const whole = levels[index] ?? 0;
    const level = whole === 0 ? 0 : Math.max(1, Math.floor(whole * share));
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
  read: async (player, board) => {
    const name = player.toLowerCase().replaceAll(/[_-]/g, ' ');
    const levels = PLAYERS.get(name);
    const share = shareOf(name, board);
    return levels === undefined || share === undefined ? undefined : rowsOf(levels, share);
  },
};
