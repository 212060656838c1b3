import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { type Commit, commitKey } from '#ports/commit.ts';
import { commandOf, commitOf, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import { dropDatabase, freshDatabase } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { createCalls } from './calls.ts';
import { int64 } from './codec.ts';
import { type Collections, collectionsOf } from './collections.ts';
import { Sides } from './sides.ts';

const EPOCH = 7;
const EFFECTS = [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }];

const asking = (stream: string, seq: number, more: Partial<Commit> = {}): Commit =>
  commitOf(stream, seq, {
    epoch: EPOCH,
    at: Date.now(),
    cmds: [commandOf(`ash/${stream}-${seq}`, { effects: EFFECTS })],
    ...more,
  });

onServers(bestOffer(), (server) => {
  let uri = '';
  let client: MongoClient;
  let collections: Collections;
  let lowered: number[] = [];
  let isRefusing = false;
  let sides: Sides;

  beforeEach(() => {
    uri = freshDatabase(server().uri);
    client = new MongoClient(uri);
    collections = collectionsOf(client.db());
    lowered = [];
    isRefusing = false;
    sides = new Sides({
      calls: createCalls(systemClock),
      collections,
      clock: systemClock,
      epochOf: () => EPOCH,
      ttlMs: 200,
      lower: async (markMs) => {
        if (isRefusing) throw new Error('out of reach');
        lowered.push(markMs);
        await Promise.resolve();
      },
      onError: (error) => {
        throw error;
      },
    });
  });

  afterEach(async () => {
    await sides.stop();
    await client.close();
    await dropDatabase(uri);
  });

  const mark = (): Promise<number | undefined> => sides.mark((markMs) => Promise.resolve(markMs));
  /** A commit as the log has it; ids of rows that it leads to are its own. */
  const store = async (commit: Commit): Promise<void> => {
    await collections.commits.insertOne({ ...commit, at: int64(commit.at), side: true });
  };
  const rows = async (): Promise<readonly string[]> =>
    (await collections.outbox.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id.split('/')[0] ?? '');

  it('mark a time a little behind the clock, or that of the oldest commit without rows', async () => {
    const beforeMs = Date.now();
    expect(await mark()).toBeLessThan(beforeMs);
    expect(await mark()).toBeGreaterThan(beforeMs - 10_000);
    const [ticket] = await sides.begin([asking(STREAM_A, 1, { at: beforeMs - 1_500 })]);
    expect(lowered).toEqual([]);
    expect(await mark()).toBeLessThanOrEqual(beforeMs - 1_500);
    if (ticket !== undefined) sides.writer.write(ticket);
    await sides.reached();
    expect(await sides.last((markMs) => Promise.resolve(markMs))).toBeGreaterThan(beforeMs - 1_500);
  });

  it('lower the mark before a commit is sent whose time lies before it, and send none otherwise', async () => {
    const markMs = (await mark()) ?? 0;
    const old = asking(STREAM_A, 1, { at: markMs - 3_600_000 });
    isRefusing = true;
    await expect(sides.begin([old])).rejects.toThrow('out of reach');
    expect(sides.writer.oldestAt).toBeUndefined();
    isRefusing = false;
    await sides.begin([old, undefined]);
    expect(lowered).toHaveLength(1);
    expect(lowered[0]).toBeLessThanOrEqual(old.at);
    expect(await mark()).toBeLessThanOrEqual(old.at);
    await sides.begin([asking(STREAM_B, 1, { at: old.at + 1 })]);
    expect(lowered).toHaveLength(1);
  });

  it('of a former owner are written from its mark on, and those that land a little later', async () => {
    const nowMs = Date.now();
    const former = { epoch: EPOCH - 1 };
    await store(asking(STREAM_A, 1, { ...former, at: nowMs - 5_000 }));
    await store(asking(STREAM_A, 2, { ...former, at: nowMs - 1_000 }));
    await store(asking(STREAM_A, 3, { at: nowMs }));
    sides.take([nowMs - 2_000, nowMs]);
    expect(await mark()).toBeUndefined();
    await sides.reached();
    expect(await rows()).toEqual([commitKey(STREAM_A, 2)]);
    expect(await mark()).toBeLessThanOrEqual(nowMs - 2_000);
    await store(asking(STREAM_B, 1, { ...former, at: nowMs - 500 }));
    await until('the late one has its row', async () => (await rows()).length === 2);
    await until('nothing is looked for any more', async () => ((await mark()) ?? 0) > nowMs - 2_000);
    expect(await rows()).toEqual([commitKey(STREAM_A, 2), commitKey(STREAM_B, 1)]);
  });

  it('of many commits are all written, however close together or far apart these were made', async () => {
    const nowMs = Date.now();
    const many = (count: number, atMs: (n: number) => number) =>
      Array.from({ length: count }, (_, n) => atMs(n));
    const times = [
      ...many(3, (n) => nowMs - (3 + n) * 86_400_000),
      ...many(600, () => nowMs - 100_000),
      ...many(600, (n) => nowMs - 90_000 + n),
      ...many(5, (n) => nowMs - 10_000 + n * 1_000),
    ];
    const commits = times.map((at, n) => asking(STREAM_A, n + 1, { epoch: EPOCH - 1, at }));
    await collections.commits.insertMany(
      commits.map((commit) => ({ ...commit, at: int64(commit.at), side: true })),
    );
    sides.take([nowMs - 30 * 86_400_000]);
    await sides.reached();
    expect(await rows()).toEqual(commits.map(({ _id }) => _id));
  });
});
