import type { ListedBattle } from '../wire.ts';

const known = new Set<string>();

/** Remembers which battles of a list are matches, so that they are not looked for elsewhere first. */
export const noteMatches = (battles: readonly ListedBattle[]): void => {
  for (const { id, isMatch } of battles) if (isMatch === true) known.add(id);
};

/** Whether a list said that it is a match. */
export const isKnownMatch = (id: string): boolean => known.has(id);
