import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { openMemoryStore } from '#adapters/memory/memory-store.ts';
import { type MongoStoreOptions, openMongoStore } from '#adapters/mongo/mongo-store.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import type { Store } from '#ports/store.ts';
import { type MongoServer, startBestMongo } from '#test/support/services/mongo-server.ts';
import type { StoreName } from './settings.ts';

/** Where data lies that several processes open one after the other, or at once. */
export type DataPlace = { readonly dir: string } | { readonly uri: string };

/** A place of a scenario's own, which goes with it. */
export interface OwnPlace {
  readonly place: DataPlace;
  /** The server that holds it, if one does. */
  readonly server?: MongoServer;
  end(): Promise<void>;
}

/** A server for scenarios. @throws Error when none is to be had */
export const startScenarioMongo = async (): Promise<MongoServer> => {
  const server = await startBestMongo();
  if (server === undefined) throw new Error('There is no MongoDB for this scenario.');
  return server;
};

/** Makes an empty place for data on disk, or on a server. */
export const makePlace = async (store: Exclude<StoreName, 'memory'>): Promise<OwnPlace> => {
  if (store === 'mongo') {
    const server = await startScenarioMongo();
    const uri = new URL(`scenario_${process.pid}`, server.uri).href;
    return { place: { uri }, server, end: () => server.end() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-scenario-'));
  return {
    place: { dir: join(folder, 'data') },
    end: async () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
};

/** Opens a place; `more` is for MongoDB alone. */
export const openPlace = (place: DataPlace, more: Partial<MongoStoreOptions> = {}): Promise<Store> =>
  'dir' in place
    ? openSqliteStore({ dir: place.dir })
    : openMongoStore({
        uri: place.uri,
        clock: systemClock,
        deployment: 'scenario',
        node: 'node-1',
        ...more,
      });

/** A store of a scenario's own, which goes with its end. */
export const openOwnStore = async (
  name: StoreName,
): Promise<{ readonly store: Store; end(): Promise<void> }> => {
  if (name === 'memory')
    return { store: openMemoryStore({ clock: systemClock }), end: () => Promise.resolve() };
  const own = await makePlace(name);
  return { store: await openPlace(own.place), end: () => own.end() };
};
