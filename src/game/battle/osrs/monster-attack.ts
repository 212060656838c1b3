import { type Boost, hitChance, prayed, type Stance, TICK_SECONDS } from './formulas.ts';

/** One monster's attack on a player. Levels and bonuses are whole numbers; bonuses are at least −64. */
export interface MonsterAttack {
  readonly isMagic: boolean;
  /** Attack, Ranged or Magic of the monster. */
  readonly level: number;
  readonly bonus: number;
  readonly maxHit: number;
  /** Ticks of 0.6 s from one attack to the next. */
  readonly speedTicks: number;
  readonly target: PlayerDefence;
}

/** How a player meets attacks of one type. */
export interface PlayerDefence {
  /** Levels with potions in them. */
  readonly defenceLevel: number;
  readonly magicLevel: number;
  readonly defencePrayer: Boost;
  readonly magicPrayer: Boost;
  readonly stance: Stance;
  readonly bonus: number;
}

/** What a monster's attack does to a player. */
export interface MonsterExpectation {
  readonly attackRoll: number;
  readonly defenceRoll: number;
  /** Chance to hit, 0 to 1. */
  readonly accuracy: number;
  /** Damage a second. */
  readonly dps: number;
}

/** Levels that a stance adds to Defence, whatever the style. */
const GUARDED: Readonly<Partial<Record<Stance, number>>> = { defensive: 3, longrange: 3, controlled: 1 };

/**
 * Roll of a player against an attack: (Defence with prayer + stance + 8) · (bonus + 64); against magic 7/10 of Magic and
 * 3/10 of that Defence, truncated each, take its place. https://oldschool.runescape.wiki/w/Damage_per_second/Magic
 */
export const playerDefenceRoll = (isMagic: boolean, target: PlayerDefence): number => {
  const defence = prayed(target.defenceLevel, target.defencePrayer) + (GUARDED[target.stance] ?? 0);
  const magic = prayed(target.magicLevel, target.magicPrayer);
  const effective = isMagic ? Math.trunc((magic * 7) / 10) + Math.trunc((defence * 3) / 10) : defence;
  return (effective + 8) * (target.bonus + 64);
};

/** Roll of a monster's attack: (level + 9) · (bonus + 64). */
export const monsterAttackRoll = (level: number, bonus: number): number => (level + 9) * (bonus + 64);

/**
 * Rolls, accuracy and damage a second of a monster against a player; its accurate 0 stays 0, so a hit is worth half the
 * max hit. https://oldschool.runescape.wiki/w/Damage_per_second
 */
export const monsterExpectation = (attack: MonsterAttack): MonsterExpectation => {
  const attackRoll = monsterAttackRoll(attack.level, attack.bonus);
  const defenceRoll = playerDefenceRoll(attack.isMagic, attack.target);
  const accuracy = hitChance(attackRoll, defenceRoll);
  const dps = (accuracy * attack.maxHit) / (2 * attack.speedTicks * TICK_SECONDS);
  return { attackRoll, defenceRoll, accuracy, dps };
};
