import { Timestamp } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { commitKey, type Commit } from '#ports/commit.ts';
import {
  appendAll,
  commandOf,
  commitOf,
  fill,
  STREAM_A,
  STREAM_B,
  STREAM_C,
} from '#ports/contract/fixture.ts';
import type { Position } from '#ports/followers.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { mongoOffers, startStandIn } from '#test/support/services/mongo-server.ts';
import { everyOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { type MongoStore, type MongoStoreOptions, openMongoStore } from './mongo-store.ts';
import { positionOf } from './positions.ts';

const left: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});

const open = async (uri: string, more: Partial<MongoStoreOptions> = {}): Promise<MongoStore> => {
  const store = await openMongoStore(mongoOptions(uri, more));
  left.push(() => store.close());
  return store;
};

/** Reads to the end; each commit comes at least once. */
const follow = async (
  store: MongoStore,
  from: Position | undefined,
  kinds?: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly position: Position | undefined }> => {
  const commits: Commit[] = [];
  for (let position = from; ;) {
    const page = await store.followers.read(position, 50, kinds);
    ({ position } = page);
    if (page.commits.length === 0) return { ids: [...new Set(commits.map(({ _id }) => _id))], position };
    commits.push(...page.commits);
  }
};

const keys = (stream: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => commitKey(stream, from + index));

const effects = [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }];
const withEffect = (stream: string, seq: number): Commit =>
  commitOf(stream, seq, { cmds: [commandOf(`ash/${stream}-${seq}`, { effects })] });

