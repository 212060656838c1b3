import { accessSync, constants, lstatSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { databasePath } from './database.ts';
import { finalFault } from './explain.ts';

const ELSEWHERE = 'set GUILDHALL_DATA_DIR to another directory';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Makes a directory and those above it. Node's own way never ends where a file system answers that what is there is not. */
const makeDirectory = (dir: string): void => {
  if (isDirectory(dir)) return;
  const above = dirname(dir);
  if (above !== dir) makeDirectory(above);
  try {
    mkdirSync(dir);
  } catch (error) {
    // somebody else may have made it meanwhile
    if (!isDirectory(dir)) throw error;
  }
};

/** What is there, not followed when it leads elsewhere; `undefined`: nothing that can be seen. */
const found = (path: string): Stats | undefined => {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const prepareDirectory = (dir: string): void => {
  try {
    makeDirectory(dir);
  } catch (error) {
    throw finalFault(
      found(dir) === undefined
        ? `the data directory "${dir}" cannot be made: give this user the right to write there, or ${ELSEWHERE} (${reasonOf(error)})`
        : `"${dir}" is no directory: set GUILDHALL_DATA_DIR to one, or to a place where one can be made`,
      error,
    );
  }
};

const requireFile = (path: string): void => {
  if (!statSync(path).isFile()) throw finalFault(`"${path}" is no file: move it away, or ${ELSEWHERE}`);
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw finalFault(
      `"${path}" cannot be read and written: give this user the right to do both, or ${ELSEWHERE} (${reasonOf(error)})`,
      error,
    );
  }
};

/**
 * Makes a data directory when it is missing, and names what may not be written in it before SQLite makes anything there: its
 * own files would have the rights of the database.
 * @throws Fault E_UNAVAILABLE that says what to do
 */
export const prepareData = (place: string): void => {
  const dir = resolve(place);
  prepareDirectory(dir);
  try {
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw finalFault(
      `the data directory "${dir}" cannot be written: give this user the right to write there, or ${ELSEWHERE} (${reasonOf(error)})`,
      error,
    );
  }
  const database = databasePath(dir);
  for (const path of [join(dir, 'lock'), database, `${database}-wal`, `${database}-shm`]) {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) requireFile(path);
  }
};
