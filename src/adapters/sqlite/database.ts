import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { finalFault } from './explain.ts';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** After so many WAL pages the writer itself moves them into the file, so that the WAL stays bounded. */
const WAL_CAP_PAGES = 20_000;
const WRITER_CACHE_KB = 32_768;
/** The system keeps the file's pages too: another copy of those that a wave of waking entities reads once is worth little. */
const READER_CACHE_KB = 16_384;

/** The database file of a data directory. */
export const databasePath = (dir: string): string => join(dir, 'guildhall.db');

/** Value of a pragma. */
export const pragma = (database: DatabaseSync, name: string): string | number => {
  const value = Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  return typeof value === 'string' || typeof value === 'number' ? value : '';
};

/** Fails the start unless a pragma reads back as set. @throws Fault E_UNAVAILABLE */
export const requirePragma = (database: DatabaseSync, name: string, expected: string | number): void => {
  const actual = pragma(database, name);
  if (actual !== expected) {
    throw finalFault(
      `SQLite answers ${name} = ${actual} where ${expected} is needed for durability: put the data on a local disk`,
    );
  }
};

/** Which application and version a database file belongs to: ours, or nobody's yet. @throws Fault E_UNAVAILABLE */
export const checkIdentity = (database: DatabaseSync, path: string): 'ours' | 'empty' => {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables'];
  if (application === 0 && version === 0 && tables === 0) return 'empty';
  if (application !== APPLICATION_ID) {
    throw finalFault(
      `"${path}" belongs to another application: set GUILDHALL_DATA_DIR to a directory of Guildhall's own`,
    );
  }
  if (typeof version !== 'number' || version > SCHEMA_VERSION) {
    throw finalFault(
      `"${path}" was written by a newer Guildhall (data version ${version}, this one knows ${SCHEMA_VERSION}): start the newer version, or restore a backup of before`,
    );
  }
  return 'ours';
};

const createTables = (database: DatabaseSync): void => {
  database.exec(`BEGIN IMMEDIATE;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
${SCHEMA}
INSERT INTO meta VALUES ('epoch', 0);
COMMIT`);
};

/** Opens the file for writing, makes its tables when it is new, and reads the durability settings back. @throws Fault E_UNAVAILABLE */
export const openForWriting = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path, { timeout: 5000 });
  const identity = checkIdentity(database, path);
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${WAL_CAP_PAGES};
PRAGMA cache_size = -${WRITER_CACHE_KB}; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF`,
  );
  requirePragma(database, 'journal_mode', 'wal');
  requirePragma(database, 'synchronous', 2);
  if (identity === 'empty') createTables(database);
  return database;
};

/** Opens the file for reading only. @throws Fault E_UNAVAILABLE */
export const openForReading = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  database.exec(`PRAGMA cache_size = -${READER_CACHE_KB}; PRAGMA query_only = ON`);
  return database;
};
