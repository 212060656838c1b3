/**
 * Where a battle's words lie: one slot of 160 words of 32 bits (640 bytes) for each battle, all in one array.
 * Offsets within a slot, within a side and within a fighter.
 */
export const SLOT_WORDS = 160;

export const TICK = 0;
/** 0 under way, 1 or 2: side 0 or 1 has won, 3 draw. */
export const RESULT = 1;
export const DRAW = 3;

export const SIDES = 4;
export const SIDE_WORDS = 24;
/** Four words of the side's own stream of chance. */
export const RNG = 0;
/** Number of the fighter that stands on the field. */
export const ACTIVE = 4;
/** Tick of the next action. */
export const NEXT_AT = 5;
/** Tick at which poison or burn of the active fighter hurts next. */
export const UPKEEP_AT = 6;
export const ORDER = 7;
export const GUARD_UNTIL = 8;
export const GUARD_READY = 9;
export const ITEM_READY = 10;
export const FOOD_LEFT = 11;
export const ANTIDOTES_LEFT = 12;
export const STANDING_WORD = 13;
export const SWITCH_READY = 14;
export const TEAM_SIZE = 15;
/** Fighters that stand, as bits. */
export const ALIVE = 16;
/** Mean damage of each move of the active fighter against the other side's, units; and the move with the highest. */
export const MEANS = 17;
export const BEST = 21;
/** Damage beyond what the last fighter had left. */
export const OVERKILL = 22;

export const FIGHTERS = SIDES + 2 * SIDE_WORDS;
export const FIGHTER_WORDS = 17;
export const HP = 0;
export const HP_FULL = 1;
export const ATTACK = 2;
export const DEFENCE = 3;
export const INTERVAL = 4;
/** 0 osrs, 1 pokemon, 2 pet. */
export const ROLL = 5;
export const CLASS = 6;
export const TYPE_1 = 7;
export const TYPE_2 = 8;
export const STATUS = 9;
export const STATUS_UNTIL = 10;
export const STATUS_SINCE = 11;
/** 0 to 100; moves only with pets. */
export const MOOD = 12;
/** Four words, a move each: power in bits 0 to 7, type 8 to 12, effect 13 to 15, chance 16 to 20. */
export const MOVE_WORDS = 13;

/** No tick ever comes to this. */
export const NEVER = 0x7fff_ffff;

/** Index of a fighter's words. `n`: its number in its team. */
export const fighterAt = (base: number, side: number, n: number): number =>
  base + FIGHTERS + (side * 3 + n) * FIGHTER_WORDS;

/** Index of a side's words. */
export const sideAt = (base: number, side: number): number => base + SIDES + side * SIDE_WORDS;
