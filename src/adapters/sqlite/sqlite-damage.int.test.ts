import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Commit } from '#ports/commit.ts';
import type { Position } from '#ports/followers.ts';
import type { AppendResult } from '#ports/journal.ts';
import { commandOf, commitOf, fill, STREAM_A, STREAM_B, STREAM_C } from '#ports/contract/fixture.ts';
import { damageFirstLeaf, damageLeafWith, damageRoot } from '#test/support/damaged-database.ts';
import { commandHash } from './command-hash.ts';
import { databasePath } from './database.ts';
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts';

let dir = '';
let open: SqliteStore | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'guildhall-'));
});
afterEach(async () => {
  await open?.close();
  open = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const openStore = async (): Promise<SqliteStore> => {
  open = await openSqliteStore({ dir });
  return open;
};

/** 400 commits of one stream, then 100 of another, on pages of their own but for the one in between. */
const fillTwo = async (): Promise<void> => {
  const store = await openSqliteStore({ dir });
  await fill(store, STREAM_A, 400);
  await fill(store, STREAM_B, 100);
  await store.close();
};

const damaged = () => ({
  name: 'Fault',
  code: 'E_UNAVAILABLE',
  retryable: false,
  message: expect.stringContaining(
    `"${databasePath(dir)}" is damaged: stop the service, keep a copy and run "npm run data -- restore FILE" with a backup`,
  ) as string,
});

const append = (store: SqliteStore, ...commits: readonly Commit[]): Promise<readonly AppendResult[]> =>
  store.journal.append(commits.map((commit) => ({ commit })));

const seqsOf = (commits: readonly Commit[]): readonly number[] =>
  commits.map(({ _id }) => Number(_id.slice(-12)));

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a damaged leaf page of the log', () => {
  beforeEach(async () => {
    await fillTwo();
    damageLeafWith(databasePath(dir), `${STREAM_A}#000000000200`);
  });

  it('fails the reads that meet it, not the start and no others, and says what to do', async () => {
    const store = await openStore();
    await expect(store.journal.read(STREAM_A, 1, 400)).rejects.toMatchObject(damaged());
    await expect(store.journal.read(STREAM_A, 200, 1)).rejects.toMatchObject(damaged());
    expect(seqsOf(await store.journal.read(STREAM_A, 1, 50))).toEqual(range(1, 50));
    expect(seqsOf(await store.journal.read(STREAM_A, 300, 200))).toEqual(range(300, 400));
    expect(seqsOf(await store.journal.read(STREAM_B, 1, 200))).toEqual(range(1, 100));
    expect(await store.journal.find(STREAM_B, [`ash/${STREAM_B}-7`])).toEqual(
      new Map([[`ash/${STREAM_B}-7`, 7]]),
    );
    await expect(store.journal.find(STREAM_A, [`ash/${STREAM_A}-200`])).rejects.toMatchObject(damaged());
    expect(await store.describe()).toMatchObject({ commits: 500, streams: 2 });
  });

  it('lets every stream be written to, the damaged one too', async () => {
    const store = await openStore();
    const results = await append(
      store,
      commitOf(STREAM_A, 401),
      commitOf(STREAM_B, 101),
      commitOf(STREAM_C, 1),
    );
    expect(results.map(({ status }) => status)).toEqual(['committed', 'committed', 'committed']);
    expect(seqsOf(await store.journal.read(STREAM_A, 401, 10))).toEqual([401]);
  });

  it('stops whoever follows the log in front of it, and leaves them where they are', async () => {
    const store = await openStore();
    const { epoch } = await store.followers.open('test');
    let position: Position | undefined;
    let read = 0;
    const step = async (): Promise<void> => {
      const next = await store.followers.read(position, 20, ['pet']);
      read += next.commits.length;
      ({ position } = next);
      await store.followers.save('test', epoch, position);
    };
    await expect(
      (async () => {
        for (;;) await step();
      })(),
    ).rejects.toMatchObject(damaged());
    expect(read).toBeGreaterThan(150);
    expect(read).toBeLessThan(200);
    expect((await store.followers.open('test')).position).toBe(position);
  });
});

describe('a damaged root page', () => {
  it('of the log is refused at the start', async () => {
    await fillTwo();
    damageRoot(databasePath(dir), 'commits');
    await expect(openSqliteStore({ dir })).rejects.toMatchObject(damaged());
  });
});

describe('a damaged leaf page of command ids', () => {
  /** Ids whose place is on the damaged page, which has the least hashes, and far from it. */
  const [low = '', high = ''] = ((): readonly string[] => {
    const ids = Array.from({ length: 2_000 }, (_, n) => `ash/x${n}`);
    const sorted = ids.toSorted((a, b) => commandHash(a) - commandHash(b));
    return [sorted[0] ?? '', sorted.at(-1) ?? ''];
  })();
  const withId = (stream: string, seq: number, id: string): Commit =>
    commitOf(stream, seq, {
      cmds: [
        commandOf(id, {
          effects: [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' } }],
        }),
      ],
    });

  beforeEach(async () => {
    await fillTwo();
    damageFirstLeaf(databasePath(dir), 'cmds');
  });

  it('refuses the commits that meet it, with nothing half done, and none of those in the same batch', async () => {
    const store = await openStore();
    const results = await append(
      store,
      commitOf(STREAM_B, 101),
      withId(STREAM_A, 401, low),
      commitOf(STREAM_A, 402),
      withId(STREAM_C, 1, high),
      commitOf(STREAM_B, 102),
      commitOf(STREAM_B, 102, { commitId: 'somebody-else' }),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'committed',
      'refused',
      'refused',
      'committed',
      'committed',
      'conflict',
    ]);
    expect(results[1]).toMatchObject({ cause: damaged() });
    expect(results[5]).toMatchObject({ commitId: `${STREAM_B}-102` });
    expect(await store.journal.read(STREAM_A, 401, 10)).toEqual([]);
    expect(seqsOf(await store.journal.read(STREAM_B, 101, 10))).toEqual([101, 102]);
    expect(await store.outbox.count()).toBe(1);
    // the same again, alone: still surely not applied, and the stream can be written to elsewhere
    expect(await append(store, withId(STREAM_A, 401, low))).toMatchObject([{ status: 'refused' }]);
    expect(await append(store, withId(STREAM_A, 401, high))).toMatchObject([{ status: 'committed' }]);
    expect(seqsOf(await store.journal.read(STREAM_A, 401, 10))).toEqual([401]);
  });

  it('fails the questions that meet it, and no others', async () => {
    const store = await openStore();
    await expect(store.journal.find(STREAM_A, [low])).rejects.toMatchObject(damaged());
    expect(await store.journal.find(STREAM_A, [high])).toEqual(new Map());
    expect((await store.journal.find(STREAM_B, [`ash/${STREAM_B}-7`])).size).toBe(1);
    expect(seqsOf(await store.journal.read(STREAM_A, 1, 400))).toEqual(range(1, 400));
  });

  it('fails no other write that shares its transaction', async () => {
    const store = await openStore();
    const { epoch } = await store.followers.open('test');
    const position = (await store.followers.read(undefined, 1)).position;
    const [, ...others] = await Promise.all([
      append(store, withId(STREAM_A, 401, low)),
      store.followers.save('test', epoch, position),
      store.deadLetters.count(),
      append(store, commitOf(STREAM_B, 101)),
    ]);
    expect(others).toEqual(['saved', 0, [{ status: 'committed' }]]);
  });
});
