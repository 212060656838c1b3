import { MongoClient } from 'mongodb';
import type { Follower } from '#actors/kit/follower-runner.ts';
import type { user } from '#actors/user/user.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { type MongoStore, type MongoStoreOptions, openMongoStore } from '#adapters/mongo/mongo-store.ts';
import type { Store } from '#ports/store.ts';
import { type MongoServer, startBestMongo } from '#test/support/services/mongo-server.ts';
import { enrolLoad, type Load } from './durable-load.ts';
import { openWorld } from './world.ts';

/** People of a run. */
export const MONGO_PEOPLE = 5_000;
/** Documents of one insert, and inserts under way, of the raw driver: what the committer sends at most. */
const RAW_BATCH = 500;
const RAW_IN_FLIGHT = 2;

/** The best MongoDB here, for as long as a bench runs. @throws Error when there is none */
export const withMongo = async <T>(use: (server: MongoServer) => Promise<T>): Promise<T> => {
  const server = await startBestMongo();
  if (server === undefined) throw new Error('there is no MongoDB to measure');
  try {
    return await use(server);
  } finally {
    await server.end();
  }
};

/** The store in a database of that name. */
export const openBenchStore = (
  server: MongoServer,
  database: string,
  more: Partial<MongoStoreOptions> = {},
): Promise<MongoStore> =>
  openMongoStore({
    uri: new URL(database, server.uri).href,
    clock: systemClock,
    deployment: 'bench',
    node: 'bench',
    ...more,
  });

/** People under load in a database of that name. */
export const openMongoLoad = async (
  server: MongoServer,
  database: string,
  kind: typeof user,
  entities: number,
  {
    wrap = (store) => store,
    followers,
  }: { readonly wrap?: (store: Store) => Store; readonly followers?: readonly Follower[] } = {},
): Promise<Load> => {
  const store = await openBenchStore(server, database);
  const more = kind.kind === 'user' ? [] : [kind];
  return enrolLoad(
    await openWorld({ store: wrap(store), more, ...(followers && { followers }) }),
    kind,
    entities,
  );
};

/** Inserts a second of the bare driver: the same documents into a collection without anything else. */
export const rawInsertsPerS = async (
  server: MongoServer,
  database: string,
  count: number,
): Promise<number> => {
  const client = new MongoClient(new URL(database, server.uri).href, {
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    const db = client.db();
    const documents = await db.collection('commits').find().limit(count).toArray();
    const target = db.collection('raw');
    const batches: (typeof documents)[] = [];
    for (let from = 0; from < documents.length; from += RAW_BATCH) {
      batches.push(documents.slice(from, from + RAW_BATCH));
    }
    const startMs = performance.now();
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let batch = batches[next]; batch !== undefined; batch = batches[next]) {
        next += 1;
        await target.insertMany(batch, { ordered: false });
      }
    };
    await Promise.all(Array.from({ length: RAW_IN_FLIGHT }, () => lane()));
    const ms = performance.now() - startMs;
    await target.drop();
    return (documents.length * 1_000) / ms;
  } finally {
    await client.close();
  }
};
