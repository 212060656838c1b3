/** Highest level. */
export const LEVEL_MAX = 99;
/** Experience stops growing here. */
export const XP_MAX = 200_000_000;

/**
 * Experience at which each level from 1 on begins, in the place of its number: floor(1/4 · Σ from n = 1 to L − 1 of
 * floor(n + 300 · 2^(n/7))), 83 for level 2 and 13,034,431 for level 99: the curve of Old School RuneScape,
 * https://oldschool.runescape.wiki/w/Experience
 */
export const experienceTable = (levels: number): readonly number[] => {
  const table = [0, 0];
  let points = 0;
  for (let level = 1; level < levels; level += 1) {
    points += Math.floor(level + 300 * 2 ** (level / 7));
    table.push(Math.floor(points / 4));
  }
  return table;
};

const XP_OF_LEVEL = experienceTable(LEVEL_MAX);

/** Experience at which a level (1 to 99) begins. */
export const xpOfLevel = (level: number): number =>
  XP_OF_LEVEL[Math.min(Math.max(Math.trunc(level), 1), LEVEL_MAX)] ?? 0;

/** The level that this much experience makes, 1 to 99. */
export const levelOf = (xp: number): number => {
  let low = 1;
  let high = LEVEL_MAX;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (xpOfLevel(middle) <= xp) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * What is worth how much. Sources are fixed for ever; what can be repeated at will (paying, gifts, giving up at once) is
 * worth nothing, so that nobody levels by sending coins in a circle. Battles end where {@link BATTLE_XP_A_DAY} says.
 */
const XP_BY_SOURCE: Readonly<Record<string, number>> = {
  daily: 100,
  adopt: 250,
  'pet-care': 15,
  'pet-training': 60,
  'expedition-short': 40,
  'expedition-day': 120,
  'expedition-long': 300,
  'battle-win': 150,
  'battle-draw': 75,
  'battle-loss': 50,
  'battle-trainer-win': 60,
  'battle-trainer-draw': 30,
  'battle-trainer-loss': 20,
  // a hunt for an easy monster is over in seconds
  'hunt-win': 10,
  'hunt-loss': 2,
};

/** Experience that battles and hunts of one day (UTC) are worth together: ten wins against people. */
export const BATTLE_XP_A_DAY = 1_500;

const DAY_MS = 86_400_000;

/** Whether a source is worth something on one day up to {@link BATTLE_XP_A_DAY} only. */
export const isBattleSource = (source: string): boolean => /^(?:battle|hunt)-/.test(source);

/** The day (UTC) of a moment, counted from the epoch: the same for everybody, whatever zone they choose. */
export const utcDayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

/** Experience for a source; 0 for one that is not in the table. */
export const xpFor = (source: string): number =>
  Object.hasOwn(XP_BY_SOURCE, source) ? (XP_BY_SOURCE[source] ?? 0) : 0;
