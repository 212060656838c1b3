import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { type DataLock, lockData } from '#adapters/sqlite/lock.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import type { Store } from '#ports/store.ts';
import type { Config } from './config.ts';

export interface OpenOptions {
  /** Told one line before each wait for a server that cannot be reached. */
  readonly onWait: (line: string) => void;
  /** Told of what failed in the background and is tried again. */
  readonly onError: (error: unknown) => void;
}

const NODE = /^[a-z0-9-]{1,40}$/;

/**
 * Name of the place where this process runs, kept in the data directory: a second start there is known as the same, and
 * the lock on the directory says that the first one is gone.
 */
const nodeOf = (dir: string): string => {
  const path = join(dir, 'node-id');
  try {
    const found = readFileSync(path, 'utf8').trim();
    if (NODE.test(found)) return found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = `node-${randomBytes(6).toString('hex')}`;
  writeFileSync(path, `${made}\n`);
  return made;
};

const openOnMongo = async (
  uri: string,
  { dataDir, deployment, roles }: Config,
  { onWait, onError }: OpenOptions,
  lock: DataLock,
): Promise<Store> => {
  // loaded only where it is used: the driver costs the start of everybody else
  const { openMongoStore } = await import('#adapters/mongo/mongo-store.ts');
  const store = await openMongoStore({
    uri,
    deployment,
    node: nodeOf(dataDir),
    clock: systemClock,
    takesShards: roles.includes('engine'),
    onError,
    onWait: (waitMs, why) => onWait(`${why.message}; trying again in ${waitMs / 1_000} s`),
  });
  return {
    ...store,
    close: async () => {
      await store.close();
      lock.release();
    },
  };
};

/** Opens the store that the configuration names. @throws Fault E_UNAVAILABLE that says what to do */
export const openStore = async (config: Config, options: OpenOptions): Promise<Store> => {
  if (config.mongodbUri === undefined) return openSqliteStore({ dir: config.dataDir });
  const lock = lockData(config.dataDir);
  try {
    return await openOnMongo(config.mongodbUri, config, options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
};

/** Where the data lies, in words for the person at the terminal; `described`: what the store says of itself. */
export const placeOfData = (
  config: Config,
  { database, replicaSet }: Awaited<ReturnType<Store['describe']>>,
): string => {
  if (config.mongodbUri === undefined) return resolve(config.dataDir);
  return `MongoDB, database ${database} of ${replicaSet}`;
};
