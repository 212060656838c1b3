import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jobQueueContract } from '#ports/contract/job-queue.ts';
import type { Job } from '#ports/job-queue.ts';
import { until } from '#test/support/service-rig.ts';
import {
  afterTest,
  freshDeployment,
  onOwnRedis,
  onRedis,
  openLink,
} from '#test/support/services/redis-suite.ts';
import { type BullJobQueueOptions, createBullJobQueue } from './bullmq-job-queue.ts';

const HOG = join(import.meta.dirname, '../../../test/support/services/job-hog.ts');

const open = (options: BullJobQueueOptions): ReturnType<typeof createBullJobQueue> => {
  const queue = createBullJobQueue(options);
  afterTest(() => queue.close());
  return queue;
};

const job: Job = {
  commandId: 'ash/1',
  target: { kind: 'pet', realm: 'home', id: 'a' },
  command: { type: 'FeedPet' },
};

onRedis((server) => {
  jobQueueContract('BullMQ', async (persistence) =>
    open({ link: await openLink(server().url, { mayNotEvict: true }), persistence }),
  );

  it('does again what a killed process had begun', async () => {
    const deployment = freshDeployment();
    const queue = open({ link: await openLink(server().url, { deployment }), lockMs: 500 });
    await queue.put(job);
    const hog = fork(HOG, [server().url, deployment, '500'], { stdio: 'inherit' });
    try {
      expect(await once(hog, 'message')).toEqual([job.commandId, undefined]);
    } finally {
      hog.kill('SIGKILL');
    }
    const done = Promise.withResolvers<Job>();
    queue.work(async (given) => Promise.resolve(done.resolve(given)));
    expect(await done.promise).toEqual(job);
    await expect.poll(() => queue.counts(), { timeout: 10_000 }).toEqual({ waiting: 0, failed: 0 });
  });

  it('keeps nothing of a failure but its code, and refuses to do what is no job', async () => {
    const link = await openLink(server().url);
    const queue = open({ link, persistence: { attempts: 1, firstWaitMs: 1 } });
    await queue.put(job);
    queue.work(async () => Promise.reject(new Error('canary')));
    await expect.poll(() => queue.counts(), { timeout: 10_000 }).toEqual({ waiting: 0, failed: 1 });
    const keys = (await link.call('KEYS', `${link.prefix}*`)) as readonly string[];
    const kept = keys.find((key) => key.includes(':j')) ?? '';
    expect(kept).not.toBe('');
    expect(JSON.stringify(await link.call('HGETALL', kept))).not.toContain('canary');
  });
});

onOwnRedis((server) => {
  it('says at once that a job is not kept while Redis is away, and goes on afterwards', async () => {
    const link = await openLink(server().url);
    const queue = open({ link });
    const done: string[] = [];
    queue.work(async ({ commandId }) => {
      done.push(commandId);
      return Promise.resolve();
    });
    await queue.put(job);
    await until('it is done', () => done.length === 1);
    await server().process.kill();
    await until('Redis is away', () => !link.isUp);
    await expect(queue.put({ ...job, commandId: 'ash/2' })).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    await server().process.restart();
    await until('Redis is back', () => link.isUp);
    await queue.put({ ...job, commandId: 'ash/3' });
    await until('it is done, too', () => done.length === 2);
    expect(done).toEqual(['ash/1', 'ash/3']);
  });

  it('waits on a connection that asks again what was under way when Redis died', async () => {
    const link = await openLink(server().url);
    const client = link.another({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    afterTest(async () => Promise.resolve(client.disconnect()));
    await client.call('PING');
    const popped = client.call('BLPOP', `${link.prefix}k`, '0');
    // answered behind it: so it is under way
    await link.call('PING');
    await until('somebody waits', async () =>
      /blocked_clients:1/.test(String(await link.call('INFO', 'clients'))),
    );
    await server().process.kill();
    await until('Redis is away', () => !link.isUp);
    await server().process.restart();
    await until('Redis is back', () => link.isUp);
    await link.call('RPUSH', `${link.prefix}k`, 'there');
    expect(await popped).toEqual([`${link.prefix}k`, 'there']);
  });

  it('closes while Redis is away', async () => {
    const link = await openLink(server().url);
    const queue = createBullJobQueue({ link });
    const begun = Promise.withResolvers<void>();
    queue.work(async () => Promise.resolve(begun.resolve()));
    await queue.put(job);
    await begun.promise;
    await server().process.kill();
    await until('Redis is away', () => !link.isUp);
    await queue.close();
    await expect(queue.counts()).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    await server().process.restart();
  });
});
