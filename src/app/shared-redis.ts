import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { openRedis, type RedisOptions } from '#adapters/redis/open-redis.ts';
import type { RedisLink } from '#adapters/redis/link.ts';
import { createRedisCache } from '#adapters/redis/redis-cache.ts';
import { createRedisRateLimiter } from '#adapters/redis/redis-rate-limiter.ts';
import { createRedisRelay } from '#adapters/redis/redis-relay.ts';
import { createRedisRouter } from '#adapters/redis/redis-router.ts';
import type { Store } from '#ports/store.ts';
import { botShareOn } from './discord/bot-share.ts';
import type { Backends } from './open-backends.ts';

type Closing = () => Promise<void> | void;

/** The way to other processes; an embedded store has no others. */
const openOthers = async (
  link: RedisLink,
  store: Store,
  closing: Closing[],
): Promise<Pick<Backends, 'others'>> => {
  if (store.leases.isExclusive) return {};
  const deploymentKey = await store.keys.deployment();
  const router = await createRedisRouter({ link, leases: store.leases, deploymentKey });
  closing.push(() => router.close());
  const relay = await createRedisRelay({ link, deploymentKey });
  closing.push(() => relay.close());
  return { others: { router, relay } };
};

/** Cache, limits and the way to other processes on Redis; closed with the store. @throws Fault E_UNAVAILABLE that says what to do */
export const openSharedRedis = async (store: Store, options: RedisOptions): Promise<Backends> => {
  const link = await openRedis(options);
  const closing: Closing[] = [() => link.close()];
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    const cache = await createRedisCache(link);
    closing.push(() => cache.close());
    const limiter = createRedisRateLimiter({ link, local: createMemoryRateLimiter(options.clock) });
    const others = await openOthers(link, store, closing);
    return {
      store: {
        ...store,
        describe: async () => ({
          ...(await store.describe()),
          redis: link.isUp ? link.server.version : 'out of reach',
        }),
        close: async () => {
          await closeAll();
          await store.close();
        },
      },
      cache,
      limiter,
      shareOf: (token) => botShareOn(link, token),
      ...others,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
};
