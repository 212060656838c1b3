import type { Rejection } from '../shared/errors.ts';
import type { GearChange } from './adventurer-protocol.ts';
import { gearById } from './gear.ts';
import { kitOf, type Loadout, type Missing, missingFor, takeOff, wear } from './loadout.ts';
import { prayerById } from './prayers.ts';
import { type Levels, levelIn } from './skills.ts';
import { spellById } from './spells.ts';
import { starterLoadout } from './starters.ts';

/** A loadout after a change, or why not: `E_INPUT`, with the levels that are missing. */
export type Changed =
  | { readonly ok: true; readonly loadout: Loadout }
  | { readonly ok: false; readonly rejection: Rejection };

const yes = (loadout: Loadout): Changed => ({ ok: true, loadout });
const no = (field: string, message: string): Changed => ({
  ok: false,
  rejection: { code: 'E_INPUT', field, message },
});
const unknown = (): Changed =>
  no('item', 'There is nothing of that name here. The suggestions list what there is.');

const inWords = (missing: readonly Missing[]): string =>
  missing.map(({ skill, need, have }) => `${need} ${skill} (you have ${have})`).join(' and ');

/** Applies one change to what is worn. Pure; the levels decide what may be worn. */
export const changed = (loadout: Loadout, levels: Levels, change: GearChange): Changed => {
  switch (change.kind) {
    case 'gear': {
      const gear = gearById(change.id);
      if (gear === undefined) return unknown();
      const missing = missingFor(levels, gear);
      return missing.length === 0
        ? yes(wear(loadout, gear))
        : no('item', `${gear.name} needs ${inWords(missing)}.`);
    }
    case 'spell': {
      const spell = spellById(change.id);
      if (spell === undefined) return unknown();
      const have = levelIn(levels, 'magic');
      if (have < spell.level)
        return no('item', `${spell.name} needs ${spell.level} magic (you have ${have}).`);
      const { weapon } = kitOf(loadout);
      return weapon.style === 'magic' && weapon.powered === undefined
        ? yes({ ...loadout, spell: spell.id })
        : no('item', `${spell.name} is cast with a staff or wand. Equip one first.`);
    }
    case 'prayer': {
      const prayer = prayerById(change.id);
      if (prayer === undefined) return unknown();
      const have = levelIn(levels, 'prayer');
      return have < prayer.level
        ? no('item', `${prayer.name} needs ${prayer.level} prayer (you have ${have}).`)
        : yes({ ...loadout, prayer: prayer.id });
    }
    case 'remove':
      return yes(takeOff(loadout, change.slot));
    case 'stance': {
      const { weapon, weaponName } = kitOf(loadout);
      return weapon.stances.includes(change.stance)
        ? yes({ ...loadout, stance: change.stance })
        : no('stance', `${weaponName}: the stances are ${weapon.stances.join(', ')}.`);
    }
    case 'starter':
      return yes(starterLoadout(change.style, levels));
  }
};
