export interface Rate {
  /** Admissions at once after a pause, 1 to 1,000,000. */
  readonly burst: number;
  /** Sustained admissions a second, above 0. */
  readonly perSecond: number;
}

export type Admission = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/** GCRA: in every window of t seconds at most burst + perSecond * t are admitted. */
export interface RateLimiter {
  take(key: string, rate: Rate, cost?: number): Promise<Admission>;
}
