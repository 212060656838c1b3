import type { ErrorCode } from '#game/shared/errors.ts';

export interface FaultOptions {
  /** Whether the same call may work later. */
  readonly retryable: boolean;
  readonly cause?: unknown;
  /** For `E_OVERLOAD` and `E_UPSTREAM`: when to try again, ms from now. */
  readonly retryAfterMs?: number;
  /** Id under which operators find it (`E_FROZEN`). */
  readonly incident?: string;
  /** Who does not answer, in words for people (`E_UPSTREAM`): `The OSRS hiscores`. */
  readonly source?: string;
}

/** The outside failing: thrown with a code, logged once where it is handled; a player sees the code and a trace id. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly incident: string | undefined;
  readonly source: string | undefined;

  constructor(code: ErrorCode, message: string, options: FaultOptions) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.incident = options.incident;
    this.source = options.source;
  }
}
