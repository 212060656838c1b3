import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databasePath } from '../database.ts';
import { explain, finalFault, toFault } from '../explain.ts';
import { lockData } from '../lock.ts';
import { numberAt } from '../row-values.ts';
import { copyDatabase, syncPath } from './backup.ts';
import { integrityProblems, openFile, type Progress } from './inspect.ts';

const epochOf = (database: DatabaseSync): number =>
  numberAt(database.prepare("SELECT value FROM meta WHERE key = 'epoch'").get(), 'value');

/** Folds the write-ahead log of the old data into its file. A damaged one keeps its log beside it. @returns its epoch */
const settleOld = (path: string, kept: string): number => {
  let epoch = 0;
  try {
    const old = new DatabaseSync(path);
    try {
      epoch = epochOf(old);
      old.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      old.close();
    }
  } catch {
    // It is damaged: that is why it is being replaced.
  }
  for (const end of ['-wal', '-shm']) {
    if (existsSync(path + end)) renameSync(path + end, kept + end);
  }
  return epoch;
};

const keepOld = (path: string, kept: string): void => {
  rmSync(kept, { force: true });
  try {
    linkSync(path, kept);
  } catch {
    copyFileSync(path, kept);
  }
};

const copyChecked = async (file: string, staged: string, progress: Progress): Promise<void> => {
  const source = openFile(file);
  try {
    const problems = integrityProblems(source);
    if (problems.length > 0) {
      throw finalFault(`"${resolve(file)}" is damaged (${problems[0] ?? ''}): take another backup`);
    }
    rmSync(staged, { force: true });
    await copyDatabase(source, staged, progress);
  } finally {
    source.close();
  }
};

/** Epochs go on growing over a restore: nothing may meet an epoch twice. */
const raiseEpoch = (staged: string, atLeast: number): void => {
  const database = new DatabaseSync(staged);
  database.prepare("UPDATE meta SET value = max(value, ?) WHERE key = 'epoch'").run(atLeast);
  database.close();
  syncPath(staged);
};

/**
 * Puts a backup in the place of the data, in one rename; the data before stays beside it as `guildhall.db.before-restore`.
 * @returns where the data before is kept, if there was any.
 * @throws Fault E_UNAVAILABLE while the service runs, or when the backup is not one of ours or damaged.
 */
export const restore = async (dir: string, file: string, progress: Progress): Promise<string | undefined> => {
  const path = databasePath(dir);
  const kept = `${path}.before-restore`;
  const staged = join(dir, 'guildhall.db.restoring');
  openFile(file).close();
  const lock = lockData(dir);
  try {
    await copyChecked(file, staged, progress);
    const replaces = existsSync(path);
    if (replaces) {
      raiseEpoch(staged, settleOld(path, kept));
      keepOld(path, kept);
    }
    renameSync(staged, path);
    syncPath(dir);
    return replaces ? kept : undefined;
  } catch (error) {
    rmSync(staged, { force: true });
    throw toFault(explain(error, path));
  } finally {
    lock.release();
  }
};
