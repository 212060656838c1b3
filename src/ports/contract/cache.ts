import { describe, expect, it } from 'vitest';
import type { Cache } from '../cache.ts';

/** A cache under test and the clock that moves it. */
interface CacheFixture {
  readonly cache: Cache;
  /** Lets so much time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

type OpenCache = () => Promise<CacheFixture>;

const broken = async (): Promise<never> => Promise.reject(new Error('down'));

const keeping = (open: OpenCache): void => {
  it('keeps a value until its time is over and tells its age', async () => {
    const { cache, pass } = await open();
    expect(await cache.get('k')).toBeUndefined();
    await cache.set('k', { list: [1, null, 'é'] }, 1000);
    await pass(400);
    const held = await cache.get('k');
    expect(held?.value).toEqual({ list: [1, null, 'é'] });
    expect(held?.ageMs).toBeGreaterThanOrEqual(400);
    expect(held?.ageMs).toBeLessThan(1000);
    await pass(700);
    expect(await cache.get('k')).toBeUndefined();
  });

  it('replaces and deletes', async () => {
    const { cache } = await open();
    await cache.set('k', 1, 1000);
    await cache.set('k', 2, 1000);
    expect((await cache.get('k'))?.value).toBe(2);
    await cache.delete('k');
    await cache.delete('k');
    expect(await cache.get('k')).toBeUndefined();
  });

  it('does not share what it holds with its callers', async () => {
    const { cache } = await open();
    const value = { n: 1 };
    await cache.set('k', value, 1000);
    value.n = 2;
    expect((await cache.get('k'))?.value).toEqual({ n: 1 });
  });

  it('refuses a time to live outside 1 ms to a day', async () => {
    const { cache } = await open();
    for (const ttlMs of [0, -1, 86_400_001, Number.NaN]) {
      await expect(cache.set('k', 1, ttlMs)).rejects.toThrow(RangeError);
      await expect(cache.getOrLoad('k', ttlMs, async () => Promise.resolve(1))).rejects.toThrow(RangeError);
    }
  });
};

const loading = (open: OpenCache): void => {
  it('loads once however many ask', async () => {
    const { cache, pass } = await open();
    let loads = 0;
    const gate = Promise.withResolvers<string>();
    const load = async (): Promise<string> => {
      loads += 1;
      return gate.promise;
    };
    const asked = Array.from({ length: 20 }, async () => cache.getOrLoad('k', 1000, load));
    gate.resolve('v');
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['v']));
    expect(await cache.getOrLoad('k', 1000, load)).toBe('v');
    expect(loads).toBe(1);
    await pass(1100);
    expect(await cache.getOrLoad('k', 1000, load)).toBe('v');
    expect(loads).toBe(2);
  });

  it('passes a failed load to all who wait and tries again for the next', async () => {
    const { cache } = await open();
    const asked = [cache.getOrLoad('k', 1000, broken), cache.getOrLoad('k', 1000, broken)];
    for (const answer of await Promise.allSettled(asked)) expect(answer.status).toBe('rejected');
    expect(await cache.getOrLoad('k', 1000, async () => Promise.resolve(7))).toBe(7);
  });

  it('answers a stale value at once and loads it again behind the caller', async () => {
    const { cache, pass } = await open();
    await cache.getOrLoad('k', 100, async () => Promise.resolve('old'), 500);
    await pass(150);
    const loaded = Promise.withResolvers<string>();
    expect(await cache.getOrLoad('k', 100, async () => loaded.promise, 500)).toBe('old');
    loaded.resolve('new');
    await loaded.promise;
    await pass(1);
    expect(await cache.getOrLoad('k', 100, async () => Promise.resolve('newer'), 500)).toBe('new');
  });

  it('answers the stale value while loads fail, and no longer than told', async () => {
    const { cache, pass } = await open();
    await cache.getOrLoad('k', 100, async () => Promise.resolve('old'), 500);
    await pass(300);
    expect(await cache.getOrLoad('k', 100, broken, 500)).toBe('old');
    await pass(100);
    expect(await cache.getOrLoad('k', 100, broken, 500)).toBe('old');
    await pass(250);
    await expect(cache.getOrLoad('k', 100, broken, 500)).rejects.toThrow('down');
  });

  it('does not let a load that began before undo what was set meanwhile', async () => {
    const { cache } = await open();
    const slow = Promise.withResolvers<string>();
    const asked = cache.getOrLoad('k', 1000, async () => slow.promise);
    await cache.set('k', 'set', 1000);
    slow.resolve('loaded');
    expect(await asked).toBe('loaded');
    expect((await cache.get('k'))?.value).toBe('set');
  });
};

/** What may be lost at any time. */
export const cacheContract = (name: string, open: OpenCache): void => {
  describe(`${name} cache: keeping`, () => {
    keeping(open);
  });
  describe(`${name} cache: loading`, () => {
    loading(open);
  });
};
