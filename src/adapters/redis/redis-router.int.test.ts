import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { routerContract } from '#ports/contract/router.ts';
import { until } from '#test/support/service-rig.ts';
import {
  afterTest,
  freshDeployment,
  onOwnRedis,
  onRedis,
  openLink,
} from '#test/support/services/redis-suite.ts';
import { openRouter } from '#test/support/services/router-rig.ts';
import type { RedisLink } from './link.ts';
import { boxOf, makeBoxes, post } from './mail.ts';
import type { RedisRouter } from './redis-router.ts';

const HOG = join(import.meta.dirname, '../../../test/support/services/router-hog.ts');
/** So that the living are never taken for dead, however slow the machine is. */
const QUICK = { beatMs: 20, deadMs: 2_000, goneMs: 600_000 };

/** One process of a deployment. */
interface Member {
  readonly link: RedisLink;
  readonly router: RedisRouter;
}

const joinAs = async (
  url: string,
  deployment: string,
  self: string,
  more: Parameters<typeof openRouter>[2] = {},
): Promise<Member> => {
  const link = await openLink(url, { deployment });
  const router = await openRouter(link, self, more);
  afterTest(() => router.close());
  return { link, router };
};

const echo = (payload: unknown): Promise<unknown> => Promise.resolve(payload);

/** As if a process had lived until `agoMs` ago. */
const bury = async (link: RedisLink, processId: string, agoMs: number): Promise<void> => {
  const [s] = (await link.call('TIME')) as readonly [string, string];
  await link.call('ZADD', `${link.prefix}processes`, Number(s) * 1_000 - agoMs, processId);
};

onRedis((server) => {
  routerContract('redis', async () => {
    const deployment = freshDeployment();
    const routers: RedisRouter[] = [];
    return Promise.resolve({
      open: async (self, owners) => {
        const router = await openRouter(await openLink(server().url, { deployment }), self, { owners });
        routers.push(router);
        return router;
      },
      close: async () => {
        for (const router of routers) await router.close();
      },
    });
  });

  describe('calls over Redis', () => {
    it('cannot be read there, nor can their answers', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one');
      const two = await joinAs(server().url, deployment, 'two');
      const spy = await openLink(server().url, { deployment });
      const seen: string[] = [];
      const look = async (box: 'calls' | 'answers', of: string): Promise<void> => {
        seen.push(JSON.stringify(await spy.call('XRANGE', boxOf(spy.prefix, box, of), '-', '+')));
      };
      two.router.serve(async () => {
        await look('calls', 'two');
        return 'canary of the answer';
      });
      expect(await one.router.call('two', { text: 'canary of the call' }, 5_000)).toBe(
        'canary of the answer',
      );
      expect(seen[0]).toContain('"id"');
      expect(seen.join('')).not.toContain('canary');
    });

    it('are not done when their callers have stopped waiting', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one');
      await makeBoxes(one.link, 'two');
      const body = Buffer.from('not even opened');
      await post(one.link, 'two', { box: 'calls', id: 'old', from: 'one', leftMs: 0, fate: '', body });
      await expect(one.router.call('two', 'late', 1)).rejects.toMatchObject({
        code: 'E_UNKNOWN',
        retryable: true,
      });
      const errors: unknown[] = [];
      const link = await openLink(server().url, { deployment, onError: (error) => errors.push(error) });
      const two = await openRouter(link, 'two');
      afterTest(() => two.close());
      const taken: unknown[] = [];
      two.serve(async (payload) => {
        taken.push(payload);
        return Promise.resolve(payload);
      });
      expect(await one.router.call('two', 'next', 5_000)).toBe('next');
      expect(taken).toEqual(['next']);
      expect(errors).toEqual([]);
    });

    it('are refused at once where nobody is, and where nobody takes them', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one');
      await expect(one.router.call('two', 1, 60_000)).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
      await joinAs(server().url, deployment, 'two');
      await expect(one.router.call('two', 1, 60_000)).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    });

    it('find the way to nobody while a process is not there that the leases name, and to it when it is back', async () => {
      const deployment = freshDeployment();
      const owners = new Map([[2, 'two']]);
      const one = await joinAs(server().url, deployment, 'one', { owners });
      expect(one.router.routeOf(2)).toEqual({ to: 'remote', processId: 'two' });
      await expect(one.router.call('two', 1, 60_000)).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
      expect(one.router.routeOf(2)).toEqual({ to: 'nobody' });
      const two = await joinAs(server().url, deployment, 'two');
      two.router.serve(echo);
      await expect
        .poll(() => one.router.routeOf(2), { timeout: 10_000 })
        .toEqual({ to: 'remote', processId: 'two' });
      expect(await one.router.call('two', 1, 5_000)).toBe(1);
    });

    it('leave nothing behind when they are answered', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one');
      const two = await joinAs(server().url, deployment, 'two');
      two.router.serve(echo);
      await Promise.all(Array.from({ length: 50 }, (_, n) => one.router.call('two', n, 5_000)));
      const lengthOf = (box: 'calls' | 'answers', of: string): Promise<unknown> =>
        one.link.call('XLEN', boxOf(one.link.prefix, box, of));
      await expect
        .poll(async () => [await lengthOf('calls', 'two'), await lengthOf('answers', 'one')], {
          timeout: 10_000,
        })
        .toEqual([0, 0]);
    });

    it('come again when the process that was given them starts again before it answered', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one');
      const first = await openLink(server().url, { deployment });
      await makeBoxes(first, 'two');
      const answer = one.router.call('two', 'again', 20_000);
      // taken, as a process does that dies right after
      const box = boxOf(first.prefix, 'calls', 'two');
      await until('it was given', async () => {
        const streams = await first.call('XREADGROUP', 'GROUP', 'guildhall', 'two', 'STREAMS', box, '>');
        return streams !== null;
      });
      const two = await openRouter(await openLink(server().url, { deployment }), 'two');
      two.serve(echo);
      afterTest(() => two.close());
      expect(await answer).toBe('again');
    });
  });

  describe('a process that died', () => {
    it('has its callers told by the others: what it never took was given to nobody', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one', { lifeTimes: QUICK });
      await makeBoxes(one.link, 'two');
      const calls = [1, 2, 3].map((n) => one.router.call('two', n, 60_000));
      const told = Promise.allSettled(calls);
      await bury(one.link, 'two', 10_000);
      expect(
        (await told).map((result) => (result.status === 'rejected' ? (result.reason as unknown) : result)),
      ).toEqual(
        calls.map(() => expect.objectContaining({ code: 'E_UNAVAILABLE', retryable: true }) as unknown),
      );
    });

    it('has its callers told by the others: what it took may have been done', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one', { lifeTimes: QUICK });
      const hog = fork(HOG, [server().url, deployment, 'two'], { stdio: 'inherit' });
      try {
        await once(hog, 'message');
        const call = one.router.call('two', 'taken', 60_000);
        expect(await once(hog, 'message')).toEqual([{ taken: 'taken' }, undefined]);
        hog.kill('SIGKILL');
        await expect(call).rejects.toMatchObject({ code: 'E_UNKNOWN', retryable: true });
      } finally {
        hog.kill('SIGKILL');
      }
    });

    it('leaves no streams behind when it is long gone', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one', { lifeTimes: { ...QUICK, goneMs: 5_000 } });
      await makeBoxes(one.link, 'two');
      await bury(one.link, 'two', 10_000);
      const keys = ['calls', 'answers'].map((box) => boxOf(one.link.prefix, box as 'calls', 'two'));
      await until('its streams are gone', async () => (await one.link.call('EXISTS', ...keys)) === 0);
      await expect
        .poll(() => one.link.call('ZRANGE', `${one.link.prefix}processes`, 0, -1), { timeout: 10_000 })
        .toEqual(['one']);
    });

    it('in good order is gone at once', async () => {
      const deployment = freshDeployment();
      const one = await joinAs(server().url, deployment, 'one');
      const link = await openLink(server().url, { deployment });
      const two = await openRouter(link, 'two');
      const gate = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<void>();
      two.serve(async () => {
        begun.resolve();
        await gate.promise;
      });
      const call = one.router.call('two', 1, 60_000);
      await begun.promise;
      const told = call.catch((error: unknown) => error);
      await two.close();
      expect(await told).toMatchObject({ code: 'E_UNKNOWN', retryable: true });
      await expect(one.router.call('two', 1, 60_000)).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
      expect(await link.call('KEYS', `${link.prefix}*{two}`)).toEqual([]);
      gate.resolve();
    });
  });
});

