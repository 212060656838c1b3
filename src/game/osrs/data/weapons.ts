import type { Gear, Weapon } from '../gear.ts';
import { ammunition, weapon } from './rows.ts';

// The ways in which weapons fight. Figures are bare facts of https://oldschool.runescape.wiki; data.test.ts compares them
// with oldschooljs and names every difference. What an item does beyond its figures (special
// attacks, set effects, enchanted bolts) is in no rule here, and weapons whose worth is such an effect are left out.
const SWORD: Weapon = {
  style: 'melee',
  attack: 'slash',
  speedTicks: 4,
  stances: ['aggressive', 'accurate', 'defensive'],
  isTwoHanded: false,
};
const WHIP: Weapon = { ...SWORD, stances: ['controlled', 'accurate', 'defensive'] };
const RAPIER: Weapon = { ...SWORD, attack: 'stab' };
const HASTA: Weapon = { ...RAPIER, stances: ['controlled', 'defensive'] };
const MACE: Weapon = { ...SWORD, attack: 'crush' };
const BLUDGEON: Weapon = { ...MACE, stances: ['aggressive'], isTwoHanded: true };
const CRYSTAL: Weapon = {
  style: 'ranged',
  attack: 'ranged',
  speedTicks: 5,
  stances: ['rapid', 'accurate', 'longrange'],
  isTwoHanded: true,
  missile: 'standard',
};
const BOW: Weapon = { ...CRYSTAL, speedTicks: 4, shoots: 'arrow' };
const CROSSBOW: Weapon = { ...BOW, speedTicks: 6, isTwoHanded: false, missile: 'heavy', shoots: 'bolt' };
/** A spell takes 5 ticks, whatever the staff would take as a stick. */
const STAFF: Weapon = {
  style: 'magic',
  attack: 'magic',
  speedTicks: 5,
  stances: ['autocast', 'defensive'],
  isTwoHanded: false,
};
const powered = (beyondThird: number): Weapon => ({
  ...STAFF,
  speedTicks: 4,
  stances: ['accurate', 'longrange'],
  powered: beyondThird,
});

