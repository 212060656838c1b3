/** Levels that make up the combat level, 1 to 99 each. */
export interface CombatStats {
  readonly attack: number;
  readonly strength: number;
  readonly defence: number;
  readonly hitpoints: number;
  readonly prayer: number;
  readonly ranged: number;
  readonly magic: number;
}

/** Everybody begins with 10 hitpoints; a lower figure comes from hiscores that do not rank them. */
const HITPOINTS_LEAST = 10;

/**
 * Combat level, 3 to 126: floor(1/4 · (defence + hitpoints + floor(prayer/2)) + 13/40 · the best of attack + strength,
 * floor(3/2 · ranged), floor(3/2 · magic)). https://oldschool.runescape.wiki/w/Combat_level
 */
export const combatLevel = (stats: CombatStats): number => {
  const base = stats.defence + Math.max(stats.hitpoints, HITPOINTS_LEAST) + Math.floor(stats.prayer / 2);
  const best = Math.max(
    stats.attack + stats.strength,
    Math.floor((stats.ranged * 3) / 2),
    Math.floor((stats.magic * 3) / 2),
  );
  // in fortieths, so that no fraction is lost before the floor
  return Math.floor((10 * base + 13 * best) / 40);
};
