import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { databasePath } from '../database.ts';
import { numberAt, textAt } from '../row-values.ts';

/** What an operator wants to know about the data. */
export interface DataStats {
  readonly bytes: number;
  readonly walBytes: number;
  readonly commits: number;
  readonly commands: number;
  readonly streams: Readonly<Record<string, number>>;
  readonly outbox: number;
  readonly reminders: number;
  readonly deadLetters: number;
  readonly snapshots: number;
  readonly followers: number;
  readonly people: number;
  readonly erased: number;
  /** Openings so far. */
  readonly epoch: number;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const streamsByKind = (database: DatabaseSync): Readonly<Record<string, number>> => {
  const kinds = new Map<string, number>();
  for (const row of database.prepare('SELECT name FROM streams').iterate()) {
    const kind = textAt(row, 'name').split(':')[1] ?? '';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return Object.fromEntries([...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

/** Counts what the database holds. */
export const statsOf = (database: DatabaseSync, dir: string): DataStats => {
  const count = (sql: string): number => numberAt(database.prepare(`SELECT ${sql} AS n`).get(), 'n');
  const rows = (table: string): number => count(`(SELECT count(*) FROM ${table})`);
  return {
    bytes: sizeOf(databasePath(dir)),
    walBytes: sizeOf(`${databasePath(dir)}-wal`),
    commits: count('(SELECT coalesce(max(pos), 0) FROM commits)'),
    commands: rows('cmds'),
    streams: streamsByKind(database),
    outbox: rows('outbox'),
    reminders: rows('reminders'),
    deadLetters: rows('dead_letters'),
    snapshots: rows("manifests WHERE which = 'current'"),
    followers: rows('followers'),
    people: rows('user_keys WHERE key IS NOT NULL'),
    erased: rows('user_keys WHERE key IS NULL'),
    epoch: count("(SELECT value FROM meta WHERE key = 'epoch')"),
  };
};
