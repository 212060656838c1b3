import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Rate } from '#ports/rate-limiter.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import type { LimiterOrder, LimiterWord } from './redis-words.ts';
import { freshDeployment, killChild, startChild, withRedis } from './redis-world.ts';

const CHILD = fileURLToPath(new URL('redis-limiter-child.ts', import.meta.url));
const PROCESSES = 4;
const RATE: Rate = { burst: 500, perSecond: 3_000 };
const SECOND_US = 1_000_000;

/** Admissions that end a window in which more than burst + rate · t were admitted. */
const beyond = (admittedUs: readonly number[], { burst, perSecond }: Rate): number => {
  const firstUs = admittedUs[0] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  let count = 0;
  for (const [n, us] of admittedUs.entries()) {
    const due = (perSecond * (us - firstUs)) / SECOND_US;
    // of all windows that end here, the one from the beginning that leaves most room
    least = Math.min(least, n - due);
    if (n + 1 - due - least > burst + 1e-6) count += 1;
  }
  return count;
};

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withRedis(async (server) => {
    const tries = context.choose({ full: 1_000_000, quick: 80_000, check: 20_000 });
    const deployment = freshDeployment();
    const children = await Promise.all(Array.from({ length: PROCESSES }, () => startChild(CHILD)));
    try {
      context.say(`limiter: ${PROCESSES} processes, ${tries} tries`);
      const order: LimiterOrder = { url: server.url, deployment, tries: tries / PROCESSES, rate: RATE };
      const startMs = performance.now();
      const words = await Promise.all(
        children.map(async (child) => {
          const answered = once(child, 'message');
          child.send(order);
          return (await answered)[0] as LimiterWord;
        }),
      );
      const seconds = (performance.now() - startMs) / 1_000;
      const tried = words.reduce((sum, word) => sum + word.tries, 0);
      const admittedUs = words.flatMap((word) => word.admittedUs).toSorted((a, b) => a - b);
      const spanS = ((admittedUs.at(-1) ?? 0) - (admittedUs[0] ?? 0)) / SECOND_US;
      const due = RATE.burst + RATE.perSecond * spanS;
      // a limiter that admits nobody would never be beyond its bound
      if (admittedUs.length < due * 0.9)
        throw new Error(`${admittedUs.length} admitted of ${due} that were due`);
      return [
        {
          name: 'limiter',
          value: beyond(admittedUs, RATE),
          unit: 'admissions',
          bar: { most: 0 },
          noise: 0,
          checksum: String(tried),
          note: `beyond burst + rate · t in any window; ${PROCESSES} processes, ${tried} tries at ${Math.round(tried / seconds)}/s, ${admittedUs.length} admitted, ${server.name}`,
        },
      ];
    } finally {
      for (const child of children) await killChild(child);
    }
  });

/** One limit for several processes. */
export const redisLimiter: Bench = { name: 'redis.limiter', figures: ['limiter'], run };
