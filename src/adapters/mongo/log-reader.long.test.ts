import { type Document, MongoClient } from 'mongodb';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { commitKey } from '#ports/commit.ts';
import type { Store } from '#ports/store.ts';
import type { Position } from '#ports/followers.ts';
import { fill, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { mongoOffers, startStandIn } from '#test/support/services/mongo-server.ts';
import { onServers } from '#test/support/services/mongo-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { createCalls } from './calls.ts';
import { collectionsOf } from './collections.ts';
import { LogReader } from './log-reader.ts';
import { openMongoStore } from './mongo-store.ts';
import { placeOf } from './positions.ts';
import { timeOfToken } from './tokens.ts';

const keys = (stream: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => commitKey(stream, index + 1));

const left: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of left.splice(0).toReversed()) await end();
});

/** A reader of its own, the change streams and scans that it opened, and where streams went on from. */
const openReader = (uri: string) => {
  const client = new MongoClient(uri, { monitorCommands: true });
  left.push(() => client.close());
  const cursors = new Set<unknown>();
  const froms: Document[] = [];
  const scans: unknown[] = [];
  client.on('commandStarted', ({ commandName, command }) => {
    if (commandName !== 'aggregate') return;
    const { pipeline } = command as { readonly pipeline: readonly { readonly $changeStream?: Document }[] };
    const from = pipeline[0]?.$changeStream?.['resumeAfter'] as Document | undefined;
    if (from !== undefined) froms.push(from);
  });
  client.on('commandSucceeded', ({ commandName, reply }) => {
    const { cursor } = reply as { readonly cursor?: { readonly id: unknown } };
    if (commandName === 'aggregate') cursors.add(cursor?.id);
    if (commandName === 'find') scans.push(cursor?.id);
  });
  const db = client.db();
  const calls = createCalls(systemClock);
  const reader = new LogReader({ calls, client, db, collections: collectionsOf(db), clock: systemClock });
  left.push(() => reader.close());
  return { reader, cursors, froms, scans };
};

const open = async (uri: string): Promise<Store> => {
  const store = await openMongoStore(mongoOptions(uri));
  left.push(() => store.close());
  return store;
};

const noise = (uri: string): Promise<unknown> =>
  withDatabase(uri, (db) =>
    db.collection('noise').insertMany(Array.from({ length: 3_000 }, (_, n) => ({ n }))),
  );

/** Writes until the server does not know a place any more: it may drop old changes some time after the new ones came. */
const forget = async (uri: string, position: Position): Promise<void> => {
  const place = placeOf(position);
  if (place.at !== 'token') throw new Error(`${position} is not in the order of time`);
  const { token: resumeAfter } = place;
  await until('the place is forgotten', async () => {
    await noise(uri);
    return withDatabase(uri, async (db) => {
      const pipeline = [{ $changeStream: { resumeAfter } }];
      const opened = db.command({ aggregate: 'commits', pipeline, cursor: {} });
      return opened.then(
        () => false,
        () => true,
      );
    });
  });
};

/** What MongoDB does by itself when a change stream stands at a place that it forgets. */
const endCursors = (uri: string, cursors: Iterable<unknown>): Promise<unknown> =>
  withDatabase(uri, (db) => db.command({ killCursors: 'commits', cursors: [...cursors] }));

const BROKEN = { code: 'E_UNAVAILABLE', retryable: true };

const standIns = mongoOffers()
  .filter(({ isStandIn }) => isStandIn)
  .slice(0, 1);

onServers(standIns, (server, name) => {
  it('a reader whose change stream the server ends, and whose place it forgot, starts again from the commits', async () => {
    const forgetful = await startStandIn(name, { oplogEntries: 20 });
    left.push(() => forgetful.end());
    const uri = freshDatabase(forgetful.uri);
    const store = await open(uri);
    await fill(store, STREAM_A, 2);
    const { reader, cursors } = openReader(uri);
    const scan = await reader.read(undefined, 9, undefined);
    expect(scan.commits).toHaveLength(2);
    const { position } = await reader.read(scan.position, 9, undefined);
    await fill(store, STREAM_B, 2);
    await forget(uri, position);
    await endCursors(uri, cursors);
    await expect(reader.read(position, 100, undefined)).rejects.toMatchObject(BROKEN);
    const again = await reader.read(position, 500, undefined);
    expect(again.commits.map(({ _id }) => _id)).toEqual([...keys(STREAM_A, 2), ...keys(STREAM_B, 2)]);
  });

  it('a scan in small pieces asks for its beginning once, and goes on when the server ended it', async () => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    const store = await open(uri);
    await fill(store, STREAM_A, 504);
    const { reader, scans } = openReader(uri);
    const seen: string[] = [];
    let position: Position | undefined;
    const readOn = async (limit: number): Promise<void> => {
      const page = await reader.read(position, limit, undefined);
      ({ position } = page);
      seen.push(...page.commits.map(({ _id }) => _id));
    };
    for (const limit of [1, 2, 3, 494]) await readOn(limit);
    expect(scans).toHaveLength(1);
    await endCursors(uri, scans);
    await expect(readOn(2)).rejects.toMatchObject(BROKEN);
    await readOn(2);
    await readOn(9);
    expect(seen).toEqual(keys(STREAM_A, 504));
    expect(scans).toHaveLength(2);
  });

  it('a reader whose line broke goes on from where it had looked to, not from its position', async () => {
    const uri = freshDatabase(server().uri);
    left.push(() => dropDatabase(uri));
    const store = await open(uri);
    await fill(store, STREAM_A, 2);
    const { reader, cursors, froms } = openReader(uri);
    const scan = await reader.read(undefined, 9, undefined);
    const { position } = await reader.read(scan.position, 9, undefined);
    await noise(uri);
    expect(await reader.read(position, 9, undefined)).toEqual({ commits: [], position });
    await endCursors(uri, cursors);
    await expect(reader.read(position, 9, undefined)).rejects.toMatchObject(BROKEN);
    await fill(store, STREAM_B, 2);
    const { commits } = await reader.read(position, 9, undefined);
    expect(commits.map(({ _id }) => _id)).toEqual(keys(STREAM_B, 2));
    const [first, last] = [froms.at(0), froms.at(-1)].map((token) => timeOfToken(token ?? {}));
    expect(first !== undefined && last?.greaterThan(first)).toBe(true);
  });
});
