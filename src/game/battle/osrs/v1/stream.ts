/** The four words of an sfc32 stream, as 32-bit integers. */
export type Words = [number, number, number, number];

const ROUNDS = 12;

/** The next word of a stream, below 2^32; moves it on. The same generator as `sfc32` in src/game/shared/rng.ts. */
export const draw = (words: Words): number => {
  const [a, b, c, d] = words;
  const t = (((a + b) | 0) + d) | 0;
  words[3] = (d + 1) | 0;
  words[0] = b ^ (b >>> 9);
  words[1] = (c + (c << 3)) | 0;
  words[2] = (((c << 21) | (c >>> 11)) + t) | 0;
  return t >>> 0;
};

/** A stream from its seed. */
export const startStream = ([a, b, c, d]: readonly [number, number, number, number]): Words => {
  const words: Words = [a | 0, b | 0, c | 0, d | 0];
  for (let round = 0; round < ROUNDS; round += 1) draw(words);
  return words;
};

/** An integer from 0 to `below` − 1, each equally likely (rejection sampling). `below`: 1 to 2^32. */
export const drawBelow = (words: Words, below: number): number => {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % below);
  let word = draw(words);
  while (word >= limit) word = draw(words);
  return word % below;
};
