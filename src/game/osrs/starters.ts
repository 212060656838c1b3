import type { CombatStyle } from '../battle/osrs/formulas.ts';
import { type Gear, gearById, type Slot } from './gear.ts';
import { BARE, type Loadout, missingFor, wear } from './loadout.ts';
import { bestPrayer } from './prayers.ts';
import { type Levels, levelIn } from './skills.ts';
import { SPELLS } from './spells.ts';

/**
 * What everybody gets for a style, best last: common gear by level, so that who has just linked an account can fight. What
 * has to be earned from a boss is not here.
 */
export const SHELVES: Readonly<Record<CombatStyle, Readonly<Partial<Record<Slot, readonly string[]>>>>> = {
  melee: {
    weapon: [
      'bronze-scimitar',
      'iron-scimitar',
      'steel-scimitar',
      'mithril-scimitar',
      'adamant-scimitar',
      'rune-scimitar',
      'dragon-scimitar',
      'abyssal-whip',
    ],
    head: [
      'iron-full-helm',
      'steel-full-helm',
      'mithril-full-helm',
      'adamant-full-helm',
      'rune-full-helm',
      'helm-of-neitiznot',
    ],
    body: ['iron-platebody', 'steel-platebody', 'mithril-platebody', 'adamant-platebody', 'rune-platebody'],
    legs: ['iron-platelegs', 'steel-platelegs', 'mithril-platelegs', 'adamant-platelegs', 'rune-platelegs'],
    shield: ['iron-kiteshield', 'adamant-kiteshield', 'rune-kiteshield'],
    neck: ['amulet-of-strength'],
    hands: ['leather-gloves'],
    feet: ['leather-boots', 'rune-boots', 'dragon-boots'],
  },
  ranged: {
    weapon: [
      'shortbow',
      'oak-shortbow',
      'willow-shortbow',
      'maple-shortbow',
      'yew-shortbow',
      'magic-shortbow',
    ],
    ammo: ['bronze-arrow', 'steel-arrow', 'mithril-arrow', 'adamant-arrow', 'rune-arrow'],
    head: ['coif'],
    body: ['leather-body', 'studded-body', 'green-dhide-body', 'red-dhide-body', 'black-dhide-body'],
    legs: ['leather-chaps', 'studded-chaps', 'green-dhide-chaps', 'red-dhide-chaps', 'black-dhide-chaps'],
    neck: ['amulet-of-power'],
    hands: ['leather-vambraces', 'green-dhide-vambraces', 'black-dhide-vambraces'],
    feet: ['leather-boots'],
    cape: ['avas-accumulator'],
  },
  magic: {
    weapon: ['staff-of-air', 'staff-of-fire', 'mystic-fire-staff', 'ancient-staff'],
    head: ['blue-wizard-hat', 'mystic-hat'],
    body: ['blue-wizard-robe', 'mystic-robe-top'],
    legs: ['zamorak-monk-bottom', 'mystic-robe-bottom'],
    neck: ['amulet-of-power'],
    feet: ['leather-boots'],
  },
};

const bestOf = (ids: readonly string[], levels: Levels): Gear | undefined =>
  ids
    .map((id) => gearById(id))
    .findLast((gear) => gear !== undefined && missingFor(levels, gear).length === 0);

/** Common gear of a style for these levels, with the best spell and prayer that they allow. */
export const starterLoadout = (style: CombatStyle, levels: Levels): Loadout => {
  const shelf = SHELVES[style];
  const pieces = Object.values(shelf).flatMap((ids) => {
    const gear = bestOf(ids, levels);
    return gear === undefined ? [] : [gear];
  });
  const magic = levelIn(levels, 'magic');
  const spell = SPELLS.filter(({ level }) => level <= magic).toSorted((a, b) => b.maxHit - a.maxHit)[0];
  return {
    ...pieces.reduce(wear, BARE),
    spell: style === 'magic' ? (spell?.id ?? null) : null,
    prayer: bestPrayer(style, levelIn(levels, 'prayer'))?.id ?? null,
  };
};

/** The style in which an account is strongest by its levels; melee when several are equal. */
export const bestStyle = (levels: Levels): CombatStyle => {
  const melee = levelIn(levels, 'attack') + levelIn(levels, 'strength');
  const [ranged, magic] = [levelIn(levels, 'ranged') * 2, levelIn(levels, 'magic') * 2];
  if (melee >= ranged && melee >= magic) return 'melee';
  return ranged >= magic ? 'ranged' : 'magic';
};
