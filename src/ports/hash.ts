import { createHash, createHmac } from 'node:crypto';
import type { Hash } from '#game/shared/hash.ts';

/** Node's own hash functions for the rules that ask for some. */
export const nodeHash: Hash = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  hmacSha256: (key, bytes) => createHmac('sha256', key).update(bytes).digest(),
};
