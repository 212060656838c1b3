import { MongoClient } from 'mongodb';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { type MongoStoreOptions, openMongoStore } from '#adapters/mongo/mongo-store.ts';
import type { OpenStore } from '#ports/contract/fixture.ts';

let count = 0;

/** Address of a database that no other test uses. */
export const freshDatabase = (serverUri: string): string => {
  count += 1;
  return new URL(`test_${process.pid}_${count}`, serverUri).href;
};

/** Options for a store in a database of its own. */
export const mongoOptions = (uri: string, more: Partial<MongoStoreOptions> = {}): MongoStoreOptions => ({
  uri,
  clock: systemClock,
  deployment: 'test',
  node: 'node-1',
  ...more,
});

/** Does something with the database itself, past the store. */
export const withDatabase = async <T>(
  uri: string,
  use: (db: ReturnType<MongoClient['db']>) => Promise<T>,
): Promise<T> => {
  const client = new MongoClient(uri);
  try {
    return await use(client.db());
  } finally {
    await client.close();
  }
};

/** Drops a database. */
export const dropDatabase = (uri: string): Promise<boolean> => withDatabase(uri, (db) => db.dropDatabase());

/** Opens a store in a new database for each test of a contract. */
export const mongoFixture = (serverUri: () => string): OpenStore => {
  return async () => {
    const options = mongoOptions(freshDatabase(serverUri()));
    let store = await openMongoStore(options);
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openMongoStore(options);
        return store;
      },
      settled: () => store.settled(),
      close: async () => {
        await store.close();
        await dropDatabase(options.uri);
      },
    };
  };
};
