/** The only source of chance for the rules. Uniform and reproducible from its seed. */
export interface Rng {
  /** An unsigned integer below 2^32. */
  next(): number;
}

/** An integer from 0 to `below` - 1, each equally likely (rejection sampling). `below`: 1 to 2^32. */
export const randomBelow = (rng: Rng, below: number): number => {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % below);
  let draw = rng.next();
  while (draw >= limit) draw = rng.next();
  return draw % below;
};

/**
 * sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, period at least 2^32, passes PractRand.
 * The four words should come from a hash; twelve rounds mix them.
 */
export const sfc32 = (seedA: number, seedB: number, seedC: number, seedD: number): Rng => {
  let a = seedA | 0;
  let b = seedB | 0;
  let c = seedC | 0;
  let d = seedD | 0;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  return { next };
};
