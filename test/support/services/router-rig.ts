import type { RedisLink } from '#adapters/redis/link.ts';
import { createRedisRouter, type RedisRouter } from '#adapters/redis/redis-router.ts';
import type { LifeTimes } from '#adapters/redis/undertaker.ts';
import type { Knowing } from '#ports/router.ts';

/** The key of every deployment of tests. */
export const TEST_KEY = Buffer.alloc(32, 5);

/** What a process of that id knows of owners. */
export const leasesOf = (self: string, owners: ReadonlyMap<number, string> = new Map()): Knowing => ({
  self,
  epochOf: (shard) => (owners.get(shard) === self ? 1 : undefined),
  ownerOf: (shard) => owners.get(shard),
});

/** The router of one of several processes. */
export const openRouter = (
  link: RedisLink,
  self: string,
  more: {
    readonly owners?: ReadonlyMap<number, string>;
    readonly lifeTimes?: LifeTimes;
    readonly patienceMs?: number;
  } = {},
): Promise<RedisRouter> =>
  createRedisRouter({
    link,
    leases: leasesOf(self, more.owners),
    deploymentKey: TEST_KEY,
    ...(more.lifeTimes === undefined ? {} : { lifeTimes: more.lifeTimes }),
    ...(more.patienceMs === undefined ? {} : { patienceMs: more.patienceMs }),
  });
