import { MongoClient } from 'mongodb';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { commitKey } from '#ports/commit.ts';
import { fill, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import { freshDatabase, mongoOptions, withDatabase } from '#test/support/services/mongo-fixture.ts';
import { mongoOffers, startStandIn } from '#test/support/services/mongo-server.ts';
import { onServers } from '#test/support/services/mongo-suite.ts';
import { createCalls } from './calls.ts';
import { collectionsOf } from './collections.ts';
import { LogReader } from './log-reader.ts';
import { openMongoStore } from './mongo-store.ts';

const keys = (stream: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => commitKey(stream, index + 1));

const left: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});

onServers(
  mongoOffers()
    .filter(({ isStandIn }) => isStandIn)
    .slice(0, 1),
  (_server, name) => {
    it('a reader whose change stream the server ends, and whose place it forgot, starts again from the commits', async () => {
      const forgetful = await startStandIn(name, '--oplog-max-entries', '20');
      left.push(() => forgetful.end());
      const uri = freshDatabase(forgetful.uri);
      const store = await openMongoStore(mongoOptions(uri));
      left.push(() => store.close());
      await fill(store, STREAM_A, 2);

      const client = new MongoClient(uri, { monitorCommands: true });
      left.push(() => client.close());
      const cursors = new Set<unknown>();
      client.on('commandSucceeded', ({ commandName, reply }) => {
        if (commandName === 'aggregate') cursors.add((reply as { cursor: { id: unknown } }).cursor.id);
      });
      const db = client.db();
      const calls = createCalls(systemClock);
      const reader = new LogReader({ calls, client, db, collections: collectionsOf(db), clock: systemClock });
      left.push(() => reader.close());
      const scan = await reader.read(undefined, 9, undefined);
      expect(scan.commits).toHaveLength(2);
      const { position } = await reader.read(scan.position, 9, undefined);

      // what MongoDB does by itself when a change stream stands at a place that it forgets
      await fill(store, STREAM_B, 2);
      await withDatabase(uri, async (other) => {
        await other.collection('noise').insertMany(Array.from({ length: 3_000 }, (_, n) => ({ n })));
        await other.command({ killCursors: 'commits', cursors: [...cursors] });
      });
      await expect(reader.read(position, 100, undefined)).rejects.toMatchObject({
        code: 'E_UNAVAILABLE',
        retryable: true,
      });
      const again = await reader.read(position, 500, undefined);
      expect(again.commits.map(({ _id }) => _id)).toEqual([...keys(STREAM_A, 2), ...keys(STREAM_B, 2)]);
    });
  },
);
