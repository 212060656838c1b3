import { resolve } from 'node:path';
import { sfc32 } from '#game/shared/rng.ts';
import type { Store } from '#ports/store.ts';
import { databasePath } from './database.ts';
import { lockData } from './lock.ts';
import type { ArmedCrash } from './messages.ts';
import { createSqliteFollowers } from './sqlite-followers.ts';
import { createSqliteJournal } from './sqlite-journal.ts';
import { createSqliteLeases } from './sqlite-leases.ts';
import {
  createSqliteDeadLetters,
  createSqliteKeys,
  createSqliteMoving,
  createSqliteOutbox,
  createSqliteReminders,
  createSqliteSnapshots,
} from './sqlite-rows.ts';
import { startThreads, type Threads } from './threads.ts';

export interface SqliteStoreOptions {
  /** Data directory; made when missing. */
  readonly dir: string;
  /** Followers get commits shuffled across streams. */
  readonly shuffleSeed?: number;
  /** Where to kill the process on purpose. */
  readonly crashes?: readonly ArmedCrash[];
  /** Opens the unfinished target of a copy too. */
  readonly forMoving?: boolean;
}

/** The embedded store and what only it can do. */
export interface SqliteStore extends Store {
  /** Lets the file grow to at most this many pages of 4 KB (1 to 4,294,967,294): beyond it the disk counts as full. */
  limitPages(pages: number): Promise<void>;
}

const describe = async (
  threads: Threads,
  path: string,
): Promise<Readonly<Record<string, string | number>>> => {
  const { commits, streams, bytes, walBytes, version } = await threads.read({ op: 'stats' });
  return {
    engine: 'sqlite',
    path,
    journalMode: 'wal',
    synchronous: threads.synchronous === 2 ? 'FULL' : threads.synchronous,
    schema: version,
    epoch: threads.epoch,
    commits,
    streams,
    bytes,
    walBytes,
  };
};

/**
 * Opens the embedded store: `node:sqlite` with a write-ahead log, `synchronous=FULL` read back, the writer and the reader
 * in threads of their own. This process alone may hold the directory.
 * @throws Fault E_UNAVAILABLE that says what to do: in use, not writable, damaged, newer, foreign.
 */
export const openSqliteStore = async ({
  dir,
  shuffleSeed,
  crashes = [],
  forMoving = false,
}: SqliteStoreOptions): Promise<SqliteStore> => {
  const lock = lockData(dir);
  const path = resolve(databasePath(dir));
  let threads: Threads;
  try {
    threads = await startThreads(path, crashes, forMoving);
  } catch (error) {
    lock.release();
    throw error;
  }
  const listeners = new Set<() => void>();
  let closing: Promise<void> | undefined;
  return {
    journal: createSqliteJournal(threads, () => {
      for (const listener of listeners) listener();
    }),
    snapshots: createSqliteSnapshots(threads),
    outbox: createSqliteOutbox(threads),
    reminders: createSqliteReminders(threads),
    followers: createSqliteFollowers({
      threads,
      listeners,
      shuffle: shuffleSeed === undefined ? undefined : sfc32(shuffleSeed, 2, 0x9e3779b9, 0x243f6a88),
    }),
    deadLetters: createSqliteDeadLetters(threads),
    keys: createSqliteKeys(threads),
    leases: createSqliteLeases(threads.epoch),
    moving: createSqliteMoving(threads),
    describe: async () => describe(threads, path),
    limitPages: async (pages) => {
      await threads.write({ op: 'limit-pages', pages });
    },
    close: async () => {
      closing ??= threads.close().then(() => lock.release());
      await closing;
    },
  };
};
