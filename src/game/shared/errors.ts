/**
 * Every code that a player can meet. docs/errors.md explains each one; a test compares the two lists.
 * Rules answer with rejections; `E_RETRY`, `E_UNKNOWN`, `E_UNAVAILABLE`, `E_OVERLOAD` and `E_FROZEN` are faults
 * of the engine around them.
 */
export const ERROR_CODES = [
  'E_NOT_STARTED',
  'E_BUSY',
  'E_COOLDOWN',
  'E_FUNDS',
  'E_NOT_OWNER',
  'E_LEASED',
  'E_STALE',
  'E_LIMIT',
  'E_UPSTREAM',
  'E_PERM',
  'E_CONSENT',
  'E_TARGET',
  'E_INPUT',
  'E_GONE',
  'E_FROZEN',
  'E_OVERLOAD',
  'E_RETRY',
  'E_UNKNOWN',
  'E_UNAVAILABLE',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * A rule saying no: a value, rendered to the player and never logged as an error.
 * `message` says in plain words what to do next; the other fields are what a surface needs to show it well.
 */
export interface Rejection {
  readonly code: ErrorCode;
  readonly message: string;
  /** The option that was wrong, for `E_INPUT`. */
  readonly field?: string;
  /** When it may work again, in ms since the epoch, for `E_COOLDOWN`, `E_BUSY` and `E_LIMIT`. */
  readonly untilMs?: number;
  /** Smallest units needed and there, for `E_FUNDS`. */
  readonly need?: number;
  readonly have?: number;
}

/** A broken promise of our own code. The entity that meets one reloads from its log and an alarm counts it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws {@link InvariantError} unless `condition` holds. Never used for input, only for our own promises. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition !== true && !condition) throw new InvariantError(message);
}
