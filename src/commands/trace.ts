import { freshBytes } from '#actors/kit/mint.ts';

const LENGTH = 12;
// 32 letters: no remainder, and none of i, l, o, u that are misread
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A trace id of 12 characters `[a-z0-9]`: what a player can read out and an operator can search for. */
export const newTraceId = (): string => {
  let id = '';
  for (const byte of freshBytes(LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return id;
};
