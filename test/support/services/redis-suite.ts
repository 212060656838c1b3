import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { RedisLink } from '#adapters/redis/link.ts';
import { openRedis, type RedisOptions } from '#adapters/redis/open-redis.ts';
import { type RedisCluster, startRedisCluster } from './redis-cluster.ts';
import { noRedis, type RedisServer, redisOffers, redisProgram, startRedis } from './redis-server.ts';

const TEST_WITHIN_MS = 30_000;

let deployments = 0;

/** A name of a service that no other test uses. */
export const freshDeployment = (): string => {
  deployments += 1;
  return `test-${process.pid}-${deployments}`;
};

/** Opens a link that is closed after the test, to keys of its own unless told otherwise. */
export const openLink = async (url: string, more: Partial<RedisOptions> = {}): Promise<RedisLink> => {
  const link = await openRedis({ url, deployment: freshDeployment(), clock: systemClock, ...more });
  afterTest(() => link.close());
  return link;
};

const left: (() => Promise<unknown> | void)[] = [];

/** Ends something after the test, the latest first. */
export const afterTest = (end: () => Promise<unknown> | void): void => {
  left.push(end);
};

const endAll = async (): Promise<void> => {
  for (const end of left.splice(0).toReversed()) await end();
};

const onServer = (
  name: string,
  start: (() => Promise<RedisServer>) | undefined,
  tests: (server: () => RedisServer) => void,
): void => {
  if (start === undefined) console.warn(noRedis());
  describe.skipIf(start === undefined)(`on ${name}`, { timeout: TEST_WITHIN_MS }, () => {
    let server: RedisServer | undefined;
    beforeAll(async () => {
      server = await start?.();
    });
    afterEach(endAll);
    afterAll(() => server?.end());
    it('finds a Redis to test with', () => {
      expect(server).toBeDefined();
    });
    tests(() => {
      if (server === undefined) throw new Error(`${name} did not start`);
      return server;
    });
  });
};

/** Runs tests on the best Redis here; says so when there is none, and with `CI=true` fails. */
export const onRedis = (tests: (server: () => RedisServer) => void): void => {
  const [offer] = redisOffers();
  onServer(offer?.name ?? 'Redis', offer?.start, tests);
};

/** Runs tests on a server that they may stop, flush and reconfigure; says so when there is none, and with `CI=true` fails. */
export const onOwnRedis = (
  tests: (server: () => RedisServer & Required<Pick<RedisServer, 'process'>>) => void,
): void => {
  const file = redisProgram();
  onServer('redis-server', file === undefined ? undefined : () => startRedis(file), (server) => {
    tests(() => {
      const { process: own, ...rest } = server();
      if (own === undefined) throw new Error('this server is not ours');
      return { ...rest, process: own };
    });
  });
};

/** Runs tests on a cluster of three; says so when there is no server, and with `CI=true` fails. */
export const onRedisCluster = (tests: (cluster: () => RedisCluster) => void): void => {
  const file = redisProgram();
  let cluster: RedisCluster | undefined;
  const start = async (program: string): Promise<RedisServer> => {
    cluster = await startRedisCluster(program);
    const { url } = cluster;
    return { name: 'cluster', url, end: async () => cluster?.end() };
  };
  onServer('a cluster', file === undefined ? undefined : () => start(file), () => {
    tests(() => {
      if (cluster === undefined) throw new Error('the cluster did not start');
      return cluster;
    });
  });
};
