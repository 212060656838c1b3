import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { Fault } from '#ports/fault.ts';
import { until } from '#test/support/service-rig.ts';
import { startFakeRedis } from '#test/support/services/fake-redis.ts';
import { redisProgram, type RedisServer, startRedis } from '#test/support/services/redis-server.ts';
import { afterTest, onOwnRedis, openLink } from '#test/support/services/redis-suite.ts';
import { freePort } from '#test/support/services/server-process.ts';
import { wasNotDone } from './link.ts';
import { openRedis, type RedisOptions } from './open-redis.ts';

const CANARY = 'canary-p@ss';

const openingFails = async (url: string, more: Partial<RedisOptions> = {}): Promise<Fault> => {
  try {
    await openLink(url, { reachWithinMs: 0, ...more });
  } catch (error) {
    expect(error).toMatchObject({ name: 'Fault', code: 'E_UNAVAILABLE', retryable: false });
    // whatever hangs on an error may reach a log
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary');
    return error as Fault;
  }
  throw new Error('it opened');
};

const start = async (...more: readonly string[]): Promise<RedisServer> => {
  const server = await startRedis(redisProgram() ?? 'redis-server', ...more);
  afterTest(() => server.end());
  return server;
};

const withPassword = (url: string, password: string): string =>
  url.replace('://', `://:${encodeURIComponent(password)}@`);

describe('a Redis', () => {
  it('that is too old is refused with its version and the one that is needed', async () => {
    const fake = await startFakeRedis('redis_version:5.0.14\r\nredis_mode:standalone\r\nrole:master\r\n');
    try {
      await expect(
        openRedis({ url: fake.url, deployment: 'test', clock: systemClock, reachWithinMs: 0 }),
      ).rejects.toThrow('this Redis is too old (5.0.14): Guildhall needs 6.2 or newer');
    } finally {
      await fake.close();
    }
  });

  it('that cannot be reached is tried again with growing waits, then the message says what to do', async () => {
    const clock = createVirtualClock();
    const waits: number[] = [];
    const opening = openRedis({
      url: `redis://:canary@127.0.0.1:${await freePort()}`,
      deployment: 'test',
      clock,
      reachWithinMs: 2_000,
      onWait: (waitMs, why) => {
        waits.push(waitMs);
        expect(why.message).toMatch(/^Redis is out of reach \(.*ECONNREFUSED/);
        // the wait begins right after it was told
        setImmediate(() => clock.advance(waitMs));
      },
    });
    await expect(opening).rejects.toThrow(
      /ECONNREFUSED.*; tried for 2 s: check REDIS_URL, or unset it to run without Redis/,
    );
    await expect(opening).rejects.not.toThrow(/canary/);
    expect(waits).toEqual([100, 200, 400, 800]);
  });
});

onOwnRedis((server) => {
  it('opens and says what it found', async () => {
    const link = await openLink(server().url, { mayNotEvict: true });
    expect(link.server).toMatchObject({ isCluster: false, eviction: 'noeviction' });
    expect(await link.call('PING')).toBe('PONG');
  });

  it('opens as soon as the server is there', async () => {
    await server().process.kill();
    let waits = 0;
    const link = await openLink(server().url, {
      reachWithinMs: 20_000,
      onWait: () => {
        waits += 1;
        if (waits === 2) void server().process.restart();
      },
    });
    expect(await link.call('PING')).toBe('PONG');
    expect(waits).toBeGreaterThanOrEqual(2);
  });

  it('takes the right password, and refuses to start with a wrong one or none', async () => {
    const { url } = await start('--requirepass', CANARY);
    expect(await (await openLink(withPassword(url, CANARY))).call('PING')).toBe('PONG');
    const says = /does not take the user name or password of REDIS_URL \(not shown\)/;
    expect((await openingFails(withPassword(url, `${CANARY}-wrong`))).message).toMatch(says);
    expect((await openingFails(url)).message).toMatch(says);
  });

  it('refuses a server that drops keys where work waits in it, and no other, and names the setting', async () => {
    const { url } = await start('--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru');
    await openLink(url);
    expect((await openingFails(url, { mayNotEvict: true })).message).toBe(
      'this Redis may drop work that waits in it when it is full: its maxmemory-policy is allkeys-lru, set it to noeviction',
    );
  });

  it('refuses a read-only replica', async () => {
    const { port } = new URL(server().url);
    const { url } = await start('--replicaof', `127.0.0.1 ${port}`);
    expect((await openingFails(url)).message).toBe(
      'REDIS_URL names a read-only replica: give the address of the primary',
    );
  });

  it('says so when it becomes one while it is used', async () => {
    const { url } = await start();
    const link = await openLink(url);
    await link.call('REPLICAOF', '127.0.0.1', new URL(server().url).port);
    const failed = await link.call('SET', 'k', 1).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      message: 'REDIS_URL names a read-only replica: give the address of the primary',
    });
    expect(wasNotDone(failed)).toBe(true);
  });

  it('says that TLS does not fit', async () => {
    const failed = await openingFails(server().url.replace('redis:', 'rediss:'));
    expect(failed.message).toMatch(
      /do not agree about TLS: REDIS_URL takes rediss:\/\/ with it and redis:\/\/ without/,
    );
  });

  it('fails at once while the server is away, comes back by itself, and knows what was surely not done', async () => {
    const errors: unknown[] = [];
    const link = await openLink(server().url, { onError: (error) => errors.push(error) });
    let ups = 0;
    link.onUp(() => {
      ups += 1;
    });
    await server().process.kill();
    await until('it is away', () => !link.isUp);
    const failed = await link.call('PING').then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 'E_UNAVAILABLE', retryable: true });
    expect(wasNotDone(failed)).toBe(true);
    await server().process.restart();
    await until('it is back', () => link.isUp);
    expect(await link.call('PING')).toBe('PONG');
    expect(ups).toBe(1);
    expect(errors).toHaveLength(1);
  });

  it('does not wait for a server that says nothing, and does not claim that nothing was done', async () => {
    const link = await openLink(server().url);
    process.kill(server().process.pid, 'SIGSTOP');
    try {
      const failed = await link.call('INCR', 'n').then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failed).toMatchObject({ message: 'Redis did not answer within 800 ms (INCR)', retryable: true });
      expect(wasNotDone(failed)).toBe(false);
      const rests = await link.call('INCR', 'n').then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(wasNotDone(rests)).toBe(true);
    } finally {
      process.kill(server().process.pid, 'SIGCONT');
    }
  });
});
