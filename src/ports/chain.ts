import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Commit } from './commit.ts';

/**
 * The next link of a hash chain: SHA-256 over the previous link's text (nothing for the first) and the canonical JSON,
 * both as UTF-8; base64url, 43 characters.
 */
export const chainOf = (previous: string | undefined, canonical: string): string =>
  hash('sha256', previous === undefined ? canonical : previous + canonical, 'base64url');

/** The link that a stored commit of a chained kind must carry after `previous`. */
export const chainOfCommit = (previous: string | undefined, commit: Commit): string => {
  const { chain: _chain, ...rest } = commit;
  return chainOf(previous, canonicalJson(rest));
};
