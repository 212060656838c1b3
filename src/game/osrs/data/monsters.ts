import type { Monster } from '../monsters.ts';
import { monster } from './monster-rows.ts';

/**
 * Monsters: name, combat level, hitpoints; levels of Attack, Strength, Defence, Magic, Ranged; what it attacks with, max
 * hit, ticks between attacks; bonuses of its attack; defence against stab, slash, crush, magic, and missiles (one figure
 * for all three weights, or light, standard, heavy). Bare facts of https://oldschool.runescape.wiki;
 * data.test.ts compares them with oldschooljs and names every difference. A monster with several attacks
 * uses the one it uses most; dragonfire, poison and other special attacks are in no rule here.
 */
export const MONSTERS: readonly Monster[] = [
  monster('Chicken', 1, 3, [1, 1, 1, 1, 1], 'stab', 0, 4, -47, [-42, -42, -42, -42], -42),
  monster('Cow', 2, 8, [1, 1, 1, 1, 1], 'crush', 1, 4, -15, [-21, -21, -21, -21], -21),
  monster('Goblin', 2, 5, [1, 1, 1, 1, 1], 'crush', 1, 4, -21, [-15, -15, -15, -15], -15),
  monster('Man', 2, 7, [1, 1, 1, 1, 1], 'crush', 1, 4, 0, [-21, -21, -21, -21], -21),
  monster('Giant rat', 3, 5, [2, 3, 2, 1, 1], 'stab', 1, 4, 0, [0, 0, 0, 0], 0),
  monster('Al Kharid warrior', 9, 19, [7, 5, 4, 1, 1], 'slash', 2, 4, 10, [12, 15, 10, -1], 12),
  monster('Guard', 21, 22, [19, 18, 14, 1, 1], 'crush', 3, 4, 4, [18, 25, 19, -4], 20),
  monster('Hill Giant', 28, 35, [18, 22, 26, 1, 1], 'crush', 4, 6, 18, [0, 0, 0, 0], 0),
  monster('Kalphite Worker', 28, 40, [20, 20, 20, 1, 1], 'crush', 3, 4, 0, [5, 5, 1, 10], 10),
  monster('Black Knight', 33, 42, [25, 25, 25, 1, 1], 'slash', 4, 5, 18, [73, 76, 70, -11], 72),
  monster('Moss giant', 42, 60, [30, 30, 30, 1, 1], 'crush', 6, 6, 33, [0, 0, 0, 0], 0),
  monster('Chaos dwarf', 48, 61, [38, 42, 28, 1, 1], 'crush', 6, 4, 13, [40, 34, 25, 10], 35),
  monster('Earth warrior', 51, 54, [42, 42, 42, 1, 1], 'crush', 5, 4, 0, [30, 40, 20, 10], 30),
  monster('Ice giant', 53, 70, [40, 40, 40, 1, 1], 'slash', 7, 5, 29, [0, 3, 2, 0], 0),
  monster('Ogre', 53, 60, [43, 43, 43, 1, 1], 'crush', 7, 6, 22, [0, 0, 0, 0], 0),
  monster('Cyclops', 56, 55, [47, 50, 46, 1, 1], 'crush', 6, 4, 0, [0, 0, 0, 0], 0),
  monster('Crocodile', 63, 62, [53, 54, 54, 1, 1], 'slash', 6, 4, 0, [20, 12, 22, 10], 20),
  monster('Infernal Mage', 66, 60, [1, 1, 60, 75, 1], 'magic', 8, 4, 0, [0, 0, 0, 40], 0),
  monster('Ankou', 75, 60, [70, 70, 60, 1, 1], 'crush', 8, 4, 0, [0, 0, 0, 0], 0),
  monster('Lesser demon', 82, 79, [68, 70, 71, 1, 1], 'slash', 8, 4, 0, [0, 0, 0, -10], 0),
  monster('Kalphite Soldier', 85, 90, [70, 70, 70, 1, 1], 'crush', 8, 4, 0, [25, 25, 5, 50], 50),
  monster('Fire giant', 86, 111, [65, 65, 65, 1, 1], 'slash', 11, 5, 29, [0, 3, 2, 0], 0),
  monster('Werewolf', 88, 100, [70, 70, 70, 1, 1], 'slash', 8, 4, 0, [0, 0, 0, 60], 0),
  monster('Elf Archer', 90, 105, [10, 10, 80, 1, 90], 'ranged', 11, 4, 0, [50, 50, 50, 60], 70),
  monster('Dagannoth', 90, 95, [76, 78, 65, 1, 1], 'stab', 15, 4, 50, [50, 50, 50, 50], 50),
  monster('Greater demon', 92, 87, [76, 78, 81, 1, 1], 'slash', 9, 4, 0, [0, 0, 0, -10], 0),
  monster('TzHaar-Mej', 103, 100, [80, 80, 80, 120, 1], 'magic', 13, 5, 0, [0, 0, 0, 0], 0),
  monster('Obor', 106, 120, [90, 100, 60, 1, 120], 'crush', 22, 6, 100, [35, 40, 45, 20], 20),
  monster('Nechryael', 115, 105, [97, 97, 105, 1, 1], 'crush', 11, 4, 0, [20, 20, 20, 0], 20),
  monster('Hellhound', 122, 116, [105, 104, 102, 1, 1], 'stab', 11, 4, 0, [0, 0, 0, 0], 0),
  monster('Ice Troll', 124, 80, [140, 120, 80, 1, 1], 'crush', 25, 4, 60, [30, 60, 30, 0], 0),
  monster('Abyssal demon', 124, 150, [97, 67, 135, 1, 1], 'stab', 8, 4, 0, [20, 20, 20, 0], 20),
  monster('TzHaar-Xil', 133, 120, [140, 100, 100, 40, 120], 'crush', 11, 4, 0, [0, 0, 0, 0], 0),
  monster('TzHaar-Ket', 149, 140, [120, 140, 120, 40, 1], 'crush', 15, 4, 0, [0, 0, 0, 0], 0),
  monster('Black demon', 172, 157, [145, 148, 152, 1, 1], 'slash', 16, 4, 0, [0, 0, 0, -10], 0),
  monster(
    'Black dragon',
    227,
    190,
    [200, 200, 200, 100, 1],
    'slash',
    21,
    4,
    0,
    [10, 70, 70, 60],
    [50, 50, 15],
  ),
  monster('Dagannoth Prime', 303, 255, [255, 255, 255, 255, 0], 'magic', 50, 4, 0, [255, 255, 255, 255], 10),
  monster('Dagannoth Rex', 303, 255, [255, 255, 255, 0, 255], 'slash', 26, 4, 0, [255, 255, 255, 10], 255),
  monster(
    'Dagannoth Supreme',
    303,
    255,
    [255, 255, 128, 255, 255],
    'ranged',
    30,
    4,
    0,
    [10, 10, 10, 255],
    550,
  ),
  monster('General Graardor', 624, 255, [280, 350, 250, 80, 350], 'crush', 60, 6, 120, [90, 90, 90, 298], 90),
];
