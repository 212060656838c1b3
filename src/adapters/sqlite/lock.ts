import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { prepareData } from './access.ts';
import { explain, finalFault, toFault } from './explain.ts';

/** Holds a data directory for this process. */
export interface DataLock {
  release(): void;
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === 5;

/**
 * Takes the data directory for this process alone: an exclusive transaction on a tiny database beside the data, which
 * the kernel ends with the process, however it dies.
 * @throws Fault E_UNAVAILABLE when another process holds it or the directory cannot be written.
 */
export const lockData = (dir: string): DataLock => {
  prepareData(dir);
  const path = join(dir, 'lock');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    // of a file that may only be read SQLite takes no lock and says nothing: the change, never written, makes it say so
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1');
  } catch (error) {
    database?.close();
    if (isBusy(error)) {
      throw finalFault(
        `the data directory "${resolve(dir)}" is used by another Guildhall process: stop that one, or set GUILDHALL_DATA_DIR to another directory`,
        error,
      );
    }
    throw toFault(explain(error, path, 'start'));
  }
  const held = database;
  return { release: () => held.close() };
};
