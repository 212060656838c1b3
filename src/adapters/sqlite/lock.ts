import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { explain, finalFault, toFault } from './explain.ts';

/** Holds a data directory for this process. */
export interface DataLock {
  release(): void;
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === 5;

/** Makes a directory and those above it. Node's own way never ends where a file system answers that what is there is not. */
const makeDirectory = (dir: string): void => {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(dir);
  if (above !== dir) makeDirectory(above);
  try {
    mkdirSync(dir);
  } catch (error) {
    // somebody else may have made it meanwhile
    if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
};

const prepareDirectory = (dir: string): void => {
  try {
    makeDirectory(resolve(dir));
  } catch (error) {
    throw finalFault(
      `the data directory "${resolve(dir)}" cannot be made: give this user the right to write there, or set GUILDHALL_DATA_DIR to another directory (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  }
};

/**
 * Takes the data directory for this process alone: an exclusive transaction on a tiny database beside the data, which
 * the kernel ends with the process, however it dies.
 * @throws Fault E_UNAVAILABLE when another process holds it or the directory cannot be written.
 */
export const lockData = (dir: string): DataLock => {
  prepareDirectory(dir);
  const path = join(dir, 'lock');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) {
      throw finalFault(
        `the data directory "${resolve(dir)}" is used by another Guildhall process: stop that one, or set GUILDHALL_DATA_DIR to another directory`,
        error,
      );
    }
    throw toFault(explain(error, path));
  }
  const held = database;
  return { release: () => held.close() };
};
