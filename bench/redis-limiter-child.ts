import { createRedisRateLimiter } from '#adapters/redis/redis-rate-limiter.ts';
import { linkTo } from './redis-world.ts';
import type { LimiterOrder, LimiterWord } from './redis-words.ts';

/** Tries under way in this process. */
const IN_FLIGHT = 64;

/** Tries the one key as fast as it can, in a process of its own, and says when it was admitted. */
const run = async ({ url, deployment, tries, rate }: LimiterOrder): Promise<LimiterWord> => {
  const link = await linkTo(url, deployment);
  const admittedUs: number[] = [];
  let given = 0;
  const lane = async (): Promise<void> => {
    let atMs = 0;
    // each lane has a limiter of its own, so that times are told to who asked
    const limiter = createRedisRateLimiter({
      link,
      // charged with what Redis admits; asked for a decision, it would say yes without a time
      local: { take: async () => Promise.resolve({ ok: true }) },
      onDecision: (decidedMs) => {
        atMs = decidedMs;
      },
    });
    while (given < tries) {
      given += 1;
      atMs = 0;
      if (!(await limiter.take('all', rate)).ok) continue;
      if (atMs === 0) throw new Error('Redis did not decide');
      admittedUs.push(Math.round(atMs * 1_000));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => lane()));
  await link.close();
  return { tries: given, admittedUs };
};

process.on('message', (order: LimiterOrder) => {
  run(order).then(
    (word) => process.send?.(word, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');
