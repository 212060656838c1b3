import { createHash } from 'node:crypto';

/** Name of a bot in what processes share: a token is too random to be guessed from it. */
export const botNameOf = (token: string): string =>
  createHash('sha256').update(`guildhall bot ${token}`).digest('hex').slice(0, 16);
