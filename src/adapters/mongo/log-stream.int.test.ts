import { type Document, Long, MongoClient, Timestamp } from 'mongodb';
import { expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { startFakeMongo } from '#test/support/services/fake-mongo.ts';
import { dropDatabase, freshDatabase } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { createCalls } from './calls.ts';
import { LogStream } from './log-stream.ts';

it.each([5, 2 ** 40, 2 ** 52])(
  'a change stream names its cursor %s as the int64 that servers ask for',
  async (id) => {
    const fake = await startFakeMongo({
      isWritablePrimary: true,
      maxWireVersion: 27,
      minWireVersion: 0,
      setName: 'small',
      logicalSessionTimeoutMinutes: 30,
      operationTime: new Timestamp({ t: 1, i: 1 }),
      cursor: { id: Long.fromNumber(id), ns: 'db.commits', firstBatch: [], nextBatch: [] },
    });
    const client = new MongoClient(`${fake.uri}?directConnection=true`);
    try {
      const calls = createCalls(systemClock);
      const db = client.db('db');
      const stream = await LogStream.open({ calls, client, db, collection: 'commits' }, undefined, {});
      expect(await stream.next(10, 5)).toEqual([]);
      // type, name and value as they are written
      const named = Buffer.concat([
        Buffer.from('\u0012getMore\0'),
        Buffer.from(Long.fromNumber(id).toBytesLE()),
      ]);
      expect(fake.heard.filter((message) => message.includes('getMore')).length).toBeGreaterThan(0);
      expect(fake.heard.some((message) => message.includes(named))).toBe(true);
      await stream.close();
    } finally {
      await client.close();
      await fake.close();
    }
  },
);

onServers(bestOffer(), (server) => {
  it('what others wrote meanwhile is looked through to its end, in however short looks', async () => {
    const uri = freshDatabase(server().uri);
    const client = new MongoClient(uri);
    try {
      const db = client.db();
      const source = { calls: createCalls(systemClock), client, db, collection: 'commits' as const };
      await db.createCollection('commits');
      const { token } = await LogStream.now(source);
      const noise = (): Document[] => Array.from({ length: 2_000 }, (_, n) => ({ n, text: 'x'.repeat(200) }));
      for (let n = 0; n < 10; n += 1) await db.collection('others').insertMany(noise());
      await db.collection('commits').insertOne({ n: 1 });
      const stream = await LogStream.open(source, token, { operationType: 'insert' });
      const [found] = await stream.next(10, 1);
      expect(found?.document).toMatchObject({ n: 1 });
      expect(await stream.next(10, 1)).toEqual([]);
      expect(stream.isAtEnd).toBe(true);
      await stream.close();
    } finally {
      await client.close();
      await dropDatabase(uri);
    }
  });
});
