import type { Rate } from '#ports/rate-limiter.ts';

/** What a process that tries a limit is told. */
export interface LimiterOrder {
  readonly url: string;
  readonly deployment: string;
  readonly tries: number;
  readonly rate: Rate;
}

/** What it answers. */
export interface LimiterWord {
  readonly tries: number;
  /** When each admission was decided, microseconds on the clock of the server. */
  readonly admittedUs: readonly number[];
}
