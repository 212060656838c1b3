import type { Commit } from '#ports/commit.ts';
import type { DeadLetter } from '#ports/dead-letters.ts';
import { Fault } from '#ports/fault.ts';
import type { Manifest } from '#ports/snapshots.ts';

/** Version of the records below and of the file made of them; a reader refuses a higher one. */
export const HOUSE_FORMAT = 1;

/** First record: what follows, and whose it is. */
export interface HouseHeader {
  readonly kind: 'house';
  readonly format: number;
  /** Highest format of a commit. */
  readonly commitFormat: number;
  /** How many there will be, for progress; the store's own count. */
  readonly commits: number;
  /** Key of the deployment, base64url: a secret. */
  readonly deploymentKey: string;
}

export interface PageText {
  readonly key: string;
  readonly text: string;
}

/**
 * All that a store holds, one thing a record: header, keys by user id, dead letters newest first, then stream after stream
 * by name its commits and its snapshots, the previous one first. Outbox and reminders follow from commits, followers' rows
 * are read anew.
 */
export type HouseRecord =
  | HouseHeader
  /** `key`: base64url, `null` when erased. */
  | { readonly kind: 'key'; readonly userId: string; readonly key: string | null }
  | { readonly kind: 'letter'; readonly letter: DeadLetter }
  | { readonly kind: 'commit'; readonly commit: Commit }
  | { readonly kind: 'snapshot'; readonly manifest: Manifest; readonly pages: readonly PageText[] };

/** Records in their order, some at a time. */
export type Records = AsyncGenerator<readonly HouseRecord[], void>;

/** Told of each thing that is wrong, with stream and sequence; it may throw to end the reading. */
export type OnProblem = (problem: string) => void;

/** A fault of a move that no repeat cures. */
export const moveFault = (message: string, cause?: unknown): Fault =>
  new Fault(
    'E_UNAVAILABLE',
    message,
    cause === undefined ? { retryable: false } : { retryable: false, cause },
  );
