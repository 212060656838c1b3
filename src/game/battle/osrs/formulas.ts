/** A prayer's share of a level as a fraction: [20, 100] multiplies by 120/100. */
export type Boost = readonly [numerator: number, denominator: number];

export type CombatStyle = 'melee' | 'ranged' | 'magic';
export type Stance =
  | 'accurate'
  | 'aggressive'
  | 'controlled'
  | 'defensive'
  | 'rapid'
  | 'longrange'
  | 'autocast';

/** One attacker against one monster. Levels and bonuses are whole numbers; bonuses are at least −64. */
export interface Attack {
  readonly style: CombatStyle;
  /** Levels with potions in them. */
  readonly accuracyLevel: number;
  readonly damageLevel: number;
  readonly accuracyPrayer: Boost;
  readonly damagePrayer: Boost;
  readonly stance: Stance;
  readonly accuracyBonus: number;
  /** Strength or ranged strength; of magic a percentage. */
  readonly damageBonus: number;
  /** Ticks of 0.6 s from one attack to the next. */
  readonly speedTicks: number;
  /** Of the spell; magic only. */
  readonly spellMaxHit: number;
  readonly target: {
    /** Defence level; Magic level where the attack is magic. */
    readonly defenceLevel: number;
    readonly bonus: number;
    readonly hitpoints: number;
  };
}

/** What an attack does to its target. */
export interface Expectation {
  readonly maxHit: number;
  readonly attackRoll: number;
  readonly defenceRoll: number;
  /** Chance to hit, 0 to 1. */
  readonly accuracy: number;
  /** Damage a second. */
  readonly dps: number;
  /** Expected number of attacks until the target falls, misses included; `null` when it never falls. */
  readonly hitsToKill: number | null;
  readonly ttkSeconds: number | null;
}

export const TICK_SECONDS = 0.6;

const trunc = Math.trunc;

/** trunc(level · (n + d) / d) for a prayer [n, d]. */
export const prayed = (level: number, [n, d]: Boost): number => trunc((level * (n + d)) / d);

/** Levels that a stance adds to accuracy and damage; one that the style does not know adds nothing. */
const STANCES: Readonly<
  Record<CombatStyle, Partial<Record<Stance, readonly [accuracy: number, damage: number]>>>
> = {
  melee: { accurate: [3, 0], aggressive: [0, 3], controlled: [1, 1] },
  ranged: { accurate: [3, 3] },
  magic: { accurate: [2, 0] },
};

/**
 * Chance to hit of one roll against another, each uniform from 0 and the attacker's has to be larger: 1 − (D + 2) / (2 (A + 1))
 * where A is larger, else A / (2 (D + 1)). https://oldschool.runescape.wiki/w/Damage_per_second
 */
export const hitChance = (attackRoll: number, defenceRoll: number): number =>
  attackRoll > defenceRoll
    ? (2 * attackRoll - defenceRoll) / (2 * attackRoll + 2)
    : attackRoll / (2 * defenceRoll + 2);

/**
 * Expected number of attacks until so many hitpoints are gone, by recursion over them: a hit takes 1 to `maxHit`, and 1
 * twice as often, for an accurate 0 counts as 1.
 */
export const expectedAttacks = (hitpoints: number, maxHit: number, accuracy: number): number => {
  if (maxHit <= 1) return hitpoints / accuracy;
  // expected attacks with h hitpoints left, for those h that the next ones look at
  const after = [0];
  let sum = 0;
  for (let h = 1; h <= hitpoints; h += 1) {
    // the sum over the last `maxHit` values; below none is left, which costs nothing more
    const last = after[h - 1] ?? 0;
    sum += last - (after[h - 1 - maxHit] ?? 0);
    after.push(1 / accuracy + (sum + last) / (maxHit + 1));
  }
  return after[hitpoints] ?? 0;
};

const damageOf = ({ style, damageLevel, damagePrayer, damageBonus, stance, spellMaxHit }: Attack): number => {
  if (style === 'magic') return trunc((spellMaxHit * (100 + damageBonus)) / 100);
  const effective = prayed(damageLevel, damagePrayer) + 8 + (STANCES[style][stance]?.[1] ?? 0);
  return trunc((effective * (damageBonus + 64) + 320) / 640);
};

/**
 * Max hit, rolls, accuracy and damage a second of a player against a monster: base formulas without the effects of
 * single items, truncated at each step. https://oldschool.runescape.wiki/w/Damage_per_second/Melee, /Ranged, /Magic
 */
export const expectation = (attack: Attack): Expectation => {
  const { style, stance, target, speedTicks } = attack;
  const base = style === 'magic' ? 9 : 8;
  const effective =
    prayed(attack.accuracyLevel, attack.accuracyPrayer) + base + (STANCES[style][stance]?.[0] ?? 0);
  const attackRoll = effective * (attack.accuracyBonus + 64);
  const defenceRoll = (target.defenceLevel + 9) * (target.bonus + 64);
  const maxHit = damageOf(attack);
  const accuracy = hitChance(attackRoll, defenceRoll);
  // (M (M + 1) / 2 + 1) / (M + 1): an accurate 0 counts as 1
  const mean = (maxHit * (maxHit + 1) + 2) / (2 * (maxHit + 1));
  const seconds = speedTicks * TICK_SECONDS;
  const hitsToKill = accuracy === 0 ? null : expectedAttacks(target.hitpoints, maxHit, accuracy);
  return {
    maxHit,
    attackRoll,
    defenceRoll,
    accuracy,
    dps: (accuracy * mean) / seconds,
    hitsToKill,
    ttkSeconds: hitsToKill === null ? null : hitsToKill * seconds,
  };
};
