import { combatLevel } from '../battle/osrs/combat-level.ts';
import { experienceTable } from '../profile/experience.ts';

/** Skills that decide fights. */
export const COMBAT_SKILLS = [
  'attack',
  'strength',
  'defence',
  'hitpoints',
  'ranged',
  'magic',
  'prayer',
] as const;
export type CombatSkill = (typeof COMBAT_SKILLS)[number];

/** Levels, 1 to 99, by the skill's name in lower case. Skills come and go with the game: nobody counts on a certain set. */
export type Levels = Readonly<Record<string, number>>;

/** What everybody begins with; hiscores do not rank it. */
const HITPOINTS_LEAST = 10;

/** A combat level of an account; a skill that is not ranked counts as 1, Hitpoints as 10. */
export const levelIn = (levels: Levels, skill: CombatSkill): number => {
  const level = Object.hasOwn(levels, skill) ? (levels[skill] ?? 1) : 1;
  return skill === 'hitpoints' ? Math.max(level, HITPOINTS_LEAST) : level;
};

/** Combat level of an account, 3 to 126. */
export const combatLevelOf = (levels: Levels): number => {
  const stats = Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, levelIn(levels, skill)]));
  return combatLevel(stats as Record<CombatSkill, number>);
};

/** Highest virtual level: what 200 million experience would be. */
const VIRTUAL_MAX = 126;
const VIRTUAL_XP = experienceTable(VIRTUAL_MAX);

/** The level that this much experience would be if levels went on after 99, 1 to 126. */
export const virtualLevelOf = (xp: number): number => {
  let level = 1;
  while (level < VIRTUAL_MAX && (VIRTUAL_XP[level + 1] ?? Infinity) <= xp) level += 1;
  return level;
};
