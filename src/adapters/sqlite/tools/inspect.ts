import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { checkIdentity, databasePath, openForReading } from '../database.ts';
import { explain, finalFault, toFault } from '../explain.ts';

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

/** Result of SQLite's own check, empty when all is well. */
export const integrityProblems = (database: DatabaseSync): readonly string[] =>
  database
    .prepare('PRAGMA integrity_check(20)')
    .all()
    .map((row) => String(Object.values(row)[0]))
    .filter((line) => line !== 'ok');
