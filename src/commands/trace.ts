import { randomBytes } from 'node:crypto';

/** A trace id of 12 characters `[a-z0-9]`: what a player can read out and an operator can search for. */
export const newTraceId = (): string => {
  if (used + LENGTH > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  let id = '';
  for (const end = used + LENGTH; used < end; used += 1) id += ALPHABET[(pool[used] ?? 0) % ALPHABET.length];
  return id;
};

const LENGTH = 12;
/** The system is asked for random bytes once for many ids. */
const POOL_BYTES = 100 * LENGTH;
let pool = Buffer.alloc(0);
let used = 0;

// 32 letters: no remainder, and none of i, l, o, u that are misread
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
