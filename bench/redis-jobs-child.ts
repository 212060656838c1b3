import { createBullJobQueue } from '#adapters/redis/bullmq-job-queue.ts';
import { createRedisRouter } from '#adapters/redis/redis-router.ts';
import { BENCH_KEY, linkTo } from './redis-world.ts';

const ANSWER_WITHIN_MS = 5_000;

/** A worker in a process of its own: it takes jobs and gives each to the process that holds the entities. */
const [url = '', deployment = '', self = '', engine = '', lockMs = ''] = process.argv.slice(2);
const link = await linkTo(url, deployment);
const router = await createRedisRouter({
  link,
  leases: { self, epochOf: () => undefined, ownerOf: () => engine },
  deploymentKey: BENCH_KEY,
});
const queue = createBullJobQueue({ link, lockMs: Number(lockMs) });
queue.work(async (job) => {
  await router.call(engine, job, ANSWER_WITHIN_MS);
});
process.send?.('ready');
