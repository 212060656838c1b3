import { type Attack, type Boost, type Expectation, expectation } from '../battle/osrs/formulas.ts';
import {
  type MonsterExpectation,
  monsterExpectation,
  playerDefenceRoll,
} from '../battle/osrs/monster-attack.ts';
import type { AttackType } from './gear.ts';
import type { Kit } from './loadout.ts';
import { attackLevelOf, type Monster } from './monsters.ts';
import { NO_BOOST } from './prayers.ts';
import { type CombatSkill, type Levels, levelIn } from './skills.ts';

/** What helps a fighter beside gear. */
export interface Buffs {
  /** A super combat, ranging and magic potion. */
  readonly potion: boolean;
  /** The prayer of the loadout. */
  readonly prayer: boolean;
}

/** Levels that a potion adds: a share in percent and a fixed part. https://oldschool.runescape.wiki/w/Temporary_skill_boost */
const POTION: Readonly<Partial<Record<CombatSkill, readonly [percent: number, fixed: number]>>> = {
  attack: [15, 5],
  strength: [15, 5],
  defence: [15, 5],
  ranged: [10, 4],
  magic: [0, 4],
};

/** A combat level with the potion in it, where there is one. */
const boosted = (levels: Levels, skill: CombatSkill, { potion }: Buffs): number => {
  const level = levelIn(levels, skill);
  const [percent, fixed] = (potion ? POTION[skill] : undefined) ?? [0, 0];
  return level + Math.trunc((level * percent) / 100) + fixed;
};

const SKILLS_OF = {
  melee: ['attack', 'strength'],
  ranged: ['ranged', 'ranged'],
  magic: ['magic', 'magic'],
} as const satisfies Record<Kit['style'], readonly [CombatSkill, CombatSkill]>;

const spellMaxHitOf = (levels: Levels, kit: Kit, buffs: Buffs): number => {
  const { powered } = kit.weapon;
  if (powered === undefined) return kit.spell?.maxHit ?? 0;
  return Math.max(0, Math.trunc(boosted(levels, 'magic', buffs) / 3) + powered);
};

const damageBonusOf = ({ style, bonuses, prayer }: Kit, buffs: Buffs): number => {
  if (style === 'melee') return bonuses.strength;
  if (style === 'ranged') return bonuses.rangedStrength;
  return bonuses.magicDamage + (buffs.prayer ? (prayer?.magicDamage ?? 0) : 0);
};

/** The attack of a fighter on a monster, for the formulas. */
export const attackOn = (levels: Levels, kit: Kit, monster: Monster, buffs: Buffs): Attack => {
  const { style, attack, bonuses, stance, speedTicks, weapon } = kit;
  const prayer = buffs.prayer ? kit.prayer : null;
  const [accuracy, damage] = SKILLS_OF[style];
  return {
    style,
    accuracyLevel: boosted(levels, accuracy, buffs),
    damageLevel: boosted(levels, damage, buffs),
    accuracyPrayer: prayer?.accuracy ?? NO_BOOST,
    damagePrayer: prayer?.damage ?? NO_BOOST,
    stance,
    accuracyBonus: Math.max(-64, bonuses.attack[attack]),
    damageBonus: Math.max(-64, damageBonusOf(kit, buffs)),
    speedTicks,
    spellMaxHit: spellMaxHitOf(levels, kit, buffs),
    target: {
      defenceLevel: style === 'magic' ? monster.levels.magic : monster.levels.defence,
      bonus: monster.defence[attack === 'ranged' ? (weapon.missile ?? 'standard') : attack],
      hitpoints: monster.hitpoints,
    },
  };
};

/** What a fighter does to a monster: base formulas, without the effects of single items. */
export const dpsOn = (levels: Levels, kit: Kit, monster: Monster, buffs: Buffs): Expectation =>
  expectation(attackOn(levels, kit, monster, buffs));

const defenceAgainst = (levels: Levels, kit: Kit, attack: AttackType, buffs: Buffs) => {
  const defencePrayer: Boost = buffs.prayer ? (kit.prayer?.defence ?? NO_BOOST) : NO_BOOST;
  // of all prayers only the magic ones raise what Magic does against magic
  const raises = buffs.prayer && kit.style === 'magic';
  return {
    defenceLevel: boosted(levels, 'defence', buffs),
    magicLevel: boosted(levels, 'magic', buffs),
    defencePrayer,
    magicPrayer: raises ? (kit.prayer?.accuracy ?? NO_BOOST) : NO_BOOST,
    stance: kit.stance,
    bonus: Math.max(-64, kit.bonuses.defence[attack]),
  };
};

/** A fighter's roll against attacks of a type. */
export const defenceRollAgainst = (levels: Levels, kit: Kit, attack: AttackType, buffs: Buffs): number =>
  playerDefenceRoll(attack === 'magic', defenceAgainst(levels, kit, attack, buffs));

/** What a monster does to a fighter. */
export const dpsOf = (levels: Levels, kit: Kit, monster: Monster, buffs: Buffs): MonsterExpectation =>
  monsterExpectation({
    isMagic: monster.attack === 'magic',
    level: attackLevelOf(monster),
    bonus: monster.attackBonus,
    maxHit: monster.maxHit,
    speedTicks: monster.speedTicks,
    target: defenceAgainst(levels, kit, monster.attack, buffs),
  });
