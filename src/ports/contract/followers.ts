import { describe, expect, it } from 'vitest';
import { parseCommitKey, type Commit } from '../commit.ts';
import type { Position } from '../followers.ts';
import type { Store } from '../store.ts';
import {
  appendAll,
  commitOf,
  fill,
  STREAM_A,
  STREAM_B,
  STREAM_C,
  withStore,
  type OpenStore,
} from './fixture.ts';

/** Reads to the end in small pages; the caller may act between pages. */
const follow = async (
  store: Store,
  from: Position | undefined,
  between: (page: number) => Promise<void> = async () => Promise.resolve(),
): Promise<{ readonly commits: readonly Commit[]; readonly position: Position | undefined }> => {
  const commits: Commit[] = [];
  let position = from;
  for (let page = 0; ; page += 1) {
    const read = await store.followers.read(position, 7);
    ({ position } = read);
    if (read.commits.length === 0) return { commits, position };
    commits.push(...read.commits);
    await between(page);
  }
};

/** First deliveries of each stream come without gap and in order; repeats may follow. */
const expectInOrder = (commits: readonly Commit[], expected: Readonly<Record<string, number>>): void => {
  const seen = new Map<string, number>();
  for (const { _id } of commits) {
    const { stream, seq } = parseCommitKey(_id);
    const last = seen.get(stream) ?? 0;
    expect(seq).toBeLessThanOrEqual(last + 1);
    seen.set(stream, Math.max(last, seq));
  }
  expect(Object.fromEntries(seen)).toEqual(expected);
};

const reading = (open: OpenStore): void => {
  it(
    'gives every commit, in order within its stream',
    withStore(open, async ({ store }) => {
      await Promise.all([fill(store, STREAM_A, 40), fill(store, STREAM_B, 25), fill(store, STREAM_C, 1)]);
      const { commits } = await follow(store, undefined);
      expectInOrder(commits, { [STREAM_A]: 40, [STREAM_B]: 25, [STREAM_C]: 1 });
      const third = commits.find(({ _id }) => _id === `${STREAM_A}#000000000003`);
      expect(third).toEqual(commitOf(STREAM_A, 3));
    }),
  );

  it(
    'misses nothing that is written while it reads',
    withStore(open, async ({ store }) => {
      await fill(store, STREAM_A, 30);
      const { commits, position } = await follow(store, undefined, async (page) => {
        if (page < 10) await appendAll(store, commitOf(STREAM_B, page + 1));
      });
      const rest = await follow(store, position);
      const written = await store.journal.read(STREAM_B, 1, 100);
      expect(written.length).toBeGreaterThan(0);
      expectInOrder([...commits, ...rest.commits], { [STREAM_A]: 30, [STREAM_B]: written.length });
    }),
  );

  it(
    'stands still at the end and goes on from there',
    withStore(open, async ({ store }) => {
      const empty = await store.followers.read(undefined, 10);
      expect(empty.commits).toEqual([]);
      await fill(store, STREAM_A, 3);
      const { position } = await follow(store, empty.position);
      expect(await store.followers.read(position, 10)).toEqual({ commits: [], position });
      await appendAll(store, commitOf(STREAM_A, 4));
      const after = await follow(store, position);
      expect(after.commits.at(-1)).toEqual(commitOf(STREAM_A, 4));
    }),
  );

  it(
    'gives at most as many as asked unless it repeats, and never an empty page before the end',
    withStore(open, async ({ store }) => {
      await fill(store, STREAM_A, 20);
      const first = await store.followers.read(undefined, 5);
      expect(first.commits).toHaveLength(5);
      const second = await store.followers.read(first.position, 5);
      expect(second.commits.length).toBeGreaterThanOrEqual(1);
    }),
  );

  it(
    'refuses a position that it did not make',
    withStore(open, async ({ store }) => {
      // a forged position is the point
      await expect(store.followers.read('x!' as Position, 5)).rejects.toMatchObject({
        code: 'E_UNAVAILABLE',
      });
    }),
  );

  it(
    'hints after an append and not once the listener is gone',
    withStore(open, async ({ store }) => {
      let hints = 0;
      const told = Promise.withResolvers<undefined>();
      const stop = store.followers.onAppend(() => {
        hints += 1;
        told.resolve(undefined);
      });
      await appendAll(store, commitOf(STREAM_A, 1));
      await told.promise;
      stop();
      const before = hints;
      const other = Promise.withResolvers<undefined>();
      const stopOther = store.followers.onAppend(() => other.resolve(undefined));
      await appendAll(store, commitOf(STREAM_A, 2));
      await other.promise;
      stopOther();
      expect(hints).toBe(before);
    }),
  );
};

