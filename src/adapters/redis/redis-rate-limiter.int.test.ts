import { describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { rateLimiterContract } from '#ports/contract/rate-limiter.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import { freshDeployment, onOwnRedis, onRedis, openLink } from '#test/support/services/redis-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { gcraScript } from './gcra-script.ts';
import type { RedisLink } from './link.ts';
import { createRedisRateLimiter } from './redis-rate-limiter.ts';

const limiterOf = (link: RedisLink, onDecision?: (atMs: number) => void): RateLimiter =>
  createRedisRateLimiter({
    link,
    local: createMemoryRateLimiter(systemClock),
    ...(onDecision === undefined ? {} : { onDecision }),
  });

/** Fails whatever Redis does not answer itself. */
const noLocal: RateLimiter = {
  take: async (_key, _rate, cost) =>
    cost === undefined ? Promise.reject(new Error('Redis was not asked')) : Promise.resolve({ ok: true }),
};

onRedis((server) => {
  rateLimiterContract('redis', async () => {
    const link = await openLink(server().url);
    // the script itself on a time that stands still until it is moved
    const clockKey = `${link.prefix}clock`;
    const clock = createVirtualClock();
    const set = async (): Promise<void> => {
      const us = Math.round(clock.monoMs() * 1_000) + 1_800_000_000_000_000;
      await link.call('HSET', clockKey, 's', Math.floor(us / 1_000_000), 'us', us % 1_000_000);
    };
    await set();
    return {
      limiter: createRedisRateLimiter({
        link,
        local: noLocal,
        script: gcraScript(`redis.call('HMGET', '${clockKey}', 's', 'us')`),
      }),
      nowMs: () => clock.monoMs(),
      pass: async (ms) => {
        clock.advance(ms);
        await set();
      },
    };
  });

  describe('two processes with one limit', () => {
    it('admit together what the rate allows, in every window of the time of the server', async () => {
      const deployment = freshDeployment();
      const rate = { burst: 20, perSecond: 300 };
      const admittedMs: number[] = [];
      const hammer = async (): Promise<void> => {
        const other = await openLink(server().url, { deployment });
        let atMs = 0;
        const limiter = limiterOf(other, (decidedMs) => {
          atMs = decidedMs;
        });
        for (let tries = 0; tries < 1_500; tries += 1) {
          if ((await limiter.take('k', rate)).ok) admittedMs.push(atMs);
        }
      };
      await Promise.all([hammer(), hammer()]);
      admittedMs.sort((a, b) => a - b);
      expect(admittedMs.length).toBeGreaterThanOrEqual(rate.burst);
      const tooMany: string[] = [];
      for (const [from, firstMs] of admittedMs.entries()) {
        for (let to = from; to < admittedMs.length; to += 1) {
          const bound = rate.burst + (rate.perSecond * ((admittedMs[to] ?? 0) - firstMs)) / 1_000;
          if (to - from + 1 > bound + 1e-6) tooMany.push(`${to - from + 1} where ${bound} may be`);
        }
      }
      expect(tooMany).toEqual([]);
    });

    it('count by the time of the server', async () => {
      const one = await openLink(server().url);
      let atMs = 0;
      const limiter = limiterOf(one, (decidedMs) => {
        atMs = decidedMs;
      });
      const before = (await one.call('TIME')) as readonly [string, string];
      await limiter.take('k', { burst: 1, perSecond: 1 });
      const after = (await one.call('TIME')) as readonly [string, string];
      const msOf = ([s, us]: readonly [string, string]): number => Number(s) * 1_000 + Number(us) / 1_000;
      expect(atMs).toBeGreaterThanOrEqual(msOf(before));
      expect(atMs).toBeLessThanOrEqual(msOf(after));
    });
  });
});

onOwnRedis((server) => {
  it('goes on when the server has forgotten its scripts', async () => {
    const link = await openLink(server().url);
    const limiter = createRedisRateLimiter({ link, local: noLocal });
    const rate = { burst: 2, perSecond: 0.001 };
    expect((await limiter.take('k', rate)).ok).toBe(true);
    await link.call('SCRIPT', 'FLUSH');
    expect((await limiter.take('k', rate)).ok).toBe(true);
    expect((await limiter.take('k', rate)).ok).toBe(false);
  });

  it('limits by itself while Redis is away, without a second burst, and together again afterwards', async () => {
    const errors: unknown[] = [];
    const link = await openLink(server().url, { onError: (error) => errors.push(error) });
    const limiter = limiterOf(link);
    const rate = { burst: 2, perSecond: 0.001 };
    expect((await limiter.take('k', rate)).ok).toBe(true);
    await server().process.kill();
    expect((await limiter.take('k', rate)).ok).toBe(true);
    expect((await limiter.take('k', rate)).ok).toBe(false);
    await server().process.restart();
    await until('it is back', () => link.isUp);
    await limiter.take('other', rate);
    expect(await link.call('EXISTS', `${link.prefix}rate:{other}`)).toBe(1);
    expect(errors).toHaveLength(1);
  });
});
