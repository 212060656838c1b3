import { NO_TYPE, type TypeName, TYPES } from '../battle/cross/v1/chart.ts';
import { CLASSES, EFFECTS, type Move } from '../battle/cross/v1/sheet.ts';
import { EFFECT_CHANCE, type Shape } from '../battle/shape.ts';
import { ATTACK_TYPES, type Gear } from './gear.ts';
import { type Kit, kitOf, type Loadout } from './loadout.ts';
import { combatLevelOf, type Levels, levelIn } from './skills.ts';
import type { Spell } from './spells.ts';

const COMBAT_LEVEL_MAX = 126;
const NAME_MAX = 24;
const INTERVAL_MIN = 3;
const INTERVAL_MAX = 7;
/** Weights are kept in eighths of a level, so that a gear's share is whole. */
const PARTS = 8;

const typeOf = (name: TypeName | null): number => (name === null ? NO_TYPE : TYPES.indexOf(name));

/** What a fighter is made of, by body armour; who wears none is made of flesh. */
const TYPE_OF_LOOK: Readonly<Record<NonNullable<Gear['look']>, TypeName>> = {
  metal: 'steel',
  leather: 'grass',
  robes: 'psychic',
};

const TYPE_OF_ELEMENT: Readonly<Record<Spell['element'], TypeName>> = {
  air: 'flying',
  water: 'water',
  earth: 'ground',
  fire: 'fire',
  ice: 'ice',
  blood: 'dark',
  shadow: 'ghost',
  smoke: 'poison',
};

/** The nature of weapons that have one, by id; all others strike without a type. */
const NATURES: ReadonlyMap<string, TypeName> = new Map([
  ['dragon-scimitar', 'dragon'],
  ['dragon-mace', 'dragon'],
  ['dragon-warhammer', 'dragon'],
  ['dragon-crossbow', 'dragon'],
  ['abyssal-whip', 'ghost'],
  ['abyssal-tentacle', 'ghost'],
  ['abyssal-bludgeon', 'ghost'],
  ['zamorakian-hasta', 'dark'],
  ['saradomin-sword', 'electric'],
  ['bandos-godsword', 'fighting'],
  ['granite-maul', 'rock'],
  ['sarachnis-cudgel', 'bug'],
  ['ghrazi-rapier', 'dark'],
  ['bow-of-faerdhinen-c', 'fairy'],
  ['armadyl-crossbow', 'flying'],
  ['trident-of-the-seas', 'water'],
  ['trident-of-the-swamp', 'poison'],
  ['sanguinesti-staff', 'dark'],
]);

type Effect = (typeof EFFECTS)[number];

const move = (name: string, type: TypeName | null, power: number, effect: Effect = 'none'): Move => ({
  name: name.slice(0, NAME_MAX),
  type: typeOf(type),
  power,
  effect: EFFECTS.indexOf(effect),
  chance: EFFECT_CHANCE[effect],
});

/** Four attacks: the main one, one of another type, and two that trade power for an effect. */
const movesOf = (kit: Kit, nature: TypeName | null): Shape['moves'] => {
  const main = move(kit.spell?.name ?? kit.weaponName, nature, 100);
  switch (kit.style) {
    case 'melee':
      return [
        main,
        nature === 'fighting' ? move('Ground slam', 'ground', 92) : move('Shield rush', 'fighting', 92),
        move('Poisoned edge', 'poison', 50, 'poison'),
        move('Stunning blow', null, 50, 'paralysis'),
      ];
    case 'ranged':
      return [
        main,
        nature === 'flying' ? move('Bola', 'rock', 92) : move('High arc', 'flying', 92),
        move('Poisoned tip', 'poison', 50, 'poison'),
        move('Pinning shot', null, 50, 'paralysis'),
      ];
    case 'magic':
      return [
        main,
        nature === 'ghost' ? move('Dark lure', 'dark', 92) : move('Grasping spirit', 'ghost', 92),
        move('Scorch', 'fire', 50, 'burn'),
        move('Drowsy charm', 'psychic', 50, 'sleep'),
      ];
  }
};

const attackWeight = (levels: Levels, { style, attack, bonuses }: Kit): number => {
  const level =
    style === 'melee'
      ? (levelIn(levels, 'attack') + levelIn(levels, 'strength')) * (PARTS / 2)
      : levelIn(levels, style) * PARTS;
  // a quarter of the bonus, which is two eighths
  return level + bonuses.attack[attack] * (PARTS / 4);
};

const defenceWeight = (levels: Levels, { bonuses }: Kit): number => {
  const sum = ATTACK_TYPES.reduce((total, type) => total + bonuses.defence[type], 0);
  return levelIn(levels, 'defence') * PARTS + Math.trunc(sum / ATTACK_TYPES.length);
};

/**
 * An account in its gear as a fighter of `cross` battles, in its own proportions: level = combat level · 100 / 126;
 * hp : attack : defence = Hitpoints : (Attack + Strength) / 2, Ranged or Magic + a quarter of the gear's bonus : Defence +
 * an eighth of the gear's mean defence; interval, class and types by weapon and body armour.
 */
export const osrsShape = (levels: Levels, loadout: Loadout): Shape => {
  const kit = kitOf(loadout);
  const look = kit.pieces.find(({ slot }) => slot === 'body')?.look;
  const weaponId = kit.pieces.find(({ slot }) => slot === 'weapon')?.id ?? '';
  const nature = kit.spell === null ? (NATURES.get(weaponId) ?? null) : TYPE_OF_ELEMENT[kit.spell.element];
  return {
    name: kit.weaponName.slice(0, NAME_MAX),
    kind: 'osrs',
    level: Math.max(1, Math.trunc((combatLevelOf(levels) * 100) / COMBAT_LEVEL_MAX)),
    weights: {
      hp: levelIn(levels, 'hitpoints') * PARTS,
      attack: Math.max(1, attackWeight(levels, kit)),
      defence: Math.max(1, defenceWeight(levels, kit)),
    },
    interval: Math.min(Math.max(kit.speedTicks, INTERVAL_MIN), INTERVAL_MAX),
    class: CLASSES.indexOf(kit.style),
    types: [look === undefined ? typeOf('normal') : typeOf(TYPE_OF_LOOK[look]), NO_TYPE],
    moves: movesOf(kit, nature),
  };
};