onServers(everyOffer(), (server) => {
  const database = (): string => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    return uri;
  };

  describe('a follower', () => {
    it('reads by key first and in the order of time from where that began, without a gap', async () => {
      const store = await open(database());
      await fill(store, STREAM_C, 3);
      await fill(store, STREAM_A, 3);
      const first = await store.followers.read(undefined, 2);
      expect(first.commits.map(({ _id }) => _id)).toEqual(keys(STREAM_A, 1, 2));
      // written behind the scan's back
      await fill(store, '00:pet:home:a', 2);
      await fill(store, STREAM_B, 1);
      const { ids } = await follow(store, first.position);
      expect(new Set(ids)).toEqual(
        new Set([
          ...keys(STREAM_A, 3, 3),
          ...keys(STREAM_B, 1, 1),
          ...keys(STREAM_C, 1, 3),
          ...keys('00:pet:home:a', 1, 2),
        ]),
      );
    });

    it('gets only the kinds that it asks for, in the scan and behind it', async () => {
      const store = await open(database());
      await fill(store, STREAM_A, 2);
      await fill(store, STREAM_C, 2);
      const scan = await follow(store, undefined, ['user']);
      expect(scan.ids).toEqual(keys(STREAM_C, 1, 2));
      await appendAll(store, commitOf(STREAM_A, 3), commitOf(STREAM_C, 3));
      expect((await follow(store, scan.position, ['user'])).ids).toEqual(keys(STREAM_C, 3, 3));
      await expect(store.followers.read(undefined, 1, ['.*'])).rejects.toMatchObject({
        code: 'E_UNAVAILABLE',
      });
    });

    it('whose place was lost while it scanned starts again, too', async () => {
      const store = await open(database());
      await fill(store, STREAM_A, 3);
      const since = new Timestamp({ t: 1, i: 1 });
      const lost = positionOf({ at: 'scan', since, token: { _data: '00' }, after: `${STREAM_A}#~` });
      const { ids, position } = await follow(store, lost);
      expect(ids).toEqual(keys(STREAM_A, 1, 3));
      await fill(store, STREAM_B, 2);
      expect((await follow(store, position)).ids).toEqual(keys(STREAM_B, 1, 2));
    });

    it('whose place the server does not know starts again from the commits', async () => {
      const store = await open(database());
      await fill(store, STREAM_A, 4);
      const lost = positionOf({ at: 'token', token: { _data: '00' } });
      const { ids, position } = await follow(store, lost);
      expect(ids).toEqual(keys(STREAM_A, 1, 4));
      await fill(store, STREAM_B, 2);
      expect((await follow(store, position)).ids).toEqual(keys(STREAM_B, 1, 2));
    });

    it.each([
      ['ends in order', 600_000, (store: MongoStore) => store.close()],
      ['dies', 3_000, (store: MongoStore) => store.abandon()],
    ])(
      'runs in one process alone, and goes on in another when that one %s',
      async (_how, leaseTtlMs, end) => {
        const uri = database();
        const a = await open(uri, { node: 'node-a', leaseTtlMs });
        const b = await open(uri, { node: 'node-b', leaseTtlMs });
        const sessionA = await a.followers.open('feed');
        const sessionB = await b.followers.open('feed');
        await fill(a, STREAM_A, 2);
        const { ids, position } = await follow(a, sessionA.position);
        expect(ids).toEqual(keys(STREAM_A, 1, 2));
        expect(await b.followers.read(sessionB.position, 10)).toEqual({
          commits: [],
          position: sessionB.position,
        });
        const place = position ?? positionOf({ at: 'token', token: {} });
        expect(await a.followers.save('feed', sessionA.epoch, place, [{ key: 'k', value: 1 }])).toBe('saved');
        await expect(b.followers.save('feed', sessionB.epoch, place)).rejects.toMatchObject({
          retryable: true,
        });
        await end(a);
        await fill(b, STREAM_B, 2);
        let seen: Awaited<ReturnType<typeof follow>> = { ids: [], position: undefined };
        await until('the other goes on', async () => {
          seen = await follow(b, sessionB.position);
          return seen.ids.length > 0;
        });
        expect(seen.ids).toEqual(keys(STREAM_B, 1, 2));
        expect(await b.followers.save('feed', sessionB.epoch, seen.position ?? place)).toBe('saved');
        expect(await b.followers.rows('feed', '', { limit: 9 })).toEqual([{ key: 'k', value: 1 }]);
      },
    );

    it('goes on in another process from the place that was saved', async () => {
      const uri = database();
      const store = await open(uri);
      const { epoch } = await store.followers.open('feed');
      await fill(store, STREAM_A, 2);
      const { position } = await follow(store, undefined);
      await fill(store, STREAM_B, 2);
      const more = await follow(store, position);
      expect(more.ids).toEqual(keys(STREAM_B, 1, 2));
      await store.followers.save('feed', epoch, more.position ?? positionOf({ at: 'token', token: {} }));
      await store.close();
      const next = await open(uri);
      await fill(next, STREAM_C, 2);
      const session = await next.followers.open('feed');
      expect((await follow(next, session.position)).ids).toEqual(keys(STREAM_C, 1, 2));
    });
  });
});

onServers(
  mongoOffers()
    .filter(({ isStandIn }) => isStandIn)
    .slice(0, 1),
  (_server, name) => {
    it('a server that has forgotten every old place costs a scan and loses nothing', async () => {
      const forgetful = await startStandIn(name, { oplogEntries: 20 });
      left.push(() => forgetful.end());
      const uri = freshDatabase(forgetful.uri);
      const store = await open(uri);
      await appendAll(store, withEffect(STREAM_A, 1));
      const { position } = await follow(store, undefined);
      await store.abandon();
      // what the old owner did not follow any more
      await withDatabase(uri, (db) => db.collection('outbox').deleteMany({}));
      const next = await open(uri);
      await fill(next, STREAM_B, 60);
      await appendAll(next, withEffect(STREAM_C, 1));
      const pending = await next.outbox.pending(next.leases.owned(), '', 10);
      expect(pending.map(({ id }) => id)).toEqual([
        `${STREAM_A}#000000000001/0/0`,
        `${STREAM_C}#000000000001/0/0`,
      ]);
      const { ids } = await follow(next, position);
      // whether the server still knows the follower's own place, which is a newer one, is its affair
      const found = ids.filter((id) => !id.startsWith(STREAM_A));
      expect(found.toSorted()).toEqual([...keys(STREAM_B, 1, 60), ...keys(STREAM_C, 1, 1)].toSorted());
    });
  },
);