/** Weapons and what they shoot: name, levels needed, attack, defence, other bonuses. */
export const WEAPONS: readonly Gear[] = [
  weapon('Bronze scimitar', {}, [1, 7, -2, 0, 0], [0, 1, 0, 0, 0], [6, 0, 0, 0], SWORD),
  weapon('Iron scimitar', {}, [2, 10, -2, 0, 0], [0, 1, 0, 0, 0], [9, 0, 0, 0], SWORD),
  weapon('Steel scimitar', { attack: 5 }, [3, 15, -2, 0, 0], [0, 1, 0, 0, 0], [14, 0, 0, 0], SWORD),
  weapon('Mithril scimitar', { attack: 20 }, [5, 21, -2, 0, 0], [0, 1, 0, 0, 0], [20, 0, 0, 0], SWORD),
  weapon('Adamant scimitar', { attack: 30 }, [6, 29, -2, 0, 0], [0, 1, 0, 0, 0], [28, 0, 0, 0], SWORD),
  weapon('Rune scimitar', { attack: 40 }, [7, 45, -2, 0, 0], [0, 1, 0, 0, 0], [44, 0, 0, 0], SWORD),
  weapon('Dragon scimitar', { attack: 60 }, [8, 67, -2, 0, 0], [0, 1, 0, 0, 0], [66, 0, 0, 0], SWORD),
  weapon('Abyssal whip', { attack: 70 }, [0, 82, 0, 0, 0], [0, 0, 0, 0, 0], [82, 0, 0, 0], WHIP),
  weapon('Abyssal tentacle', { attack: 75 }, [0, 90, 0, 0, 0], [0, 0, 0, 0, 0], [86, 0, 0, 0], WHIP),
  weapon('Ghrazi rapier', { attack: 80 }, [94, 55, 0, 0, 0], [0, 0, 0, 0, 0], [89, 0, 0, 0], RAPIER),
  weapon('Zamorakian hasta', { attack: 70 }, [85, 65, 65, 0, 0], [13, 13, 12, 0, 13], [75, 0, 0, 2], HASTA),
  weapon('Dragon mace', { attack: 60 }, [40, -2, 60, 0, 0], [0, 0, 0, 0, 0], [55, 0, 0, 5], MACE),
  weapon('Sarachnis cudgel', { attack: 65 }, [30, 0, 70, 0, 0], [0, 0, 0, 0, 0], [70, 0, 0, 0], MACE),
  weapon(
    'Abyssal bludgeon',
    { attack: 70, strength: 70 },
    [0, 0, 102, 0, 0],
    [0, 0, 0, 0, 0],
    [85, 0, 0, 0],
    BLUDGEON,
  ),
  weapon('Dragon warhammer', { attack: 60 }, [-4, -4, 95, -4, 0], [0, 0, 0, 0, 0], [85, 0, 0, 0], {
    ...MACE,
    speedTicks: 6,
  }),
  weapon('Granite maul', { attack: 50 }, [0, 0, 81, 0, 0], [0, 0, 0, 0, 0], [79, 0, 0, 0], {
    ...MACE,
    speedTicks: 7,
    isTwoHanded: true,
  }),
  weapon('Saradomin sword', { attack: 70 }, [0, 82, 60, 0, 0], [0, 0, 0, 0, 0], [82, 0, 0, 2], {
    ...SWORD,
    isTwoHanded: true,
  }),
  weapon('Bandos godsword', { attack: 75 }, [0, 132, 80, 0, 0], [0, 0, 0, 0, 0], [132, 0, 0, 8], {
    ...SWORD,
    speedTicks: 6,
    isTwoHanded: true,
  }),
  weapon('Shortbow', {}, [0, 0, 0, 0, 8], [0, 0, 0, 0, 0], [0, 0, 0, 0], BOW),
  weapon('Oak shortbow', { ranged: 5 }, [0, 0, 0, 0, 14], [0, 0, 0, 0, 0], [0, 0, 0, 0], BOW),
  weapon('Willow shortbow', { ranged: 20 }, [0, 0, 0, 0, 20], [0, 0, 0, 0, 0], [0, 0, 0, 0], BOW),
  weapon('Maple shortbow', { ranged: 30 }, [0, 0, 0, 0, 29], [0, 0, 0, 0, 0], [0, 0, 0, 0], BOW),
  weapon('Yew shortbow', { ranged: 40 }, [0, 0, 0, 0, 47], [0, 0, 0, 0, 0], [0, 0, 0, 0], BOW),
  weapon('Magic shortbow', { ranged: 50 }, [0, 0, 0, 0, 69], [0, 0, 0, 0, 0], [0, 0, 0, 0], BOW),
  weapon(
    'Bow of faerdhinen (c)',
    { ranged: 80 },
    [0, 0, 0, 0, 128],
    [0, 0, 0, 0, 0],
    [0, 106, 0, 0],
    CRYSTAL,
  ),
  weapon('Rune crossbow', { ranged: 61 }, [0, 0, 0, 0, 90], [0, 0, 0, 0, 0], [0, 0, 0, 0], CROSSBOW),
  weapon('Dragon crossbow', { ranged: 64 }, [0, 0, 0, 0, 94], [0, 0, 0, 0, 0], [0, 0, 0, 0], CROSSBOW),
  weapon('Armadyl crossbow', { ranged: 70 }, [0, 0, 0, 0, 100], [0, 0, 0, 0, 0], [0, 0, 0, 1], CROSSBOW),
  weapon('Staff of air', {}, [0, -1, 7, 10, 0], [2, 3, 1, 10, 0], [3, 0, 0, 0], STAFF),
  weapon('Staff of water', {}, [0, -1, 7, 10, 0], [2, 3, 1, 10, 0], [3, 0, 0, 0], STAFF),
  weapon('Staff of earth', {}, [1, -1, 9, 10, 0], [2, 3, 1, 10, 0], [5, 0, 0, 0], STAFF),
  weapon('Staff of fire', {}, [3, -1, 9, 10, 0], [2, 3, 1, 10, 0], [6, 0, 0, 0], STAFF),
  weapon(
    'Mystic fire staff',
    { magic: 40, attack: 40 },
    [10, -1, 40, 14, 0],
    [2, 3, 1, 14, 0],
    [50, 0, 0, 0],
    STAFF,
  ),
  weapon(
    'Ancient staff',
    { magic: 50, attack: 50 },
    [10, -1, 40, 15, 0],
    [2, 3, 1, 15, 0],
    [50, 0, 0, -1],
    STAFF,
  ),
  weapon('Master wand', { magic: 60 }, [0, 0, 0, 20, 0], [0, 0, 0, 20, 0], [0, 0, 0, 0], STAFF),
  weapon('Kodai wand', { magic: 75 }, [0, 0, 0, 28, 0], [0, 3, 3, 20, 0], [0, 0, 15, 0], STAFF),
  weapon('Trident of the seas', { magic: 75 }, [0, 0, 0, 15, 0], [2, 3, 1, 15, 0], [0, 0, 0, 0], powered(-5)),
  weapon(
    'Trident of the swamp',
    { magic: 78 },
    [0, 0, 0, 25, 0],
    [2, 3, 1, 15, 0],
    [0, 0, 0, 0],
    powered(-2),
  ),
  weapon('Sanguinesti staff', { magic: 82 }, [0, 0, 0, 25, -4], [2, 3, 1, 15, 0], [0, 0, 0, 0], powered(-1)),
  ammunition('Bronze arrow', {}, 7, 'arrow'),
  ammunition('Iron arrow', {}, 10, 'arrow'),
  ammunition('Steel arrow', { ranged: 5 }, 16, 'arrow'),
  ammunition('Mithril arrow', { ranged: 20 }, 22, 'arrow'),
  ammunition('Adamant arrow', { ranged: 30 }, 31, 'arrow'),
  ammunition('Rune arrow', { ranged: 40 }, 49, 'arrow'),
  ammunition('Amethyst arrow', { ranged: 50 }, 55, 'arrow'),
  ammunition('Adamant bolts', { ranged: 46 }, 100, 'bolt'),
  ammunition('Runite bolts', { ranged: 61 }, 115, 'bolt'),
  ammunition('Dragon bolts', { ranged: 64 }, 122, 'bolt'),
];
