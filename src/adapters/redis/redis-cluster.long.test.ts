import { describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { jobQueueContract } from '#ports/contract/job-queue.ts';
import { routerContract } from '#ports/contract/router.ts';
import { until } from '#test/support/service-rig.ts';
import { afterTest, freshDeployment, onRedisCluster, openLink } from '#test/support/services/redis-suite.ts';
import { openRouter, TEST_KEY } from '#test/support/services/router-rig.ts';
import { createBullJobQueue } from './bullmq-job-queue.ts';
import { createRedisCache } from './redis-cache.ts';
import { createRedisRateLimiter } from './redis-rate-limiter.ts';
import { createRedisRelay } from './redis-relay.ts';
import type { RedisRouter } from './redis-router.ts';

const KEYS = Array.from({ length: 60 }, (_, n) => `key ${n}`);

onRedisCluster((cluster) => {
  it('is known as one, and spreads keys over its nodes', async () => {
    const link = await openLink(cluster().url, { mayNotEvict: true });
    expect(link.server.isCluster).toBe(true);
    const limiter = createRedisRateLimiter({ link, local: createMemoryRateLimiter(systemClock) });
    const rate = { burst: 1, perSecond: 0.001 };
    for (const key of KEYS) expect(await limiter.take(key, rate)).toEqual({ ok: true });
    for (const key of KEYS) expect((await limiter.take(key, rate)).ok).toBe(false);
    const counts: number[] = [];
    for (const { url } of cluster().nodes) {
      const { hostname, port } = new URL(url);
      counts.push(await keysOn(hostname, Number(port), `${link.prefix}rate:*`));
    }
    expect(counts.reduce((sum, count) => sum + count)).toBe(KEYS.length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  it('has one cache for two processes', async () => {
    const deployment = freshDeployment();
    const open = async () => {
      const cache = await createRedisCache(await openLink(cluster().url, { deployment }));
      afterTest(() => cache.close());
      return cache;
    };
    const [one, two] = [await open(), await open()];
    for (const key of KEYS) await one.set(key, key, 60_000);
    for (const key of KEYS) expect((await two.get(key))?.value).toBe(key);
    await one.delete(KEYS[0] ?? '');
    await until('the other forgets it', async () => (await two.get(KEYS[0] ?? '')) === undefined);
  });

  it('carries facts', async () => {
    const deployment = freshDeployment();
    const open = async () => {
      const relay = await createRedisRelay({
        link: await openLink(cluster().url, { deployment }),
        deploymentKey: TEST_KEY,
      });
      afterTest(() => relay.close());
      return relay;
    };
    const [one, two] = [await open(), await open()];
    const heard = Promise.withResolvers<unknown>();
    two.onFact((fact) => heard.resolve(fact));
    const fact = {
      topic: 'pet.PetFed',
      realm: 'home',
      id: 'a',
      seq: 1,
      atMs: 1,
      by: 'ash',
      commandId: 'ash/1',
      event: { type: 'PetFed' },
    };
    one.publish(fact);
    expect(await heard.promise).toEqual(fact);
  });

  describe('with everything in it', () => {
    routerContract('redis cluster', async () => {
      const deployment = freshDeployment();
      const routers: RedisRouter[] = [];
      return Promise.resolve({
        open: async (self, owners) => {
          const router = await openRouter(await openLink(cluster().url, { deployment }), self, { owners });
          routers.push(router);
          return router;
        },
        close: async () => {
          for (const router of routers) await router.close();
        },
      });
    });
    jobQueueContract('BullMQ on a cluster', async (persistence) => {
      const link = await openLink(cluster().url, { mayNotEvict: true });
      const queue = createBullJobQueue({ link, persistence });
      afterTest(() => queue.close());
      return queue;
    });
  });
});

/** Keys of that form on one node, asked past the cluster's client. */
const keysOn = async (host: string, port: number, pattern: string): Promise<number> => {
  const { Redis } = await import('ioredis');
  const node = new Redis({ host, port });
  try {
    return (await node.keys(pattern)).length;
  } finally {
    node.disconnect();
  }
};
