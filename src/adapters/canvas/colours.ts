export const PAPER = '#1b2124';
export const INK = '#ece7db';
export const MUTED = '#9aa29d';
export const WINNER = '#2b7446';
/** Of the two sides. */
export const SIDE_COLOURS = ['#2f8f83', '#9a6cc4'] as const;
/** Of what is left of a life. */
export const LIFE_COLOURS = { none: '#333c40', good: '#3fa96b', low: '#d59a2d', least: '#d5584e' } as const;

/** A colour of our own for each type: dark enough for white letters. */
const TYPE_COLOURS: ReadonlyMap<string, string> = new Map([
  ['normal', '#6b6657'],
  ['fire', '#b8432a'],
  ['water', '#2f6db5'],
  ['electric', '#8a6a0c'],
  ['grass', '#2f7a3c'],
  ['ice', '#2c7b8c'],
  ['fighting', '#9c3a33'],
  ['poison', '#8a3f98'],
  ['ground', '#7d5a34'],
  ['flying', '#5a66ac'],
  ['psychic', '#b53a70'],
  ['bug', '#64731c'],
  ['rock', '#6e6038'],
  ['ghost', '#5d4a8c'],
  ['dragon', '#4a4fb8'],
  ['dark', '#4f4743'],
  ['steel', '#58676f'],
  ['fairy', '#a8497f'],
  ['melee', '#9c3a33'],
  ['ranged', '#2f7a3c'],
  ['magic', '#2f6db5'],
]);

/** The colour of a type's badge; grey for one that is not known. */
export const badgeColour = (type: string): string => TYPE_COLOURS.get(type.toLowerCase()) ?? '#5b6468';
