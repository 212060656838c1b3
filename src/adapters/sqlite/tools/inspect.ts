import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { checkIdentity, databasePath, openForReading } from '../database.ts';
import { explain, finalFault, isDamage, textOf, toFault } from '../explain.ts';

/** Told how far a long work is; `total` is 0 while unknown. */
export type Progress = (done: number, total: number, what: string) => void;

/** Opens a database file of ours beside a running service. @throws Fault E_UNAVAILABLE that says what is wrong with it. */
export const openFile = (path: string): DatabaseSync => {
  if (!existsSync(path)) {
    throw finalFault(`there is no database "${resolve(path)}": check the path`);
  }
  let database: DatabaseSync | undefined;
  try {
    database = openForReading(path);
    if (checkIdentity(database, path) === 'empty') throw finalFault(`"${path}" is an empty database`);
    return database;
  } catch (error) {
    database?.close();
    throw toFault(explain(error, path));
  }
};

/** Opens the database of a data directory beside a running service. @throws Fault E_UNAVAILABLE */
export const openData = (dir: string): DatabaseSync => openFile(databasePath(dir));

/** Works on the database of a data directory beside a running service. @throws Fault E_UNAVAILABLE, also for what it meets on the way */
export const onData = <T>(dir: string, work: (database: DatabaseSync) => T): T => {
  const database = openData(dir);
  try {
    return work(database);
  } catch (error) {
    throw toFault(explain(error, resolve(databasePath(dir))));
  } finally {
    database.close();
  }
};

/** Result of SQLite's own check, empty when all is well. */
export const integrityProblems = (
  database: DatabaseSync,
  check: 'integrity_check' | 'quick_check' = 'integrity_check',
): readonly string[] => {
  const problems: string[] = [];
  try {
    for (const row of database.prepare(`PRAGMA ${check}(20)`).iterate()) {
      const line = String(Object.values(row)[0]);
      const told = line.split('\n').filter((part) => part !== 'ok' && !part.startsWith('***'));
      problems.push(...told);
    }
  } catch (error) {
    // a check of a damaged file may end early
    if (!isDamage(error)) throw error;
    problems.push(textOf(error));
  }
  return problems;
};
