import type { CombatStyle, Stance } from '../battle/osrs/formulas.ts';
import { ARMOUR } from './data/armour.ts';
import { WEAPONS } from './data/weapons.ts';
import type { CombatSkill } from './skills.ts';

export const SLOTS = [
  'head',
  'cape',
  'neck',
  'ammo',
  'weapon',
  'body',
  'shield',
  'legs',
  'hands',
  'feet',
  'ring',
] as const;
export type Slot = (typeof SLOTS)[number];

/** What attacks roll with and are met by, in the order of the game's own screen. */
export const ATTACK_TYPES = ['stab', 'slash', 'crush', 'magic', 'ranged'] as const;
export type AttackType = (typeof ATTACK_TYPES)[number];
export type Rolls = Readonly<Record<AttackType, number>>;

/** Missiles by weight: monsters meet each with a defence of its own. */
export type Missile = 'light' | 'standard' | 'heavy';
export type Ammunition = 'arrow' | 'bolt';

export interface Bonuses {
  readonly attack: Rolls;
  readonly defence: Rolls;
  readonly strength: number;
  readonly rangedStrength: number;
  /** Percent. */
  readonly magicDamage: number;
  readonly prayer: number;
}

/** How a weapon fights. */
export interface Weapon {
  readonly style: CombatStyle;
  readonly attack: AttackType;
  /** Ticks of 0.6 s from one attack to the next, before a rapid stance. */
  readonly speedTicks: number;
  /** The first one is taken when nobody chooses. */
  readonly stances: readonly [Stance, ...Stance[]];
  readonly isTwoHanded: boolean;
  readonly missile?: Missile;
  /** What it shoots; absent: nothing, or its own. */
  readonly shoots?: Ammunition;
  /** A powered staff's own spell hits up to floor(Magic / 3) + this. */
  readonly powered?: number;
}

/** A piece of equipment. Facts of https://oldschool.runescape.wiki/w/Equipment */
export interface Gear {
  /** Lower case with hyphens. */
  readonly id: string;
  readonly name: string;
  readonly slot: Slot;
  /** Levels needed to wear it. */
  readonly needs: Readonly<Partial<Record<CombatSkill, number>>>;
  readonly bonuses: Bonuses;
  readonly weapon?: Weapon;
  readonly ammunition?: Ammunition;
  /** What a body armour is made of. */
  readonly look?: 'metal' | 'leather' | 'robes';
}

/** Everything that can be worn, weapons first. */
export const GEAR: readonly Gear[] = [...WEAPONS, ...ARMOUR];

const byId = new Map(GEAR.map((gear) => [gear.id, gear]));

/** The piece of an id; `undefined`: there is none. */
export const gearById = (id: string): Gear | undefined => byId.get(id);

const NO_ROLLS: Rolls = { stab: 0, slash: 0, crush: 0, magic: 0, ranged: 0 };
/** Nothing worn. */
export const NO_BONUSES: Bonuses = {
  attack: NO_ROLLS,
  defence: NO_ROLLS,
  strength: 0,
  rangedStrength: 0,
  magicDamage: 0,
  prayer: 0,
};

const addRolls = (a: Rolls, b: Rolls): Rolls => ({
  stab: a.stab + b.stab,
  slash: a.slash + b.slash,
  crush: a.crush + b.crush,
  magic: a.magic + b.magic,
  ranged: a.ranged + b.ranged,
});

/** The bonuses of pieces worn together. */
export const sumBonuses = (pieces: readonly Gear[]): Bonuses =>
  pieces.reduce<Bonuses>(
    (sum, { bonuses }) => ({
      attack: addRolls(sum.attack, bonuses.attack),
      defence: addRolls(sum.defence, bonuses.defence),
      strength: sum.strength + bonuses.strength,
      rangedStrength: sum.rangedStrength + bonuses.rangedStrength,
      magicDamage: sum.magicDamage + bonuses.magicDamage,
      prayer: sum.prayer + bonuses.prayer,
    }),
    NO_BONUSES,
  );
