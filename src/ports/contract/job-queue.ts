import { describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import type { Job, JobQueue, Persistence } from '../job-queue.ts';

/** A queue under test, empty at first, that waits and gives up as told. */
export type OpenJobQueue = (persistence: Persistence) => Promise<JobQueue>;

/** Short waits: real queues wait in real time. */
const QUICK: Persistence = { attempts: 3, firstWaitMs: 5 };

/** A job of a number. */
const jobOf = (n: number): Job => {
  const command = { type: 'FeedPet', food: 'berry', amount: n, more: [null, { é: true }] };
  return {
    commandId: `00:pet:home:a#00000000000${n}/0/0`,
    target: { kind: 'pet', realm: 'home', id: `a${n}` },
    command,
  };
};

/** Resolves when `take` was called so many times. */
const collector = <T>(count: number): { readonly take: (item: T) => void; readonly all: Promise<T[]> } => {
  const items: T[] = [];
  const { promise, resolve } = Promise.withResolvers<T[]>();
  return {
    take: (item) => {
      if (items.push(item) === count) resolve(items);
    },
    all: promise,
  };
};

const byId = (jobs: readonly Job[]): readonly Job[] =>
  jobs.toSorted((a, b) => a.commandId.localeCompare(b.commandId));

/** Asks until the queue says so: what a handler has done is taken off behind it. */
const untilCounts = async (queue: JobQueue, waiting: number, failed: number): Promise<void> => {
  await expect.poll(() => queue.counts(), { interval: 5, timeout: 10_000 }).toEqual({ waiting, failed });
};

const delivering = (open: OpenJobQueue): void => {
  it('gives each job as it was put in and then forgets it', async () => {
    const queue = await open(QUICK);
    await Promise.all([1, 2, 3].map((n) => queue.put(jobOf(n))));
    expect(await queue.counts()).toEqual({ waiting: 3, failed: 0 });
    const { take, all } = collector<Job>(3);
    queue.work(async (job) => Promise.resolve(take(job)));
    expect(byId(await all)).toEqual([1, 2, 3].map(jobOf));
    await untilCounts(queue, 0, 0);
  });

  it('takes a command id that it keeps already for the same job', async () => {
    const queue = await open(QUICK);
    await queue.put(jobOf(1));
    await queue.put(jobOf(1));
    expect(await queue.counts()).toEqual({ waiting: 1, failed: 0 });
  });

  it('does what comes while it works, too, and not before its time', async () => {
    const queue = await open(QUICK);
    const { take, all } = collector<string>(2);
    queue.work(async ({ commandId }) => Promise.resolve(take(commandId)));
    await queue.put(jobOf(1), 86_400_000);
    await queue.put(jobOf(2), 1);
    await queue.put(jobOf(3));
    expect((await all).toSorted()).toEqual([jobOf(2).commandId, jobOf(3).commandId]);
    await untilCounts(queue, 1, 0);
  });

  it('waits at its end for what is under way, and begins nothing more', async () => {
    const queue = await open(QUICK);
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    let done = 0;
    queue.work(async () => {
      begun.resolve();
      await gate.promise;
      done += 1;
    });
    await queue.put(jobOf(1));
    await begun.promise;
    const closed = queue.close();
    gate.resolve();
    await closed;
    expect(done).toBe(1);
    await expect(queue.put(jobOf(2))).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
  });
};

const failing = (open: OpenJobQueue): void => {
  it('tries again what failed, until it is done', async () => {
    const queue = await open(QUICK);
    let tries = 0;
    const { take, all } = collector<number>(1);
    queue.work(async () => {
      tries += 1;
      if (tries < 3) throw new Error('not now');
      return Promise.resolve(take(tries));
    });
    await queue.put(jobOf(1));
    expect(await all).toEqual([3]);
    await untilCounts(queue, 0, 0);
  });

  it('gives up after so many tries and keeps the job as failed', async () => {
    const queue = await open(QUICK);
    let tries = 0;
    queue.work(async () => {
      tries += 1;
      return Promise.reject(new Error('never'));
    });
    await queue.put(jobOf(1));
    await untilCounts(queue, 0, 1);
    expect(tries).toBe(3);
  });

  it('gives up at once what no repeat helps', async () => {
    const queue = await open(QUICK);
    let tries = 0;
    queue.work(async () => {
      tries += 1;
      return Promise.reject(new Fault('E_GONE', 'there is no such pet', { retryable: false }));
    });
    await queue.put(jobOf(1));
    await untilCounts(queue, 0, 1);
    expect(tries).toBe(1);
  });
};

const refusing = (open: OpenJobQueue): void => {
  it.each([
    ['commandId is ""', { ...jobOf(1), commandId: '' }],
    ['commandId is 7', { ...jobOf(1), commandId: 7 }],
    ['target.kind is "Pet"', { ...jobOf(1), target: { kind: 'Pet', realm: 'home', id: 'a' } }],
    ['target.id is "a b"', { ...jobOf(1), target: { kind: 'pet', realm: 'home', id: 'a b' } }],
    ['command.type is undefined', { ...jobOf(1), command: {} }],
    ['command is not plain JSON', { ...jobOf(1), command: { type: 'FeedPet', at: new Date(0) } }],
    ['command has 70', { ...jobOf(1), command: { type: 'FeedPet', text: 'x'.repeat(70_000) } }],
    ['it is {"commandId"', { ...jobOf(1), run: 'rm -rf' }],
  ])('refuses what is no job: %s', async (problem, job) => {
    const queue = await open(QUICK);
    await expect(queue.put(job as unknown as Job)).rejects.toMatchObject({
      code: 'E_INPUT',
      message: expect.stringContaining(`this is not a job: ${problem}`) as unknown,
    });
    expect(await queue.counts()).toEqual({ waiting: 0, failed: 0 });
  });

  it('refuses a delay that makes no sense', async () => {
    const queue = await open(QUICK);
    for (const delayMs of [-1, Number.NaN, 25 * 86_400_000]) {
      await expect(queue.put(jobOf(1), delayMs)).rejects.toMatchObject({ code: 'E_INPUT' });
    }
  });
};

/** Work that may wait. */
export const jobQueueContract = (name: string, open: OpenJobQueue): void => {
  describe(`${name} job queue: delivering`, () => {
    delivering(open);
  });
  describe(`${name} job queue: failing`, () => {
    failing(open);
  });
  describe(`${name} job queue: refusing`, () => {
    refusing(open);
  });
};
