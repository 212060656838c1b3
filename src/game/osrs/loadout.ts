import { z } from 'zod';
import type { CombatStyle, Stance } from '../battle/osrs/formulas.ts';
import {
  type AttackType,
  type Bonuses,
  type Gear,
  gearById,
  type Slot,
  SLOTS,
  sumBonuses,
  type Weapon,
} from './gear.ts';
import { type Prayer, prayerById } from './prayers.ts';
import { type CombatSkill, COMBAT_SKILLS, type Levels, levelIn } from './skills.ts';
import { type Spell, spellById } from './spells.ts';

export const STANCES = [
  'accurate',
  'aggressive',
  'controlled',
  'defensive',
  'rapid',
  'longrange',
  'autocast',
] as const satisfies readonly Stance[];

/** What somebody wears and how they fight, by ids. */
export interface Loadout {
  readonly worn: Readonly<Partial<Record<Slot, string>>>;
  readonly spell: string | null;
  /** Used when the fight is worth it: `/osrs dps` and battles say so. */
  readonly prayer: string | null;
  /** A stance that the weapon does not know counts as its first. */
  readonly stance: Stance;
}

const idSchema = z.string().max(40);

/** What a stored loadout must satisfy; ids that are no longer in the tables are kept and count as nothing. */
export const loadoutSchema: z.ZodType<Loadout> = z.strictObject({
  worn: z.partialRecord(z.enum(SLOTS), idSchema),
  spell: idSchema.nullable(),
  prayer: idSchema.nullable(),
  stance: z.enum(STANCES),
});

/** Nothing worn, nothing chosen. */
export const BARE: Loadout = { worn: {}, spell: null, prayer: null, stance: 'accurate' };

/** A loadout with everything looked up. */
export interface Kit {
  readonly pieces: readonly Gear[];
  readonly bonuses: Bonuses;
  readonly weapon: Weapon;
  /** Of the weapon, or “Fists”. */
  readonly weaponName: string;
  readonly style: CombatStyle;
  readonly attack: AttackType;
  readonly stance: Stance;
  /** Of a staff without a power of its own. */
  readonly spell: Spell | null;
  readonly prayer: Prayer | null;
  /** Ticks of 0.6 s from one attack to the next. */
  readonly speedTicks: number;
}

const FISTS: Weapon = {
  style: 'melee',
  attack: 'crush',
  speedTicks: 4,
  stances: ['aggressive', 'accurate', 'defensive'],
  isTwoHanded: false,
};

/** Whether a piece does anything beside this weapon: arrows need a bow. */
const isOfUse = (gear: Gear, weapon: Weapon): boolean =>
  gear.ammunition === undefined || gear.ammunition === weapon.shoots;

/** Looks a loadout up. A staff casts Wind Strike when no spell is chosen. */
export const kitOf = (loadout: Loadout): Kit => {
  const worn = SLOTS.flatMap((slot) => {
    const gear = gearById(loadout.worn[slot] ?? '');
    return gear?.slot === slot ? [gear] : [];
  });
  const held = worn.find(({ slot }) => slot === 'weapon');
  const weapon = held?.weapon ?? FISTS;
  const pieces = worn.filter((gear) => isOfUse(gear, weapon));
  const stance = weapon.stances.includes(loadout.stance) ? loadout.stance : weapon.stances[0];
  const casts = weapon.style === 'magic' && weapon.powered === undefined;
  const prayer = prayerById(loadout.prayer ?? '');
  return {
    pieces,
    bonuses: sumBonuses(pieces),
    weapon,
    weaponName: held?.name ?? 'Fists',
    style: weapon.style,
    attack: weapon.attack,
    stance,
    spell: casts ? (spellById(loadout.spell ?? 'wind-strike') ?? spellById('wind-strike') ?? null) : null,
    prayer: prayer?.style === weapon.style ? prayer : null,
    speedTicks: weapon.speedTicks - (stance === 'rapid' ? 1 : 0),
  };
};

/** A level that is missing for something. */
export interface Missing {
  readonly skill: CombatSkill;
  readonly need: number;
  readonly have: number;
}

/** The levels that are missing for a piece. */
export const missingFor = (levels: Levels, { needs }: Pick<Gear, 'needs'>): readonly Missing[] =>
  COMBAT_SKILLS.flatMap((skill) => {
    const need = needs[skill] ?? 1;
    const have = levelIn(levels, skill);
    return have < need ? [{ skill, need, have }] : [];
  });

const without = (worn: Loadout['worn'], ...slots: readonly Slot[]): Loadout['worn'] =>
  Object.fromEntries(Object.entries(worn).filter(([slot]) => !slots.some((one) => one === slot)));

/** Puts a piece on; a two-handed weapon and a shield take each other off, a new weapon brings its own stance. */
export const wear = (loadout: Loadout, gear: Gear): Loadout => {
  const held = gearById(loadout.worn.weapon ?? '');
  const clash: readonly Slot[] =
    gear.weapon?.isTwoHanded === true
      ? ['shield']
      : gear.slot === 'shield' && held?.weapon?.isTwoHanded === true
        ? ['weapon']
        : [];
  return {
    ...loadout,
    worn: { ...without(loadout.worn, ...clash), [gear.slot]: gear.id },
    ...(gear.weapon === undefined ? {} : { stance: gear.weapon.stances[0] }),
  };
};

/** Takes off what is in a slot. */
export const takeOff = (loadout: Loadout, slot: Slot): Loadout => ({
  ...loadout,
  worn: without(loadout.worn, slot),
});
