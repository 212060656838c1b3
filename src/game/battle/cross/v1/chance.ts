import { INTERVAL, RNG } from './layout.ts';
import { type Seed } from './sheet.ts';

/** Rounds that mix a seed. */
const WARM_UP = 12;

/** The next number of a side's own stream (sfc32), an unsigned integer of 32 bits. `rng`: index of its four words. */
export const draw = (w: Int32Array, rng: number): number => {
  const b = w[rng + 1] ?? 0;
  const c = w[rng + 2] ?? 0;
  const d = w[rng + 3] ?? 0;
  const t = ((((w[rng] ?? 0) + b) | 0) + d) | 0;
  w[rng] = b ^ (b >>> 9);
  w[rng + 1] = (c + (c << 3)) | 0;
  w[rng + 2] = (((c << 21) | (c >>> 11)) + t) | 0;
  w[rng + 3] = (d + 1) | 0;
  return t >>> 0;
};

/** Starts a side's own stream. `s`: index of the side's words. */
export const startStream = (w: Int32Array, s: number, seed: Seed): void => {
  for (const [n, word] of seed.entries()) w[s + RNG + n] = word | 0;
  for (let n = 0; n < WARM_UP; n += 1) draw(w, s + RNG);
};

/**
 * A quarter of a fighter's interval in whole ticks, rounded down or up by its side's stream: what it waits before its
 * first blow. With that wait slow and quick fighters lose as much time on each foe: what a slow one loses with the rest
 * of its last blow, a quick one loses in blows. `s`, `f`: indices of the words of side and fighter.
 */
export const firstWait = (w: Int32Array, s: number, f: number): number =>
  ((w[f + INTERVAL] ?? 0) + (draw(w, s + RNG) >>> 30)) >> 2;
