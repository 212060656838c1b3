import { Items, Monsters } from 'oldschooljs';
import { describe, expect, it } from 'vitest';
import { type CombatSkill, COMBAT_SKILLS } from '../skills.ts';
import { ATTACK_TYPES, type Gear, GEAR } from '../gear.ts';
import type { Monster } from '../monsters.ts';
import { MONSTERS } from './monsters.ts';

/** Figures under the names of the other table. */
type Figures = Readonly<Record<string, number | string | boolean>>;

const ourGear = ({ bonuses, needs, slot, weapon }: Gear): Figures => ({
  ...Object.fromEntries(ATTACK_TYPES.map((type) => [`attack_${type}`, bonuses.attack[type]])),
  ...Object.fromEntries(ATTACK_TYPES.map((type) => [`defence_${type}`, bonuses.defence[type]])),
  melee_strength: bonuses.strength,
  ranged_strength: bonuses.rangedStrength,
  magic_damage: bonuses.magicDamage,
  prayer: bonuses.prayer,
  slot: weapon?.isTwoHanded === true ? '2h' : slot,
  ...Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, needs[skill] ?? 1])),
  ...(weapon === undefined ? {} : { speed: weapon.speedTicks }),
});

const theirGear = (name: string): Figures => {
  const item = Items.get(name);
  const equipment = item?.equipment;
  if (item === undefined || equipment === undefined) return {};
  const { requirements, ...figures } = equipment;
  const needs = (requirements ?? {}) as Partial<Record<CombatSkill, number>>;
  return {
    ...figures,
    ...Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, needs[skill] ?? 1])),
    ...(item.weapon === undefined ? {} : { speed: item.weapon.attack_speed }),
  };
};

const ourMonster = ({ combatLevel, hitpoints, maxHit, speedTicks, levels, defence }: Monster): Figures => ({
  combatLevel,
  hitpoints,
  maxHit,
  attackSpeed: speedTicks,
  attackLevel: levels.attack,
  strengthLevel: levels.strength,
  defenceLevel: levels.defence,
  magicLevel: levels.magic,
  rangedLevel: levels.ranged,
  defenceStab: defence.stab,
  defenceSlash: defence.slash,
  defenceCrush: defence.crush,
  defenceMagic: defence.magic,
  defenceRanged: defence.standard,
});

const theirMonster = (name: string): Figures => {
  const wanted = name.toLowerCase().replace('al kharid', 'al-kharid');
  return (Monsters.find((one) => one.name.toLowerCase() === wanted)?.data ?? {}) as Figures;
};

/** Every figure in which the two differ: `Name: figure ours, theirs`. */
const differences = (name: string, ours: Figures, theirs: Figures): readonly string[] =>
  Object.keys(ours)
    .filter((figure) => ours[figure] !== theirs[figure])
    .map((figure) => `${name}: ${figure} ${String(ours[figure])}, ${String(theirs[figure])}`);

/** Monsters of which the other table keeps another variant of the same name; ours is the common one. */
const OTHER_VARIANT = {
  Chicken: 'the one of the tutorial, level 3',
  Goblin: 'the one of Goblin Village, level 5',
  Man: 'the one of level 4',
  'Giant rat': 'the one of level 26',
  Guard: 'the one of a quest, level 22',
} as const;

/** Every other difference, with its reason. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'Ghrazi rapier: attack 80, 75': 'stale: the level was raised after the other table was made',
  'Trident of the swamp: magic 78, 75': 'the other table has the level of the plain trident',
  'Sanguinesti staff: magic 82, 75': 'stale: the level was raised after the other table was made',
  'Dragon defender: attack 60, 1': 'the other table lacks one of its two levels',
  'Ancient staff: speed 5, 4': 'ours is that of a spell, theirs of the staff as a stick',
  'Master wand: speed 5, 4': 'ours is that of a spell, theirs of the wand as a stick',
  'Kodai wand: speed 5, 4': 'ours is that of a spell, theirs of the wand as a stick',
  'Black dragon: defenceRanged 50, 0': 'three figures now (50, 50, 15), which the other table reads as none',
};

const isVariant = (name: string): boolean => Object.hasOwn(OTHER_VARIANT, name);

describe('the tables', () => {
  it('are of a size that somebody has looked through', () => {
    expect(GEAR.length).toBeGreaterThan(60);
    expect(MONSTERS).toHaveLength(40);
    expect(new Set(GEAR.map(({ id }) => id)).size).toBe(GEAR.length);
    expect(new Set(MONSTERS.map(({ id }) => id)).size).toBe(40);
    for (const { id } of [...GEAR, ...MONSTERS]) expect(id).toMatch(/^[a-z0-9-]{2,40}$/);
  });

  it('know only things that the other table knows', () => {
    const unknown = [
      ...GEAR.filter(({ name }) => Object.keys(theirGear(name)).length === 0),
      ...MONSTERS.filter(({ name }) => Object.keys(theirMonster(name)).length === 0),
    ];
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  it('differ from oldschooljs where the reason is known, and nowhere else', () => {
    const found = [
      ...GEAR.flatMap((gear) => differences(gear.name, ourGear(gear), theirGear(gear.name))),
      ...MONSTERS.filter(({ name }) => !isVariant(name)).flatMap((monster) =>
        differences(monster.name, ourMonster(monster), theirMonster(monster.name)),
      ),
    ];
    expect(found.toSorted()).toEqual(Object.keys(EXPLAINED).toSorted());
  });

  it('keep another variant of a monster only where the other table has none of that level', () => {
    for (const name of Object.keys(OTHER_VARIANT)) {
      const ours = MONSTERS.find((one) => one.name === name);
      expect(theirMonster(name)['combatLevel'], name).not.toBe(ours?.combatLevel);
    }
  });
});
