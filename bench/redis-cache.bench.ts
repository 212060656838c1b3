import { systemClock } from '#adapters/memory/system-clock.ts';
import { createMemoryCache } from '#adapters/memory/memory-cache.ts';
import { createRedisCache } from '#adapters/redis/redis-cache.ts';
import type { Cache } from '#ports/cache.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { freshDeployment, linkTo, withRedis } from './redis-world.ts';
import { compare } from './rounds.ts';

const KEYS = 1_000;
const TTL_MS = 3_600_000;
const MISSES = 1_000;

const NAMES = Array.from({ length: KEYS }, (_, n) => `osrs:hiscores:${n}`);
const keyOf = (n: number): string => NAMES[n] ?? '';
const valueOf = (n: number): { readonly name: string; readonly level: number } => ({
  name: `p${n}`,
  level: n,
});

const fill = async (cache: Cache): Promise<void> => {
  for (let n = 0; n < KEYS; n += 1) await cache.set(keyOf(n), valueOf(n), TTL_MS);
};

/** Asks for what is there, one after the other. */
const hit = async (
  cache: Cache,
  hits: number,
): Promise<{ readonly work: number; readonly checksum: number }> => {
  let checksum = 0;
  for (let n = 0; n < hits; n += 1) {
    const held = await cache.get<{ readonly level: number }>(keyOf(n % KEYS));
    checksum += held?.value.level ?? Number.NaN;
  }
  return { work: hits, checksum };
};

/** Everybody wants the same at once, and it takes a while to load. */
const loadsOf = async (cache: Cache): Promise<number> => {
  let loads = 0;
  const load = async (): Promise<number> => {
    loads += 1;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    return 7;
  };
  const asked = Array.from({ length: MISSES }, () => cache.getOrLoad('missing', TTL_MS, load));
  const answers = new Set(await Promise.all(asked));
  if (answers.size !== 1 || !answers.has(7)) throw new Error(`answers: ${[...answers].join(', ')}`);
  return loads;
};

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withRedis(async (server) => {
    const link = await linkTo(server.url, freshDeployment());
    // what is measured is the level in the process: nothing may end meanwhile
    const cache = await createRedisCache(link, { trustedMs: TTL_MS });
    const plain = createMemoryCache({ clock: systemClock });
    try {
      await fill(cache);
      await fill(plain);
      context.say('cache');
      const hits = context.choose({ full: 2_000_000, quick: 500_000, check: 100_000 });
      const compared = await compare(
        { measured: () => hit(cache, hits), baseline: () => hit(plain, hits) },
        { rounds: context.choose({ full: 7, quick: 3, check: 3 }), slow: context.slow },
      );
      const loads = await loadsOf(cache);
      return [
        {
          name: 'cache',
          value: compared.measured,
          unit: '/s',
          bar: { least: 1_000_000 },
          baseline: { what: 'the cache without Redis', value: compared.baseline, unit: '/s' },
          ratio: compared.ratio,
          noise: compared.noise,
          checksum: compared.checksum,
          note: `hits in the process, ${KEYS} keys, ${server.name}`,
        },
        {
          name: 'cache.2',
          value: loads,
          unit: 'loads',
          bar: { most: 1 },
          noise: 0,
          checksum: String(MISSES),
          note: `${MISSES} at once miss the same key`,
        },
      ];
    } finally {
      await cache.close();
      await link.close();
    }
  });

/** A cache in two levels. */
export const redisCache: Bench = { name: 'redis.cache', figures: ['cache', 'cache.2'], run };
