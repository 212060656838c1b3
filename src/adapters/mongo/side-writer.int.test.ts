import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { type Commit, commitKey, effectId } from '#ports/commit.ts';
import { commandOf, commitOf, STREAM_A } from '#ports/contract/fixture.ts';
import { dropDatabase, freshDatabase } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { createCalls } from './calls.ts';
import { type Collections, collectionsOf } from './collections.ts';
import { SideWriter } from './side-writer.ts';

const EPOCH = 7;
const EFFECTS = [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }];

const asking = (seq: number, more: Partial<Commit> = {}): Commit =>
  commitOf(STREAM_A, seq, {
    epoch: EPOCH,
    at: Date.now(),
    cmds: [commandOf(`ash/${seq}`, { effects: EFFECTS })],
    ...more,
  });
const answering = (seq: number): Commit =>
  commitOf(STREAM_A, seq + 1, {
    epoch: EPOCH,
    cmds: [commandOf(`${effectId(commitKey(STREAM_A, seq), 0, 0)}/ack`)],
  });

onServers(bestOffer(), (server) => {
  let uri = '';
  let client: MongoClient;
  let collections: Collections;
  let isAlone = true;
  let writer: SideWriter;

  beforeEach(() => {
    uri = freshDatabase(server().uri);
    client = new MongoClient(uri);
    collections = collectionsOf(client.db());
    isAlone = true;
    writer = new SideWriter({
      calls: createCalls(systemClock),
      collections,
      clock: systemClock,
      epochOf: () => EPOCH,
      isAlone: () => isAlone,
      onError: (error) => {
        throw error;
      },
    });
  });

  afterEach(async () => {
    await writer.stop();
    await client.close();
    await dropDatabase(uri);
  });

  const rows = async (): Promise<readonly (boolean | undefined)[]> =>
    (await collections.outbox.find().toArray()).map(({ open }) => open);

  it('writes no row for an effect that is answered at once, unless somebody else may write it late', async () => {
    writer.write(writer.begin(asking(1)));
    writer.write(writer.begin(answering(1)));
    await writer.written();
    expect(await rows()).toEqual([]);
    isAlone = false;
    writer.write(writer.begin(asking(3)));
    writer.write(writer.begin(answering(3)));
    await writer.written();
    expect(await rows()).toEqual([undefined]);
  });

  it('keeps the time of a commit until its rows are there or it is known to be nowhere', async () => {
    const [lost, kept] = [writer.begin(asking(1, { at: 1_000 })), writer.begin(asking(2, { at: 2_000 }))];
    writer.doubt(lost);
    writer.write(kept);
    await writer.written();
    expect(writer.oldestAt).toBe(1_000);
    expect(await rows()).toEqual([true]);
    // an empty place says nothing; somebody else's commit there does
    await collections.commits.insertOne({ ...asking(1), commitId: 'another' });
    await writer.written();
    expect(writer.oldestAt).toBeUndefined();
    expect(await rows()).toEqual([true]);
  });

  it('writes what the log holds in the place of a commit in doubt', async () => {
    const commit = asking(1);
    writer.doubt(writer.begin(commit));
    await writer.written(STREAM_A);
    expect(await rows()).toEqual([]);
    await collections.commits.insertOne({ ...commit, cmds: [] });
    await writer.written(STREAM_A);
    expect(await rows()).toEqual([]);
    const other = asking(2);
    writer.doubt(writer.begin(other));
    await collections.commits.insertOne({ ...other });
    await writer.written(STREAM_A);
    expect(await rows()).toEqual([true]);
  });

  it('writes the rows of a late last commit of a former owner, and of nobody else', async () => {
    writer.found(asking(1));
    writer.found(asking(2, { epoch: EPOCH - 1, at: Date.now() - 3_600_000 }));
    await writer.written();
    expect(await rows()).toEqual([]);
    writer.found(asking(3, { epoch: EPOCH - 1 }));
    await writer.written(STREAM_A);
    expect(await rows()).toEqual([true]);
  });
});
