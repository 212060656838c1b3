import { Long, MongoClient, Timestamp } from 'mongodb';
import { expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { startFakeMongo } from '#test/support/services/fake-mongo.ts';
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
