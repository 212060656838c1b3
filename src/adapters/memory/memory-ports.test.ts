import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cacheContract } from '#ports/contract/cache.ts';
import { clockContract } from '#ports/contract/clock.ts';
import { jobQueueContract } from '#ports/contract/job-queue.ts';
import { rateLimiterContract } from '#ports/contract/rate-limiter.ts';
import { localRouterContract, routerContract } from '#ports/contract/router.ts';
import { createLocalRouter } from './local-router.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createMemoryExchange } from './memory-exchange.ts';
import { createMemoryJobQueue } from './memory-job-queue.ts';
import { createMemoryRateLimiter } from './memory-rate-limiter.ts';
import { systemClock } from './system-clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

const passing = () => {
  const clock = createVirtualClock();
  return {
    clock,
    pass: async (ms: number): Promise<void> => {
      clock.advance(ms);
      return Promise.resolve();
    },
  };
};

clockContract('virtual', passing);
clockContract('system', () => ({ clock: systemClock, pass: async (ms) => sleep(ms) }));
localRouterContract('local', createLocalRouter);
routerContract('memory', async () => {
  const exchange = createMemoryExchange();
  return Promise.resolve({
    open: async (self, owners) =>
      Promise.resolve(
        exchange.routerOf({
          self,
          ownerOf: (shard) => owners.get(shard),
          epochOf: (shard) => (owners.get(shard) === self ? 1 : undefined),
        }),
      ),
    close: () => Promise.resolve(),
  });
});
cacheContract('memory', async () => {
  const { clock, pass } = passing();
  return Promise.resolve({ cache: createMemoryCache({ clock }), pass });
});
rateLimiterContract('memory', async () => {
  const { clock, pass } = passing();
  return Promise.resolve({ limiter: createMemoryRateLimiter(clock), nowMs: () => clock.monoMs(), pass });
});

jobQueueContract('memory', async (persistence) =>
  Promise.resolve(createMemoryJobQueue({ clock: systemClock, persistence })),
);

describe('memory cache', () => {
  it('lets the entry unused for longest go when it is full', async () => {
    const cache = createMemoryCache({ clock: createVirtualClock(), maxEntries: 3 });
    for (const key of ['a', 'b', 'c']) await cache.set(key, key, 1000);
    await cache.get('a');
    await cache.set('d', 'd', 1000);
    expect(await cache.get('b')).toBeUndefined();
    expect((await cache.get('a'))?.value).toBe('a');
    expect((await cache.get('d'))?.value).toBe('d');
  });
});

describe('virtual clock', () => {
  it('runs timers of one time in the order in which they were set', () => {
    const clock = createVirtualClock(1000);
    const calls: number[] = [];
    for (let n = 0; n < 40; n += 1) clock.after(n % 2 === 0 ? 10 : 5, () => calls.push(n));
    clock.advance(10);
    const odd = Array.from({ length: 20 }, (_, n) => n * 2 + 1);
    expect(calls).toEqual([...odd, ...odd.map((n) => n - 1)]);
    expect(clock.nowMs()).toBe(1010);
  });

  it('jumps the wall clock without moving timers', () => {
    const clock = createVirtualClock(1_000_000);
    let called = false;
    clock.after(10, () => {
      called = true;
    });
    clock.jump(-3_600_000);
    expect(clock.nowMs()).toBe(1_000_000 - 3_600_000);
    expect(clock.monoMs()).toBe(0);
    expect(called).toBe(false);
    expect(clock.waiting()).toBe(1);
    expect(clock.next()).toBe(true);
    expect(called).toBe(true);
    expect(clock.next()).toBe(false);
  });
});
