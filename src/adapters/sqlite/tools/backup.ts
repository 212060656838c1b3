import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { explain, finalFault, toFault } from '../explain.ts';
import { integrityProblems, type Progress } from './inspect.ts';

const PAGES_A_STEP = 2_000;

/** Makes a file or directory durable. */
export const syncPath = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Copies all pages of `source`, as they are at one instant, into a file of its own without a write-ahead log. */
export const copyDatabase = async (
  source: DatabaseSync,
  target: string,
  progress: Progress,
): Promise<void> => {
  // One read transaction for the whole copy: else every commit of the service would make it start again.
  source.exec('BEGIN');
  try {
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await backup(source, target, {
      rate: PAGES_A_STEP,
      progress: ({ totalPages, remainingPages }) =>
        progress(totalPages - remainingPages, totalPages, 'pages'),
    });
  } finally {
    source.exec('COMMIT');
  }
  const copy = new DatabaseSync(target);
  copy.exec('PRAGMA journal_mode = DELETE');
  copy.close();
  syncPath(target);
};

/** A damaged page is copied like any other, and nobody could restore the copy. @throws Fault E_UNAVAILABLE */
const requireSound = (copy: string, from: string): void => {
  const database = new DatabaseSync(copy, { readOnly: true });
  try {
    const [problem] = integrityProblems(database, 'quick_check');
    if (problem !== undefined)
      throw finalFault(
        `"${from}" is damaged (${problem}): no backup was made. Keep the older ones, run "npm run data -- verify", and restore the newest`,
      );
  } finally {
    database.close();
  }
};

/**
 * Writes a consistent copy of the database to `target`, while the service runs. The file appears when it is whole.
 * @throws Fault E_UNAVAILABLE when the target exists or cannot be written, or the database is damaged.
 */
export const backUp = async (source: DatabaseSync, target: string, progress: Progress): Promise<void> => {
  const path = resolve(target);
  if (existsSync(path)) {
    throw finalFault(`"${path}" exists already: name a new file, so that no older backup is lost`);
  }
  const partial = `${path}.partial`;
  try {
    rmSync(partial, { force: true });
    await copyDatabase(source, partial, progress);
    requireSound(partial, source.location() ?? '');
    renameSync(partial, path);
    syncPath(dirname(path));
  } catch (error) {
    rmSync(partial, { force: true });
    throw toFault(explain(error, path));
  }
};
