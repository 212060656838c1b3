import { randomBytes } from 'node:crypto';
import { type Rng, sfc32 } from '#game/shared/rng.ts';

/** A generator seeded by the system: for ids and for the chance in the rules. */
export const cryptoRng = (): Rng => {
  const words = new Uint32Array(randomBytes(16).buffer.slice(0, 16));
  return sfc32(words[0] ?? 1, words[1] ?? 2, words[2] ?? 3, words[3] ?? 4);
};

const POOL_BYTES = 4_096;
let pool = Buffer.alloc(0);
let used = 0;

/** `count` fresh bytes of the system's randomness, at most 64, to be used at once; the system is asked once for many. */
export const freshBytes = (count: number): Buffer => {
  if (used + count > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
};

/** `count` characters of `[a-z0-9]`. */
export const letters = (rng: Rng, count: number): string => {
  let text = '';
  while (text.length < count) text += rng.next().toString(36).padStart(7, '0').slice(-6);
  return text.slice(0, count);
};
