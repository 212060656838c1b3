import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Manifest, Snapshots } from '#ports/snapshots.ts';
import { dropDatabase, freshDatabase } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { type Calls, createCalls } from './calls.ts';
import { int64 } from './codec.ts';
import { type Collections, collectionsOf } from './collections.ts';
import { createMongoSnapshots } from './mongo-snapshots.ts';

const STREAM = '00:pet:home:aaa';

const streamOf = (n: number): string => `00:pet:home:p${n}`;

const manifestOf = (seq: number, keys: readonly string[], stream = STREAM): Manifest => ({
  stream,
  seq,
  schema: 1,
  at: seq,
  head: { epoch: 1, writer: 'w', ring: '' },
  pages: keys.map((key) => ({ name: key.slice(0, 1), key, hash: '' })),
});

const page = (key: string, characters = 10): { key: string; text: string } => ({
  key,
  text: key.padEnd(characters, '-'),
});

onServers(bestOffer(), (server) => {
  let uri = '';
  let client: MongoClient;
  let collections: Collections;
  let snapshots: Snapshots;
  let questions = 0;

  beforeEach(() => {
    uri = freshDatabase(server().uri);
    client = new MongoClient(uri);
    collections = collectionsOf(client.db());
    const calls = createCalls(systemClock);
    const counted: Calls = {
      ...calls,
      run: (...about) => {
        questions += 1;
        return calls.run(...about);
      },
    };
    snapshots = createMongoSnapshots(counted, collections);
    questions = 0;
  });
  afterEach(async () => {
    await client.close();
    await dropDatabase(uri);
  });

  const rows = (): Promise<number> => collections.pages.countDocuments();
  const textsOf = async (which: 'current' | 'previous', stream = STREAM): Promise<readonly string[]> => {
    const loaded = await snapshots.load(stream, which);
    return [...(loaded?.pages.values() ?? [])].map((text) => text.replace(/-+$/, ''));
  };

  it('snapshots of many entities are a handful of questions, and small ones have no rows of pages', async () => {
    const put = (seq: number): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          snapshots.put(manifestOf(seq, [`a${seq}`], streamOf(n)), [page(`a${seq}`)]),
        ),
      );
    await put(1);
    await put(2);
    // the first of each time is a group by itself, the rest are the next
    expect(questions).toBe(8);
    expect(await rows()).toBe(0);
    expect(await textsOf('current', streamOf(59))).toEqual(['a2']);
    expect(await textsOf('previous', streamOf(59))).toEqual(['a1']);
  });

  it('of one stream come in their order, however many wait', async () => {
    await Promise.all([1, 2, 3].map((seq) => snapshots.put(manifestOf(seq, [`a${seq}`]), [page(`a${seq}`)])));
    expect([await textsOf('previous'), await textsOf('current')]).toEqual([['a2'], ['a3']]);
  });

  it('grow out of the document and back into it, and leave no rows behind', async () => {
    await snapshots.put(manifestOf(1, ['a1']), [page('a1')]);
    await snapshots.put(manifestOf(2, ['a2']), [page('a2', 40_000)]);
    expect([await textsOf('previous'), await textsOf('current'), await rows()]).toEqual([['a1'], ['a2'], 1]);
    await snapshots.put(manifestOf(3, ['a3']), [page('a3')]);
    expect([await textsOf('previous'), await textsOf('current'), await rows()]).toEqual([['a2'], ['a3'], 1]);
    await snapshots.put(manifestOf(4, ['a4']), [page('a4')]);
    expect([await textsOf('previous'), await textsOf('current'), await rows()]).toEqual([['a3'], ['a4'], 0]);
  });

  it('of an earlier version, with all pages in rows, are read, kept as the previous one and dropped', async () => {
    const current = JSON.stringify(manifestOf(1, ['a1']));
    await collections.manifests.insertOne({ _id: STREAM, seq: int64(1), current });
    await snapshots.putPages(STREAM, 1, [page('a1')]);
    expect(await textsOf('current')).toEqual(['a1']);
    await snapshots.put(manifestOf(2, ['a2']), [page('a2')]);
    expect([await textsOf('previous'), await textsOf('current'), await rows()]).toEqual([['a1'], ['a2'], 1]);
    await snapshots.put(manifestOf(3, ['a3']), [page('a3')]);
    expect([await textsOf('previous'), await textsOf('current'), await rows()]).toEqual([['a2'], ['a3'], 0]);
  });

  it('one that is too large for the server is refused and holds up nobody else', async () => {
    const big = 'x'.repeat(20_000_000);
    const [, bad, good] = await Promise.allSettled([
      // a group by itself; those after it are one
      snapshots.put(manifestOf(1, ['a1'], streamOf(0)), [page('a1')]),
      snapshots.put({ ...manifestOf(1, ['a1'], streamOf(1)), head: { epoch: 1, writer: big, ring: '' } }, [
        page('a1'),
      ]),
      snapshots.put(manifestOf(1, ['a1'], streamOf(2)), [page('a1')]),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'E_LIMIT' } });
    expect(good.status).toBe('fulfilled');
    expect(await textsOf('current', streamOf(2))).toEqual(['a1']);
  });
});
