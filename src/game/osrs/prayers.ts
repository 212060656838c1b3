import type { Boost, CombatStyle } from '../battle/osrs/formulas.ts';

/** Prayers that are on together while one fights in a style. Facts of https://oldschool.runescape.wiki/w/Prayer */
export interface Prayer {
  readonly id: string;
  readonly name: string;
  /** Prayer level needed. */
  readonly level: number;
  readonly style: CombatStyle;
  readonly accuracy: Boost;
  readonly damage: Boost;
  readonly defence: Boost;
  /** Percent on magic damage. */
  readonly magicDamage: number;
}

const prayer = (
  name: string,
  level: number,
  style: CombatStyle,
  [accuracy, damage, defence]: readonly [number, number, number],
  magicDamage = 0,
): Prayer => ({
  id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  level,
  style,
  accuracy: [accuracy, 100],
  damage: [damage, 100],
  defence: [defence, 100],
  magicDamage,
});

/** Best prayers of each style by the level that they need; accuracy, damage, defence in percent. */
export const PRAYERS: readonly Prayer[] = [
  prayer('Ultimate Strength', 31, 'melee', [0, 15, 0]),
  prayer('Piety', 70, 'melee', [20, 23, 25]),
  prayer('Chivalry', 60, 'melee', [15, 18, 20]),
  prayer('Hawk Eye', 26, 'ranged', [10, 10, 0]),
  prayer('Eagle Eye', 44, 'ranged', [15, 15, 0]),
  prayer('Rigour', 74, 'ranged', [20, 23, 25]),
  prayer('Mystic Lore', 27, 'magic', [10, 0, 0], 1),
  prayer('Mystic Might', 45, 'magic', [15, 0, 0], 2),
  prayer('Augury', 77, 'magic', [25, 0, 25], 4),
];

const byId = new Map(PRAYERS.map((one) => [one.id, one]));

/** The prayer of an id; `undefined`: there is none. */
export const prayerById = (id: string): Prayer | undefined => byId.get(id);

/** The best prayer of a style that a Prayer level allows; `undefined`: none yet. */
export const bestPrayer = (style: CombatStyle, prayerLevel: number): Prayer | undefined =>
  PRAYERS.filter((one) => one.style === style && one.level <= prayerLevel).toSorted(
    (a, b) => b.level - a.level,
  )[0];

export const NO_BOOST: Boost = [0, 100];
