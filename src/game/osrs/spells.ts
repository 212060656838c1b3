/** A combat spell. Facts of https://oldschool.runescape.wiki/w/Combat_magic */
export interface Spell {
  readonly id: string;
  readonly name: string;
  /** Magic level needed. */
  readonly level: number;
  readonly maxHit: number;
  readonly element: 'air' | 'water' | 'earth' | 'fire' | 'ice' | 'blood' | 'shadow' | 'smoke';
}

const spell = (name: string, level: number, maxHit: number, element: Spell['element']): Spell => ({
  id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  level,
  maxHit,
  element,
});

/** Combat spells by the level that they need. */
export const SPELLS: readonly Spell[] = [
  spell('Wind Strike', 1, 2, 'air'),
  spell('Water Strike', 5, 4, 'water'),
  spell('Earth Strike', 9, 6, 'earth'),
  spell('Fire Strike', 13, 8, 'fire'),
  spell('Wind Bolt', 17, 9, 'air'),
  spell('Water Bolt', 23, 10, 'water'),
  spell('Earth Bolt', 29, 11, 'earth'),
  spell('Fire Bolt', 35, 12, 'fire'),
  spell('Wind Blast', 41, 13, 'air'),
  spell('Water Blast', 47, 14, 'water'),
  spell('Smoke Rush', 50, 13, 'smoke'),
  spell('Shadow Rush', 52, 14, 'shadow'),
  spell('Earth Blast', 53, 15, 'earth'),
  spell('Blood Rush', 56, 15, 'blood'),
  spell('Ice Rush', 58, 16, 'ice'),
  spell('Fire Blast', 59, 16, 'fire'),
  spell('Fire Wave', 75, 20, 'fire'),
  spell('Wind Surge', 81, 21, 'air'),
  spell('Ice Blitz', 82, 26, 'ice'),
  spell('Water Surge', 85, 22, 'water'),
  spell('Earth Surge', 90, 23, 'earth'),
  spell('Blood Barrage', 92, 29, 'blood'),
  spell('Ice Barrage', 94, 30, 'ice'),
  spell('Fire Surge', 95, 24, 'fire'),
];

const byId = new Map(SPELLS.map((one) => [one.id, one]));

/** The spell of an id; `undefined`: there is none. */
export const spellById = (id: string): Spell | undefined => byId.get(id);
