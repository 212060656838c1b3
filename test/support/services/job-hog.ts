import { systemClock } from '#adapters/memory/system-clock.ts';
import { createBullJobQueue } from '#adapters/redis/bullmq-job-queue.ts';
import { openRedis } from '#adapters/redis/open-redis.ts';

/** A process that begins jobs, says so and never ends them: it is there to be killed. */
const [url = '', deployment = '', lockMs = ''] = process.argv.slice(2);
const link = await openRedis({ url, deployment, clock: systemClock });
const queue = createBullJobQueue({ link, lockMs: Number(lockMs) });
queue.work(async ({ commandId }) => {
  process.send?.(commandId);
  return new Promise(() => undefined);
});
