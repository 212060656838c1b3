import { expect, it } from 'vitest';
import { eventStreamContract } from '#ports/contract/event-stream.ts';
import type { EventStream } from '#ports/event-stream.ts';
import { freshDeployment, onOwnRedis, onRedis, openLink } from '#test/support/services/redis-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { eventKeys } from './event-keys.ts';
import type { RedisLink } from './link.ts';
import { GROUP } from './mail.ts';
import { createRedisEventStream } from './redis-event-stream.ts';

const BOT = 'abc';
const SECRET = Buffer.from('a secret that both ends have');
const SESSION = { id: 's', seq: 1, resumeUrl: 'wss://resume.example', shardCount: 1 };
/** So that the living are never taken for dead, however slow the machine is, but once a test. */
const TIMES = { beatMs: 20, deadMs: 1_500, lateMs: 60_000, goneMs: 600_000 };

const streamOn = (link: RedisLink, times = TIMES): EventStream =>
  createRedisEventStream({ link, bot: BOT, secret: SECRET, times });

onRedis((server) => {
  eventStreamContract('redis', async () => {
    const deployment = freshDeployment();
    const links = new Map<EventStream, RedisLink>();
    return Promise.resolve({
      open: async () => {
        const link = await openLink(server().url, { deployment });
        const stream = streamOn(link);
        links.set(stream, link);
        return stream;
      },
      until: async (what, isSo) => until(what, isSo),
      // what still runs there reaches nobody any more
      kill: async (stream) => {
        await links.get(stream)?.close();
      },
      close: async () => Promise.resolve(),
    });
  });

  it('keeps nothing that can be read, and nothing of what is done', async () => {
    const link = await openLink(server().url);
    const stream = streamOn(link);
    const keys = eventKeys(link, BOT);
    const payload = { token: 'canary', id: '7' };
    await stream.append('0/1', SESSION, [{ seq: 1, to: 'one', isReplayed: false, payload }]);
    await stream.append('0/1', { ...SESSION, seq: 2 }, [
      { seq: 2, to: 'all', isReplayed: false, payload, key: 'guild', isOver: false },
    ]);
    const lying = [
      await link.callBytes('XRANGE', keys.work, '-', '+'),
      await link.callBytes('XRANGE', keys.news, '-', '+'),
      await link.callBytes('HGETALL', keys.kept),
    ];
    expect(JSON.stringify(lying.flat(9).map(String))).toContain('body');
    expect(JSON.stringify(lying.flat(9).map(String))).not.toContain('canary');
    const got: unknown[] = [];
    const stop = await stream.work({
      take: async (taken) => Promise.resolve(void got.push(taken)),
      hear: () => undefined,
    });
    await until('it is taken', () => got.length === 1);
    await stop();
    expect(got).toEqual([payload]);
    expect(await link.call('XLEN', keys.work)).toBe(0);
    expect(await link.call('XINFO', 'CONSUMERS', keys.work, GROUP)).toEqual([]);
  });

  it('opens nothing that was put in under another secret', async () => {
    const errors: string[] = [];
    const deployment = freshDeployment();
    const link = await openLink(server().url, { deployment });
    const other = await openLink(server().url, {
      deployment,
      onError: (error) => errors.push((error as Error).message),
    });
    await createRedisEventStream({ link, bot: BOT, secret: Buffer.from('another') }).append('0/1', SESSION, [
      { seq: 1, to: 'one', isReplayed: false, payload: 'canary' },
    ]);
    const got: unknown[] = [];
    const stop = await streamOn(other).work({
      take: async (payload) => Promise.resolve(void got.push(payload)),
      hear: () => undefined,
    });
    await until('it is found', () => errors.length > 0);
    await stop();
    expect(got).toEqual([]);
  });

  it('throws away what is older than its token', async () => {
    const link = await openLink(server().url);
    const stream = streamOn(link, { ...TIMES, goneMs: 60_000 });
    const keys = eventKeys(link, BOT);
    const [seconds] = (await link.call('TIME')) as readonly [string];
    await link.call(
      'XADD',
      keys.work,
      `${(Number(seconds) - 61) * 1_000}-0`,
      'at',
      's.0',
      'replay',
      '0',
      'body',
      'x',
    );
    await stream.append('0/1', SESSION, [{ seq: 1, to: 'one', isReplayed: false, payload: 'fresh' }]);
    const got: unknown[] = [];
    const stop = await stream.work({
      take: async (payload) => Promise.resolve(void got.push(payload)),
      hear: () => undefined,
    });
    await until('the fresh one', () => got.length > 0);
    await until('both are out', () => link.isUp);
    await stop();
    expect(got).toEqual(['fresh']);
    expect(await link.call('XLEN', keys.work)).toBe(0);
  });
});

onOwnRedis((server) => {
  it('goes on after a restart without data', async () => {
    const link = await openLink(server().url);
    const stream = streamOn(link);
    const got: unknown[] = [];
    const heard: unknown[] = [];
    const stop = await stream.work({
      take: async (payload) => Promise.resolve(void got.push(payload)),
      hear: (payload) => heard.push(payload),
    });
    const put = (seq: number): Promise<void> =>
      stream.append('0/1', { ...SESSION, seq }, [
        { seq, to: 'one', isReplayed: false, payload: `one ${seq}` },
        { seq, to: 'all', isReplayed: false, payload: `all ${seq}`, key: 'k', isOver: true },
      ]);
    await put(1);
    await until('the first', () => got.length === 1 && heard.length === 1);
    await server().process.kill();
    await expect(put(2)).rejects.toMatchObject({ code: 'E_UNAVAILABLE', retryable: true });
    await server().process.restart();
    await until('it is back', () => link.isUp);
    await put(3);
    await until('the third', () => got.includes('one 3') && heard.includes('all 3'));
    await stop();
    expect(got).toEqual(['one 1', 'one 3']);
  });
});
