import * as at from './layout.ts';

/** Words of a side and of a fighter that a battle's course may depend on; what follows from others is left out. */
const SIDE_STATE: readonly number[] = [
  at.RNG,
  at.RNG + 1,
  at.RNG + 2,
  at.RNG + 3,
  at.ACTIVE,
  at.NEXT_AT,
  at.UPKEEP_AT,
  at.ORDER,
  at.GUARD_UNTIL,
  at.GUARD_READY,
  at.ITEM_READY,
  at.FOOD_LEFT,
  at.ANTIDOTES_LEFT,
  at.STANDING_WORD,
  at.SWITCH_READY,
  at.ALIVE,
];
const FIGHTER_STATE: readonly number[] = [at.HP, at.STATUS, at.STATUS_UNTIL, at.STATUS_SINCE, at.MOOD];

const offsets = [
  at.TICK,
  at.RESULT,
  ...[0, 1].flatMap((side) => SIDE_STATE.map((word) => at.SIDES + side * at.SIDE_WORDS + word)),
  ...[0, 1, 2, 3, 4, 5].flatMap((n) =>
    FIGHTER_STATE.map((word) => at.FIGHTERS + n * at.FIGHTER_WORDS + word),
  ),
];
const OFFSETS = Int32Array.from(offsets);

/** Start of a hash. */
export const HASH_START = 0x811c_9dc5;

/** Takes one more word into a hash: a multiplication that spreads, a shift that brings high bits down. */
export const mix = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
};

/** Hash of a battle's state, 32 bits unsigned: equal states, equal futures. Finds errors; no protection from an attacker. */
export const hashOf = (words: Int32Array, base: number): number => {
  let hash = HASH_START;
  for (const offset of OFFSETS) hash = mix(hash, words[base + offset] ?? 0);
  return hash >>> 0;
};