onOwnRedis((server) => {
  it('calls are refused at once while Redis is away, and work again when it is back and empty', async () => {
    const deployment = freshDeployment();
    const one = await joinAs(server().url, deployment, 'one');
    const two = await joinAs(server().url, deployment, 'two');
    two.router.serve(echo);
    expect(await one.router.call('two', 1, 5_000)).toBe(1);
    await server().process.kill();
    await until('it is away', () => !one.link.isUp);
    await expect(one.router.call('two', 2, 60_000)).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
      retryable: true,
    });
    await server().process.restart();
    let answer: unknown;
    await until('calls work again', async () => {
      answer = await one.router.call('two', 3, 1_000).catch(() => undefined);
      return answer !== undefined;
    });
    expect(answer).toBe(3);
  });

  it('an answer that is ready while Redis is away is sent when it is back', async () => {
    const deployment = freshDeployment();
    const one = await joinAs(server().url, deployment, 'one', { patienceMs: 60_000 });
    const two = await joinAs(server().url, deployment, 'two');
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<string>();
    two.router.serve(async () => {
      begun.resolve();
      return gate.promise;
    });
    const call = one.router.call('two', 1, 20_000);
    await begun.promise;
    await server().process.kill();
    await until('it is away', () => !two.link.isUp);
    gate.resolve('done');
    await server().process.restart();
    expect(await call).toBe('done');
  });

  it('a call on its way ends as unknown when Redis stays away, long before its own time is over', async () => {
    const deployment = freshDeployment();
    const one = await joinAs(server().url, deployment, 'one');
    const two = await joinAs(server().url, deployment, 'two');
    const begun = Promise.withResolvers<void>();
    two.router.serve(async () => {
      begun.resolve();
      return new Promise(() => undefined);
    });
    const call = one.router.call('two', 1, 600_000);
    await begun.promise;
    await server().process.kill();
    await expect(call).rejects.toMatchObject({ code: 'E_UNKNOWN', retryable: true });
    await server().process.restart();
  });

  it('a server that says nothing makes a call unknown, never surely refused', async () => {
    const deployment = freshDeployment();
    const one = await joinAs(server().url, deployment, 'one');
    await makeBoxes(one.link, 'two');
    process.kill(server().process.pid, 'SIGSTOP');
    try {
      await expect(one.router.call('two', 1, 200)).rejects.toMatchObject({ code: 'E_UNKNOWN' });
    } finally {
      process.kill(server().process.pid, 'SIGCONT');
    }
  });
});
