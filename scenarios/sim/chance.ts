import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';

/** A source of chance of its own for one part of a run, so that parts do not shift each other. */
export const chanceOf = (seed: number, salt: number): Rng => sfc32(seed, salt, 0x5eed5eed, 0x0dd5ba11);

/** `true` in so many of 1,000 cases. */
export const oneIn = (rng: Rng, perMille: number): boolean => randomBelow(rng, 1_000) < perMille;

/** A whole number from `least` to `most`. */
export const between = (rng: Rng, least: number, most: number): number =>
  least + randomBelow(rng, most - least + 1);

/** One element of a list. @throws RangeError when the list is empty */
export const oneOf = <T>(rng: Rng, from: readonly T[]): T => {
  const found = from[randomBelow(rng, Math.max(1, from.length))];
  if (found === undefined) throw new RangeError('nothing to choose from');
  return found;
};

/** Characters `[a-z0-9]` for ids. */
export const idOf = (rng: Rng, prefix: string, length: number): string => {
  let text = prefix;
  while (text.length < length) text += randomBelow(rng, 36).toString(36);
  return text;
};

/** Folds a text into a running 32-bit hash (FNV-1a). */
export const fold = (hash: number, text: string): number => {
  let value = hash;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
};