const checkpoints = (open: OpenStore): void => {
  it(
    'continue from what was saved, after a restart too',
    withStore(open, async (fixture) => {
      const session = await fixture.store.followers.open('feed');
      expect(session.position).toBeUndefined();
      await fill(fixture.store, STREAM_A, 9);
      const { position } = await fixture.store.followers.read(undefined, 4);
      expect(await fixture.store.followers.save('feed', session.epoch, position)).toBe('saved');
      const store = await fixture.reopen();
      const again = await store.followers.open('feed');
      expect(again.epoch).toBeGreaterThan(session.epoch);
      expect(again.position).toBe(position);
      const { commits } = await follow(store, again.position);
      expect(commits.at(-1)).toEqual(commitOf(STREAM_A, 9));
      expect((await store.followers.open('other')).position).toBeUndefined();
    }),
  );

  it(
    'of an older session are fenced, rows and all',
    withStore(open, async ({ store }) => {
      await fill(store, STREAM_A, 3);
      const old = await store.followers.open('feed');
      const next = await store.followers.open('feed');
      const { position } = await store.followers.read(undefined, 2);
      expect(await store.followers.save('feed', old.epoch, position, [{ key: 'k', value: 1 }])).toBe(
        'fenced',
      );
      expect(await store.followers.rows('feed', '', { limit: 10 })).toEqual([]);
      expect(await store.followers.save('feed', next.epoch, position, [{ key: 'k', value: 2 }])).toBe(
        'saved',
      );
      expect(await store.followers.rows('feed', '', { limit: 10 })).toEqual([{ key: 'k', value: 2 }]);
    }),
  );

  it(
    'of a follower that was never opened are fenced',
    withStore(open, async ({ store }) => {
      const { position } = await store.followers.read(undefined, 1);
      expect(await store.followers.save('nobody', 1, position)).toBe('fenced');
    }),
  );
};

const readModels = (open: OpenStore): void => {
  it(
    'let go of rows that are saved without a value, however often',
    withStore(open, async ({ store }) => {
      const { epoch } = await store.followers.open('feed');
      const { position } = await store.followers.read(undefined, 1);
      const save = (rows: Parameters<typeof store.followers.save>[3]) =>
        store.followers.save('feed', epoch, position, rows);
      await save([
        { key: 'a', value: 1 },
        { key: 'b', value: null },
      ]);
      await save([{ key: 'a', value: undefined }]);
      await save([{ key: 'a', value: undefined }]);
      expect(await store.followers.rows('feed', '', { limit: 10 })).toEqual([{ key: 'b', value: null }]);
      await save([
        { key: 'a', value: undefined },
        { key: 'a', value: 2 },
      ]);
      expect(await store.followers.rows('feed', 'a', { limit: 10 })).toEqual([{ key: 'a', value: 2 }]);
    }),
  );

  it(
    'give rows by prefix in order of key, either way, from a key on',
    withStore(open, async ({ store }) => {
      const { epoch } = await store.followers.open('feed');
      const { position } = await store.followers.read(undefined, 1);
      const rows = ['b/2', 'a/1', 'b/10', 'b/1', 'c', 'b', 'b%', 'b_'].map((key) => ({
        key,
        value: { key },
      }));
      await store.followers.save('feed', epoch, position, rows);
      await store.followers.save('feed', epoch, position, [{ key: 'b/2', value: { key: 'new' } }]);
      const keysOf = async (
        prefix: string,
        options: { limit: number; descending?: boolean; before?: string },
      ): Promise<readonly string[]> =>
        (await store.followers.rows('feed', prefix, options)).map(({ key }) => key);
      expect(await keysOf('b/', { limit: 10 })).toEqual(['b/1', 'b/10', 'b/2']);
      expect(await keysOf('b/', { limit: 2, descending: true })).toEqual(['b/2', 'b/10']);
      expect(await keysOf('b/', { limit: 2, descending: true, before: 'b/10' })).toEqual(['b/1']);
      expect(await keysOf('b/', { limit: 10, before: 'b/2' })).toEqual(['b/1', 'b/10']);
      expect(await keysOf('', { limit: 3 })).toEqual(['a/1', 'b', 'b%']);
      expect(await keysOf('nothing', { limit: 3 })).toEqual([]);
      expect(await store.followers.rows('other', '', { limit: 3 })).toEqual([]);
      expect(await store.followers.rows('feed', 'b/2', { limit: 1 })).toEqual([
        { key: 'b/2', value: { key: 'new' } },
      ]);
    }),
  );
};

/** Following the log across streams. */
export const followersContract = (name: string, open: OpenStore): void => {
  describe(`${name} followers: reading`, () => {
    reading(open);
  });
  describe(`${name} followers: checkpoints`, () => {
    checkpoints(open);
  });
  describe(`${name} followers: read models`, () => {
    readModels(open);
  });
};
