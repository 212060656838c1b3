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

const problemOf = (rate: Rate, cost: number): string | undefined => {
  if (!Number.isInteger(rate.burst) || rate.burst < 1 || rate.burst > 1_000_000)
    return 'burst: 1 to 1,000,000';
  if (!(rate.perSecond > 0 && Number.isFinite(rate.perSecond))) return 'perSecond: above 0';
  if (!Number.isInteger(cost) || cost < 1 || cost > rate.burst) return 'cost: a whole number from 1 to burst';
  return undefined;
};

/** @throws RangeError for a rate or cost that makes no sense, with the key and what is accepted */
export const checkRate = (key: string, rate: Rate, cost: number): void => {
  const problem = problemOf(rate, cost);
  if (problem !== undefined) throw new RangeError(`rate limit of "${key}": ${problem}`);
};
