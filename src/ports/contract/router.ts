import { describe, expect, it } from 'vitest';
import type { Leases } from '../leases.ts';
import type { Router } from '../router.ts';

/** The router of a process that is alone: what it owns is here, all else nowhere. */
export const localRouterContract = (
  name: string,
  make: (leases: Pick<Leases, 'epochOf'>) => Router,
): void => {
  describe(`${name} router`, () => {
    it('sends what this process owns to itself, and follows the leases', () => {
      const owned = new Map([
        [0, 4],
        [255, 4],
      ]);
      const router = make({ epochOf: (shard) => owned.get(shard) });
      expect(router.routeOf(0)).toEqual({ to: 'local' });
      expect(router.routeOf(255)).toEqual({ to: 'local' });
      expect(router.routeOf(1)).toEqual({ to: 'nowhere' });
      owned.delete(0);
      expect(router.routeOf(0)).toEqual({ to: 'nowhere' });
    });

    it('knows of no others', async () => {
      expect(await make({ epochOf: () => 1 }).others()).toEqual([]);
    });
  });
};

/** Routers of several processes that reach each other. */
export interface RouterFixture {
  /** The router of a process with this id that knows who owns what. */
  open(self: string, owners: ReadonlyMap<number, string>): Promise<Router>;
  close(): Promise<void>;
}

/** The router of one process among several. */
export const routerContract = (name: string, make: () => Promise<RouterFixture>): void => {
  const owners = new Map([
    [1, 'one'],
    [2, 'two'],
  ]);
  const withTwo = (run: (one: Router, two: Router) => Promise<void>) => async (): Promise<void> => {
    const fixture = await make();
    try {
      await run(await fixture.open('one', owners), await fixture.open('two', owners));
    } finally {
      await fixture.close();
    }
  };

  describe(`${name} router among several`, () => {
    it(
      'knows what is here, what is there and what nobody has just now',
      withTwo(async (one, two) => {
        expect([1, 2, 3].map((shard) => one.routeOf(shard))).toEqual([
          { to: 'local' },
          { to: 'remote', processId: 'two' },
          { to: 'nobody' },
        ]);
        expect(two.routeOf(1)).toEqual({ to: 'remote', processId: 'one' });
        return Promise.resolve();
      }),
    );

    it(
      'carries a call there and its answer back, as they are',
      withTwo(async (one, two) => {
        const seen: unknown[] = [];
        two.serve((payload, timeoutMs) => {
          seen.push(payload, timeoutMs > 0 && timeoutMs <= 5_000);
          return Promise.resolve({
            at: new Map([['a', 1]]),
            nothing: undefined,
            bytes: new Uint8Array([1, 2]),
          });
        });
        const payload = { text: '猫"\n', list: [1, null], big: 2 ** 53 - 1, nothing: undefined };
        const answer = await one.call('two', payload, 5_000);
        expect(seen).toEqual([payload, true]);
        expect(answer).toEqual({
          at: new Map([['a', 1]]),
          nothing: undefined,
          bytes: new Uint8Array([1, 2]),
        });
      }),
    );

    it(
      'gives each of many calls its own answer, in both directions at once',
      withTwo(async (one, two) => {
        const twice = (payload: unknown): Promise<unknown> => Promise.resolve(Number(payload) * 2);
        one.serve(twice);
        two.serve(twice);
        const numbers = Array.from({ length: 200 }, (_, n) => n);
        const there = Promise.all(numbers.map((n) => one.call('two', n, 5_000)));
        const back = Promise.all(numbers.map((n) => two.call('one', n + 1_000, 5_000)));
        expect(await there).toEqual(numbers.map((n) => n * 2));
        expect(await back).toEqual(numbers.map((n) => (n + 1_000) * 2));
      }),
    );

    it(
      'names the others that are there, and not itself',
      withTwo(async (one, two) => {
        const answer = (): Promise<unknown> => Promise.resolve(undefined);
        one.serve(answer);
        two.serve(answer);
        expect(await one.others()).toContain('two');
        expect(await one.others()).not.toContain('one');
        expect(await two.others()).toContain('one');
      }),
    );

    it(
      'says when nobody is there, or nobody answered in time',
      withTwo(async (one) => {
        await expect(one.call('nobody', 1, 300)).rejects.toMatchObject({
          code: expect.stringMatching(/^E_(UNAVAILABLE|UNKNOWN)$/) as unknown,
          retryable: true,
        });
      }),
    );
  });
};
