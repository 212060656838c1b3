import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { cacheContract } from '#ports/contract/cache.ts';
import {
  freshDeployment,
  onOwnRedis,
  onRedis,
  openLink,
  afterTest,
} from '#test/support/services/redis-suite.ts';
import { until } from '#test/support/service-rig.ts';
import type { RedisLink } from './link.ts';
import { createRedisCache, type RedisCache, type RedisCacheOptions } from './redis-cache.ts';

const openCache = async (link: RedisLink, options?: RedisCacheOptions): Promise<RedisCache> => {
  const cache = await createRedisCache(link, options);
  afterTest(() => cache.close());
  return cache;
};

/** Moves the time of the server for these keys: what they have left becomes less. */
const age = async (link: RedisLink, ms: number): Promise<void> => {
  const keys = (await link.call('KEYS', `${link.prefix}*`)) as readonly string[];
  for (const key of keys) {
    const left = Number(await link.call('PTTL', key)) - ms;
    await (left > 0 ? link.call('PEXPIRE', key, left) : link.call('DEL', key));
  }
};

onRedis((server) => {
  for (const [name, options] of [
    ['two-level', {}],
    ['shared level of the', { trustedMs: 0 }],
  ] as const) {
    cacheContract(name, async () => {
      const link = await openLink(server().url);
      const clock = createVirtualClock();
      const cache = await openCache(link, { ...options, clock });
      return {
        cache,
        pass: async (ms) => {
          await cache.settled();
          await age(link, ms);
          clock.advance(ms);
        },
      };
    });
  }

  describe('two processes with one cache', () => {
    const openTwo = async () => {
      const deployment = freshDeployment();
      const links = [
        await openLink(server().url, { deployment }),
        await openLink(server().url, { deployment }),
      ];
      const [one, two] = [await openCache(links[0]!), await openCache(links[1]!)];
      return { one, two, link: links[0]! };
    };

    it('share what one of them loaded', async () => {
      const { one, two } = await openTwo();
      expect(await one.getOrLoad('k', 60_000, async () => Promise.resolve('first'))).toBe('first');
      await one.settled();
      expect(await two.getOrLoad('k', 60_000, async () => Promise.resolve('second'))).toBe('first');
    });

    it('forget together what one of them deletes or replaces', async () => {
      const { one, two } = await openTwo();
      await one.set('k', 'old', 60_000);
      expect((await two.get('k'))?.value).toBe('old');
      await one.set('k', 'new', 60_000);
      await until('the other has the new value', async () => (await two.get('k'))?.value === 'new');
      await one.delete('k');
      await until('the other has none', async () => (await two.get('k')) === undefined);
    });

    it('do not bring back what the other deleted while they loaded', async () => {
      const { one, two } = await openTwo();
      const slow = Promise.withResolvers<string>();
      let isLoading = false;
      const asked = one.getOrLoad('k', 60_000, async () => {
        isLoading = true;
        return slow.promise;
      });
      await until('it loads', () => isLoading);
      await two.delete('k');
      slow.resolve('old');
      expect(await asked).toBe('old');
      await one.settled();
      expect(await two.get('k')).toBeUndefined();
      await until('the loader forgets it, too', async () => (await one.get('k')) === undefined);
    });
  });

  it('never holds more in this process than it may', async () => {
    const cache = await openCache(await openLink(server().url), { maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) await cache.set(key, key, 60_000);
    // all are still shared
    expect(await Promise.all(['a', 'b', 'c'].map(async (key) => (await cache.get(key))?.value))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});

onOwnRedis((server) => {
  it('goes on by itself while Redis is away, and drops there afterwards what it deleted meanwhile', async () => {
    const errors: unknown[] = [];
    const link = await openLink(server().url, { onError: (error) => errors.push(error) });
    const clock = createVirtualClock();
    const cache = await openCache(link, { clock });
    await cache.set('kept', 'k', 60_000);
    await cache.set('deleted', 'd', 60_000);
    // SIGSTOP keeps its memory, a restart would not
    process.kill(server().process.pid, 'SIGSTOP');
    try {
      clock.advance(10_000);
      expect((await cache.get('kept'))?.value).toBe('k');
      await cache.delete('deleted');
      expect(await cache.get('deleted')).toBeUndefined();
      expect(await cache.getOrLoad('fresh', 60_000, async () => Promise.resolve('f'))).toBe('f');
      expect(await cache.getOrLoad('fresh', 60_000, async () => Promise.reject(new Error('again')))).toBe(
        'f',
      );
    } finally {
      process.kill(server().process.pid, 'SIGCONT');
    }
    await until('it is back', () => link.isUp);
    expect(await cache.get('deleted')).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  it('goes on when Redis comes back empty', async () => {
    const link = await openLink(server().url);
    const cache = await openCache(link);
    await cache.set('k', 1, 60_000);
    await server().process.kill();
    await until('it is away', () => !link.isUp);
    expect((await cache.get('k'))?.value).toBe(1);
    await cache.set('k', 2, 60_000);
    expect((await cache.get('k'))?.value).toBe(2);
    await server().process.restart();
    await until('it is back', () => link.isUp);
    await cache.set('k', 3, 60_000);
    expect((await (await openCache(link)).get('k'))?.value).toBe(3);
  });
});
