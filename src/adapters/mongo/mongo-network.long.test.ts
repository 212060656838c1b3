import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitKey, effectId } from '#ports/commit.ts';
import { appendAll, commandOf, commitOf, fill, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import { type Direction, type FaultProxy, startFaultProxy } from '#test/support/fault-proxy/fault-proxy.ts';
import { mongoFrames } from '#test/support/fault-proxy/frames.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { everyOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { type MongoStore, openMongoStore } from './mongo-store.ts';

/** An append on its way to the server. */
const isInsert = (message: Buffer, direction: Direction): boolean =>
  direction === 'request' && message.includes('\u0002insert\0') && message.includes('commits\0');

/** Ids of the requests that were appends, to know their answers. */
const answersTo = (isAsked: (message: Buffer, direction: Direction) => boolean) => {
  const asked = new Set<number>();
  return (message: Buffer, direction: Direction): boolean => {
    if (direction === 'answer') return asked.delete(message.readInt32LE(8));
    if (isAsked(message, direction)) asked.add(message.readInt32LE(4));
    return false;
  };
};

/** True for the first `times` that it is. */
const first = (times: number, is: (message: Buffer, direction: Direction) => boolean) => {
  let left = times;
  return (message: Buffer, direction: Direction): boolean => {
    if (left === 0 || !is(message, direction)) return false;
    left -= 1;
    return true;
  };
};

onServers(everyOffer(), (server) => {
  let proxy: FaultProxy;
  let store: MongoStore;
  let uri = '';

  beforeEach(async () => {
    uri = freshDatabase(server().uri);
    proxy = await startFaultProxy({ targetPort: Number(new URL(uri).port), frames: mongoFrames });
    const through = new URL(uri);
    through.port = String(proxy.port);
    through.searchParams.set('directConnection', 'true');
    store = await openMongoStore(
      mongoOptions(through.href, { callWithinMs: 1_000, selectWithinMs: 500, leaseTtlMs: 600_000 }),
    );
  });

  afterEach(async () => {
    proxy.faults = {};
    await proxy.accept();
    await store.abandon();
    await proxy.close();
    await dropDatabase(uri);
  });

  /** How often the log has the place, and whose it is. */
  const stored = async (seq: number): Promise<readonly string[]> =>
    (await store.journal.read(STREAM_A, seq, 1)).map(({ commitId }) => commitId);

  /** Appends the very same commit until the outcome is known, as the kit does. */
  const appendUntilKnown = async (commit = commitOf(STREAM_A, 1)): Promise<string> => {
    for (;;) {
      const [status = ''] = await appendAll(store, commit);
      if (status !== 'unknown') return status;
    }
  };

  describe('an append', () => {
    it('whose answer is lost once lands once: the driver asks again', async () => {
      const isAnswer = first(1, answersTo(isInsert));
      proxy.faults = { fate: (message, direction) => (isAnswer(message, direction) ? 'reset' : 'pass') };
      expect(['committed', `conflict ${STREAM_A}-1`]).toContain(await appendUntilKnown());
      expect(await stored(1)).toEqual([`${STREAM_A}-1`]);
      expect((await store.journal.stats()).commits).toBe(1);
    });

    it('whose answers are lost is unknown, and known by inserting the same commit again', async () => {
      const isAnswer = answersTo(isInsert);
      proxy.faults = { fate: (message, direction) => (isAnswer(message, direction) ? 'reset' : 'pass') };
      expect(await appendAll(store, commitOf(STREAM_A, 1))).toEqual(['unknown']);
      proxy.faults = {};
      expect(await appendUntilKnown()).toBe(`conflict ${STREAM_A}-1`);
      expect((await store.journal.stats()).commits).toBe(1);
    });

    it.each(['request', 'answer'] as const)(
      'whose %s vanishes is done all the same: it is sent twice',
      async (which) => {
        const isLost = first(1, which === 'request' ? isInsert : answersTo(isInsert));
        proxy.faults = { fate: (message, direction) => (isLost(message, direction) ? 'drop' : 'pass') };
        const [result] = await appendAll(store, commitOf(STREAM_A, 1));
        expect(result).toBe(which === 'request' ? 'committed' : `conflict ${STREAM_A}-1`);
        expect(await stored(1)).toEqual([`${STREAM_A}-1`]);
      },
    );

    it('of many whose answer vanishes is told whose each place is', async () => {
      const isLost = first(1, answersTo(isInsert));
      proxy.faults = { fate: (message, direction) => (isLost(message, direction) ? 'drop' : 'pass') };
      const streams = [STREAM_A, STREAM_B];
      const results = await appendAll(store, ...streams.map((stream) => commitOf(stream, 1)));
      expect(results).toEqual(streams.map((stream) => `conflict ${stream}-1`));
    });

    it('into a black hole is unknown within the time limit of a call', async () => {
      proxy.faults = { fate: (message, direction) => (isInsert(message, direction) ? 'drop' : 'pass') };
      const [result] = await store.journal.append([{ commit: commitOf(STREAM_A, 1) }]);
      expect(result).toMatchObject({ status: 'unknown', cause: { code: 'E_UNAVAILABLE', retryable: true } });
      proxy.faults = {};
      expect(await stored(1)).toEqual([]);
      expect(await appendUntilKnown()).toBe('committed');
    });

    it('that is cut in the middle never lands half', async () => {
      const isFirst = first(2, isInsert);
      proxy.faults = { fate: (message, direction) => (isFirst(message, direction) ? 'cut' : 'pass') };
      expect(await appendAll(store, commitOf(STREAM_A, 1), commitOf(STREAM_B, 1))).toEqual([
        'unknown',
        'unknown',
      ]);
      expect((await store.journal.stats()).commits).toBe(0);
      expect(await appendUntilKnown()).toBe('committed');
    });

    it('that arrives long after it was given up finds its place taken by the same commit', async () => {
      const isFirst = first(2, isInsert);
      proxy.faults = { fate: (message, direction) => (isFirst(message, direction) ? 'hold' : 'pass') };
      expect(await appendAll(store, commitOf(STREAM_A, 1))).toEqual(['unknown']);
      expect(proxy.held).toBe(2);
      expect(await appendUntilKnown()).toBe('committed');
      await proxy.release();
      expect(await appendAll(store, commitOf(STREAM_A, 2))).toEqual(['committed']);
      expect((await store.journal.stats()).commits).toBe(2);
    });

    it('that arrives after another owner has taken the place changes nothing and is told whose it is', async () => {
      const isFirst = first(2, isInsert);
      proxy.faults = { fate: (message, direction) => (isFirst(message, direction) ? 'hold' : 'pass') };
      expect(await appendAll(store, commitOf(STREAM_A, 1, { commitId: 'old' }))).toEqual(['unknown']);
      expect(await appendUntilKnown(commitOf(STREAM_A, 1, { commitId: 'new', epoch: 2 }))).toBe('committed');
      await proxy.release();
      expect(await appendAll(store, commitOf(STREAM_A, 1, { commitId: 'old' }))).toEqual(['conflict new']);
      expect(await stored(1)).toEqual(['new']);
    });

    it('that lands as a ghost brings its effects with it', async () => {
      const isFirst = first(2, isInsert);
      proxy.faults = { fate: (message, direction) => (isFirst(message, direction) ? 'hold' : 'pass') };
      const effects = [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }];
      const commit = commitOf(STREAM_A, 1, { cmds: [commandOf('ash/1', { effects })] });
      expect(await appendAll(store, commit)).toEqual(['unknown']);
      await proxy.release();
      // the ghost or the repeat: one of them is first, and both are the same commit
      expect(await appendUntilKnown(commit)).toMatch(/^committed$|^conflict 00:pet:home:aaa-1$/);
      const pending = await store.outbox.pending(new Set([0]), `${STREAM_A}#`, 10);
      expect(pending.map(({ id }) => id)).toEqual([effectId(commitKey(STREAM_A, 1), 0, 0)]);
    });

    it('whose answer never comes brings its effects all the same, without being asked for again', async () => {
      const isAnswer = answersTo(isInsert);
      proxy.faults = { fate: (message, direction) => (isAnswer(message, direction) ? 'drop' : 'pass') };
      const effects = [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }];
      const commit = commitOf(STREAM_A, 1, { cmds: [commandOf('ash/1', { effects })] });
      expect(await appendAll(store, commit)).toEqual(['unknown']);
      proxy.faults = {};
      const rows = (): Promise<number> =>
        withDatabase(uri, (db) => db.collection('outbox').countDocuments({ open: true }));
      await until('its row is there', async () => (await rows()) === 1);
    });

    it('to a server that is away is unknown, and committed once it is back', async () => {
      await fill(store, STREAM_A, 3);
      await proxy.refuse();
      expect(await appendAll(store, commitOf(STREAM_A, 4))).toEqual(['unknown']);
      await expect(store.journal.read(STREAM_A, 1, 1)).rejects.toMatchObject({
        code: 'E_UNAVAILABLE',
        retryable: true,
        message: expect.stringContaining('check that it runs and can be reached') as string,
      });
      await proxy.accept();
      expect(await appendUntilKnown(commitOf(STREAM_A, 4))).toBe('committed');
    });

    it('over a slow line is committed like any other', async () => {
      proxy.faults = { delayMs: 20, bytesPerSecond: 200_000 };
      expect(await appendAll(store, commitOf(STREAM_A, 1), commitOf(STREAM_B, 1))).toEqual([
        'committed',
        'committed',
      ]);
    });
  });

  describe("the server's own faults", () => {
    const failing = (data: object, times: number): Promise<unknown> =>
      withDatabase(uri, (db) =>
        db.admin().command({
          configureFailPoint: 'failCommand',
          mode: { times },
          data: { failCommands: ['insert'], ...data },
        }),
      );

    it('a connection closed on every try leaves the append unknown, then known', async () => {
      await failing({ closeConnection: true }, 2);
      expect(await appendAll(store, commitOf(STREAM_A, 1))).toEqual(['unknown']);
      expect(await appendUntilKnown()).toMatch(/^committed$|^conflict 00:pet:home:aaa-1$/);
    });

    it('a full disk is named, leaves nothing half done, and the append goes on when there is room', async () => {
      await failing({ errorCode: 14_031 }, 1);
      const [result] = await store.journal.append([{ commit: commitOf(STREAM_A, 1) }]);
      expect(result).toMatchObject({
        status: 'unknown',
        cause: {
          code: 'E_UNAVAILABLE',
          retryable: true,
          message: 'the disk of MongoDB is full: make room, then it goes on by itself',
        },
      });
      expect((await store.journal.stats()).commits).toBe(0);
      expect(await appendUntilKnown()).toBe('committed');
    });

    it('a write that no majority confirms is unknown until one does', async () => {
      await failing({ writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } }, 1);
      expect(await appendAll(store, commitOf(STREAM_A, 1))).toEqual(['unknown']);
      expect(await appendUntilKnown()).toBe(`conflict ${STREAM_A}-1`);
    });
  });

  it('a follower that was killed in the middle of a checkpoint goes on with the next process at once', async () => {
    await fill(store, STREAM_A, 2);
    const { epoch, position } = await store.followers.open('views');
    const page = await store.followers.read(position, 10);
    let isEnding = false;
    proxy.faults = {
      fate: (message) => {
        if (!message.includes('commitTransaction')) return 'pass';
        isEnding = true;
        return 'drop';
      },
    };
    const rows = [{ key: 'a', value: 1 }];
    const saving = store.followers.save('views', epoch, page.position, rows).catch(() => 'killed');
    await until('its end is on the way', () => isEnding);
    await store.abandon();
    await saving;
    const next = await openMongoStore(mongoOptions(uri));
    try {
      const session = await next.followers.open('views');
      expect(await next.followers.rows('views', '', { limit: 9 })).toEqual([]);
      expect(await next.followers.save('views', session.epoch, page.position, rows)).toBe('saved');
      expect(await next.followers.rows('views', '', { limit: 9 })).toEqual(rows);
    } finally {
      await next.close();
    }
  });

  it('a follower goes on from its place after the line was cut, without a gap', async () => {
    await fill(store, STREAM_A, 5);
    const scan = await store.followers.read(undefined, 100);
    expect(scan.commits).toHaveLength(5);
    let { position } = await store.followers.read(scan.position, 100);
    await fill(store, STREAM_B, 3);
    ({ position } = await store.followers.read(position, 1));
    proxy.reset();
    const seen: string[] = [];
    while (seen.length < 2) {
      const page = await store.followers.read(position, 10).catch(() => undefined);
      if (page === undefined) continue;
      seen.push(...page.commits.map(({ _id }) => _id));
      ({ position } = page);
    }
    expect(seen).toEqual([commitKey(STREAM_B, 2), commitKey(STREAM_B, 3)]);
  });
});
