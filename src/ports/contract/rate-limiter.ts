import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rate, RateLimiter } from '../rate-limiter.ts';

/** A limiter under test and the clock that moves it. */
interface LimiterFixture {
  readonly limiter: RateLimiter;
  readonly nowMs: () => number;
  readonly pass: (ms: number) => Promise<void>;
}

type OpenLimiter = () => Promise<LimiterFixture>;

interface Taken {
  readonly atMs: number;
  readonly cost: number;
}

/** In every window from one admission to another, the admitted cost is at most burst + rate · time. */
const expectBounded = (taken: readonly Taken[], rate: Rate): void => {
  for (const [from, first] of taken.entries()) {
    let sum = 0;
    for (const { atMs, cost } of taken.slice(from)) {
      sum += cost;
      const bound = rate.burst + (rate.perSecond * (atMs - first.atMs)) / 1000;
      expect(sum).toBeLessThanOrEqual(bound + 1e-3);
    }
  }
};

/** GCRA. */
export const rateLimiterContract = (name: string, open: OpenLimiter): void => {
  describe(`${name} rate limiter`, () => {
    it('admits a burst at once, then at its rate, and says when', async () => {
      const { limiter, pass } = await open();
      const rate = { burst: 3, perSecond: 2 };
      for (let n = 0; n < 3; n += 1) expect(await limiter.take('k', rate)).toEqual({ ok: true });
      const refused = await limiter.take('k', rate);
      expect(refused.ok).toBe(false);
      if (refused.ok) return;
      expect(refused.retryAfterMs).toBeGreaterThan(450);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(500);
      await pass(refused.retryAfterMs);
      expect(await limiter.take('k', rate)).toEqual({ ok: true });
      expect((await limiter.take('k', rate)).ok).toBe(false);
    });

    it('keeps keys apart', async () => {
      const { limiter } = await open();
      const rate = { burst: 1, perSecond: 1 };
      expect((await limiter.take('a', rate)).ok).toBe(true);
      expect((await limiter.take('b', rate)).ok).toBe(true);
      expect((await limiter.take('a', rate)).ok).toBe(false);
    });

    it('charges nothing for a refusal', async () => {
      const { limiter, pass } = await open();
      const rate = { burst: 1, perSecond: 10 };
      await limiter.take('k', rate);
      for (let n = 0; n < 50; n += 1) expect((await limiter.take('k', rate)).ok).toBe(false);
      await pass(100);
      expect((await limiter.take('k', rate)).ok).toBe(true);
    });

    it('refuses a rate or cost that makes no sense', async () => {
      const { limiter } = await open();
      for (const rate of [
        { burst: 0, perSecond: 1 },
        { burst: 1_000_001, perSecond: 1 },
        { burst: 1, perSecond: 0 },
        { burst: 1.5, perSecond: 1 },
      ]) {
        await expect(limiter.take('k', rate)).rejects.toThrow(RangeError);
      }
      await expect(limiter.take('k', { burst: 2, perSecond: 1 }, 3)).rejects.toThrow(RangeError);
    });

    it('admits at most burst + rate · t in every window, and what is due exactly then', async () => {
      const steps = fc.array(
        fc.record({ waitMs: fc.integer({ min: 0, max: 400 }), cost: fc.integer({ min: 1, max: 3 }) }),
        { maxLength: 60 },
      );
      const rates = fc.record({
        burst: fc.integer({ min: 3, max: 8 }),
        perSecond: fc.double({ min: 0.5, max: 50, noNaN: true }),
      });
      await fc.assert(
        fc.asyncProperty(rates, steps, async (rate, plan) => {
          const { limiter, nowMs, pass } = await open();
          const taken: Taken[] = [];
          const early: boolean[] = [];
          for (const { waitMs, cost } of plan) {
            await pass(waitMs);
            const admission = await limiter.take('k', rate, cost);
            if (!admission.ok) {
              await pass(admission.retryAfterMs);
              early.push((await limiter.take('k', rate, cost)).ok);
            }
            taken.push({ atMs: nowMs(), cost });
          }
          expect(early).not.toContain(false);
          expectBounded(taken, rate);
        }),
        { numRuns: 60 },
      );
    });
  });
};
