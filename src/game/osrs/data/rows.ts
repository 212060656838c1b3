import type { Ammunition, Bonuses, Gear, Rolls, Slot, Weapon } from '../gear.ts';

/** Stab, slash, crush, magic, ranged. */
type Five = readonly [number, number, number, number, number];
/** Strength, ranged strength, magic damage in percent, prayer. */
type Other = readonly [number, number, number, number];

const rolls = ([stab, slash, crush, magic, ranged]: Five): Rolls => ({ stab, slash, crush, magic, ranged });

const bonuses = (
  attack: Five,
  defence: Five,
  [strength, rangedStrength, magicDamage, prayer]: Other,
): Bonuses => ({
  attack: rolls(attack),
  defence: rolls(defence),
  strength,
  rangedStrength,
  magicDamage,
  prayer,
});

/** Lower case with hyphens, from a name. */
export const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/['()]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-');

/** One row of a table of pieces: name, levels needed, attack, defence, other bonuses. */
export const piece = (
  slot: Slot,
  name: string,
  needs: Gear['needs'],
  attack: Five,
  defence: Five,
  other: Other,
  look?: NonNullable<Gear['look']>,
): Gear => ({
  id: idOf(name),
  name,
  slot,
  needs,
  bonuses: bonuses(attack, defence, other),
  ...(look === undefined ? {} : { look }),
});

/** One row of the table of weapons. */
export const weapon = (
  name: string,
  needs: Gear['needs'],
  attack: Five,
  defence: Five,
  other: Other,
  fights: Weapon,
): Gear => ({ ...piece('weapon', name, needs, attack, defence, other), weapon: fights });

const NONE: Five = [0, 0, 0, 0, 0];

/** One row of the table of ammunition. */
export const ammunition = (
  name: string,
  needs: Gear['needs'],
  rangedStrength: number,
  kind: Ammunition,
): Gear => ({ ...piece('ammo', name, needs, NONE, NONE, [0, rangedStrength, 0, 0]), ammunition: kind });
