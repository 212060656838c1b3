import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createBullJobQueue } from '#adapters/redis/bullmq-job-queue.ts';
import { createRedisRouter } from '#adapters/redis/redis-router.ts';
import type { Job } from '#ports/job-queue.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { echo } from './kinds.ts';
import { BENCH_KEY, freshDeployment, killChild, linkTo, startChild, withRedis } from './redis-world.ts';
import { openWorld, type World } from './world.ts';

const CHILD = fileURLToPath(new URL('redis-jobs-child.ts', import.meta.url));
const ENGINE = 'engine';
const WORKERS = 3;
const LOCK_MS = 1_000;
const LOOK_MS = 50;
const DONE_WITHIN_MS = 300_000;
/** Jobs for one entity. Each adds a power of four, so that the sum tells how often each was done (up to three times). */
const EACH = 10;
const BASE = 4;

const entityOf = (n: number): string =>
  `j${Math.floor(n / EACH)
    .toString(36)
    .padStart(6, '0')}`;
/** A job of this bench. */
interface AddJob extends Job {
  readonly command: { readonly type: 'Add'; readonly amount: number };
}

const jobOf = (n: number): AddJob => {
  const command = { type: 'Add', amount: BASE ** (n % EACH) } as const;
  return { commandId: `bench/${n}`, target: { kind: 'echo', realm: 'home', id: entityOf(n) }, command };
};

/** Workers of which one is killed every so often, while it holds jobs, and replaced. */
class Crew {
  readonly #start: () => Promise<ChildProcess>;
  readonly #all: ChildProcess[] = [];
  #replacing: Promise<void> = Promise.resolve();
  kills = 0;

  constructor(start: (self: string) => Promise<ChildProcess>) {
    let started = 0;
    this.#start = () => {
      started += 1;
      return start(`worker-${started}`);
    };
  }

  async open(): Promise<void> {
    for (let n = 0; n < WORKERS; n += 1) this.#all.push(await this.#start());
  }

  killOne(): void {
    const victim = this.#all.shift();
    if (victim === undefined) return;
    // at once: what it holds has no answer yet
    victim.kill('SIGKILL');
    this.kills += 1;
    this.#replacing = this.#replacing.then(async () => {
      this.#all.push(await this.#start());
    });
  }

  async close(): Promise<void> {
    await this.#replacing;
    for (const child of this.#all) await killChild(child);
  }
}

/** Jobs whose effect is there another number of times than once. */
const wrongOf = async (world: World, jobs: number): Promise<number> => {
  let wrong = 0;
  for (let first = 0; first < jobs; first += EACH) {
    const id = entityOf(first);
    const look = { type: 'Add', amount: 0 } as const;
    const answer = await world.engine.ask(echo, { realm: 'home', id }, look, world.call('look', id));
    let total = answer.ok ? answer.value.total : Number.NaN;
    for (let n = 0; n < EACH; n += 1) {
      if (total % BASE !== 1) wrong += 1;
      total = Math.floor(total / BASE);
    }
  }
  return wrong;
};

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withRedis(async (server) => {
    const jobs = context.choose({ full: 10_000, quick: 2_000, check: 500 });
    const killEvery = jobs / context.choose({ full: 20, quick: 4, check: 2 });
    const deployment = freshDeployment();
    const link = await linkTo(server.url, deployment);
    const queue = createBullJobQueue({ link, lockMs: LOCK_MS });
    const leases = { self: ENGINE, epochOf: () => 1, ownerOf: () => ENGINE };
    const router = await createRedisRouter({ link, leases, deploymentKey: BENCH_KEY });
    const world = await openWorld({ more: [echo], followers: [] });
    const crew = new Crew((self) => startChild(CHILD, server.url, deployment, self, ENGINE, `${LOCK_MS}`));
    try {
      let deliveries = 0;
      router.serve(async (payload) => {
        const { commandId, target, command } = payload as AddJob;
        const [by = '', key = ''] = commandId.split('/');
        deliveries += 1;
        const isLast = deliveries % killEvery === 0;
        const answer = await world.engine.ask(echo, target, command, world.call(by, key));
        if (isLast && deliveries < jobs) crew.killOne();
        return answer.ok;
      });
      for (let n = 0; n < jobs; n += 500) {
        await Promise.all(Array.from({ length: Math.min(500, jobs - n) }, (_, k) => queue.put(jobOf(n + k))));
      }
      context.say(`jobs: ${jobs}, ${WORKERS} workers`);
      const startMs = performance.now();
      await crew.open();
      for (;;) {
        const { waiting, failed } = await queue.counts();
        if (failed > 0) throw new Error(`${failed} jobs were given up`);
        if (waiting === 0) break;
        if (performance.now() - startMs > DONE_WITHIN_MS) throw new Error(`${waiting} jobs are left`);
        await wait(LOOK_MS);
      }
      const seconds = (performance.now() - startMs) / 1_000;
      if (crew.kills === 0) throw new Error('no worker was killed');
      return [
        {
          name: 'jobs',
          value: await wrongOf(world, jobs),
          unit: 'jobs',
          bar: { most: 0 },
          noise: 0,
          checksum: String(jobs),
          note: `done another number of times than once, of ${jobs}; ${crew.kills} workers killed, ${deliveries - jobs} delivered again, ${seconds.toFixed(1)} s, ${server.name}`,
        },
      ];
    } finally {
      await crew.close();
      await queue.close();
      await router.close();
      await link.close();
      await world.close();
    }
  });

/** Jobs whose workers are killed. */
export const redisJobs: Bench = { name: 'redis.jobs', figures: ['jobs'], run };
