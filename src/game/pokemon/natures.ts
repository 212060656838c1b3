import type { StatName } from './dex.ts';

/** A nature raises one stat by a tenth and lowers another one; five do neither. */
export interface Nature {
  readonly name: string;
  readonly up: StatName;
  readonly down: StatName;
}

const ORDER = ['atk', 'def', 'spe', 'spa', 'spd'] as const;

/** Rows raise, columns lower, both in the order of {@link ORDER}. https://bulbapedia.bulbagarden.net/wiki/Nature */
const NAMES = [
  ['Hardy', 'Lonely', 'Brave', 'Adamant', 'Naughty'],
  ['Bold', 'Docile', 'Relaxed', 'Impish', 'Lax'],
  ['Timid', 'Hasty', 'Serious', 'Jolly', 'Naive'],
  ['Modest', 'Mild', 'Quiet', 'Bashful', 'Rash'],
  ['Calm', 'Gentle', 'Sassy', 'Careful', 'Quirky'],
] as const;

/** All 25. */
export const NATURES: readonly Nature[] = ORDER.flatMap((up, row) =>
  ORDER.map((down, column) => ({ name: NAMES[row]?.[column] ?? '', up, down })),
);

/** A nature by its name in any case. */
export const natureOf = (name: string): Nature | undefined => {
  const wanted = name.toLowerCase();
  return NATURES.find((nature) => nature.name.toLowerCase() === wanted);
};
