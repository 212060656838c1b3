import type { Clock } from '#ports/clock.ts';
import { type Admission, checkRate, type Rate, type RateLimiter } from '#ports/rate-limiter.ts';

/** Keys are looked at for tidying up after this many calls. */
const SWEEP_EVERY = 10_000;

/**
 * GCRA in this process, by monotonic time: each key keeps one number, the time at which its bucket is empty again.
 * Source: ITU-T I.371, generic cell rate algorithm.
 * @throws RangeError for a rate or cost out of range.
 */
export const createMemoryRateLimiter = (clock: Pick<Clock, 'monoMs'>): RateLimiter => {
  const emptyAtMs = new Map<string, number>();
  let calls = 0;
  const sweep = (nowMs: number): void => {
    for (const [key, at] of emptyAtMs) if (at <= nowMs) emptyAtMs.delete(key);
  };
  const take = (key: string, rate: Rate, cost: number): Admission => {
    checkRate(key, rate, cost);
    const nowMs = clock.monoMs();
    calls += 1;
    if (calls % SWEEP_EVERY === 0) sweep(nowMs);
    const costMs = (1000 / rate.perSecond) * cost;
    const burstMs = (1000 / rate.perSecond) * rate.burst;
    const emptyMs = Math.max(emptyAtMs.get(key) ?? nowMs, nowMs) + costMs;
    const waitMs = emptyMs - burstMs - nowMs;
    // A rounding error of the sum must not refuse what is due exactly now.
    if (waitMs > 1e-6) return { ok: false, retryAfterMs: Math.ceil(waitMs) };
    emptyAtMs.set(key, emptyMs);
    return { ok: true };
  };
  return {
    take: async (key, rate, cost = 1) => Promise.resolve(take(key, rate, cost)),
  };
};
