import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { commitKey, effectId } from '#ports/commit.ts';
import type { Manifest } from '#ports/snapshots.ts';
import { isDamage } from '../explain.ts';
import { numberAt, textAt } from '../row-values.ts';
import { createExpectedRows, type ExpectedRows } from '#ports/expected-rows.ts';
import { integrityProblems, type Progress } from './inspect.ts';
import { verifyLog, type LogFindings } from './verify-log.ts';

const PROBLEMS_MAX = 100;

/** What a verification found. */
export interface Verification {
  readonly commits: number;
  readonly commands: number;
  readonly streams: number;
  /** Commits whose hash chain was checked. */
  readonly chained: number;
  readonly snapshots: number;
  readonly outbox: number;
  readonly reminders: number;
  /** At most the first 100; empty when all is well. */
  readonly problems: readonly string[];
}

type Report = (problem: string) => void;

const verifyHeads = (database: DatabaseSync, { streams }: LogFindings, report: Report): void => {
  let heads = 0;
  for (const row of database.prepare('SELECT stream, seq, pos FROM heads').iterate()) {
    heads += 1;
    const state = streams.get(numberAt(row, 'stream'));
    if (state?.seq !== numberAt(row, 'seq') || state.pos !== numberAt(row, 'pos')) {
      report(`the end of ${state?.name ?? 'a stream without commits'} is not where its head says`);
    }
  }
  if (heads !== streams.size) report(`${streams.size} streams have commits, ${heads} have heads`);
};

const verifyDelivery = (database: DatabaseSync, expected: ExpectedRows, report: Report): void => {
  const missing = new Set(expected.outbox);
  const outbox = database.prepare('SELECT name, seq, cmd, n FROM outbox JOIN streams ON id = stream');
  for (const row of outbox.iterate()) {
    const id = effectId(
      commitKey(textAt(row, 'name'), numberAt(row, 'seq')),
      numberAt(row, 'cmd'),
      numberAt(row, 'n'),
    );
    if (!missing.delete(id)) report(`the outbox holds ${id}, which the log does not`);
  }
  for (const id of missing) report(`the outbox lacks ${id}`);
  const due = new Map(expected.reminders);
  const reminders = database.prepare(
    'SELECT streams.name AS stream, reminders.name AS name, due FROM reminders JOIN streams ON id = stream',
  );
  for (const row of reminders.iterate()) {
    const key = `${textAt(row, 'stream')}/${textAt(row, 'name')}`;
    if (due.get(key) !== numberAt(row, 'due')) report(`the reminder ${key} is not due when the log says`);
    due.delete(key);
  }
  for (const key of due.keys()) report(`the reminder ${key} is missing`);
};

const verifySnapshots = (database: DatabaseSync, { streams }: LogFindings, report: Report): number => {
  const page = database.prepare('SELECT body FROM pages WHERE stream = ? AND key = ?');
  let snapshots = 0;
  for (const row of database.prepare('SELECT stream, seq, body FROM manifests').iterate()) {
    snapshots += 1;
    const stream = numberAt(row, 'stream');
    const name = streams.get(stream)?.name ?? `stream ${stream}`;
    if (numberAt(row, 'seq') > (streams.get(stream)?.seq ?? 0))
      report(`a snapshot of ${name} lies ahead of its log`);
    // written by this adapter
    for (const { key, name: part, hash: expected } of (JSON.parse(textAt(row, 'body')) as Manifest).pages) {
      const found = page.get(stream, key);
      if (found === undefined) report(`a snapshot of ${name} lacks its page ${part}`);
      else if (hash('sha256', textAt(found, 'body'), 'base64url') !== expected) {
        report(`the page ${part} of a snapshot of ${name} was changed`);
      }
    }
  }
  return snapshots;
};

const NOTHING = { commits: 0, commands: 0, streams: 0, chained: 0, snapshots: 0, outbox: 0, reminders: 0 };

const verifyContent = (
  database: DatabaseSync,
  report: Report,
  progress: Progress,
): Omit<Verification, 'problems'> => {
  const expected = createExpectedRows();
  const log = verifyLog(database, expected, report, progress);
  verifyHeads(database, log, report);
  verifyDelivery(database, expected, report);
  const known = numberAt(database.prepare('SELECT count(*) AS n FROM cmds').get(), 'n');
  if (known > log.commands) report(`${known - log.commands} command ids lead to no command`);
  return {
    commits: log.commits,
    commands: log.commands,
    streams: log.streams.size,
    chained: log.chained,
    snapshots: verifySnapshots(database, log, report),
    outbox: expected.outbox.size,
    reminders: expected.reminders.size,
  };
};

/**
 * Checks everything that can be checked, on one instant of the data, while the service runs: SQLite's own structure,
 * sequences without gaps, keys, hash chains, command ids, outbox and reminders against the log, snapshots.
 */
export const verify = (database: DatabaseSync, progress: Progress): Verification => {
  const problems: string[] = [];
  const report: Report = (problem) => {
    if (problems.length < PROBLEMS_MAX) problems.push(problem);
  };
  database.exec('BEGIN');
  try {
    progress(0, 0, 'structure');
    for (const problem of integrityProblems(database)) report(`SQLite: ${problem}`);
    return { ...verifyContent(database, report, progress), problems };
  } catch (error) {
    if (!isDamage(error)) throw error;
    report('a damaged page cannot be read: what it holds was not compared, nor what lies behind it');
    return { ...NOTHING, problems };
  } finally {
    // nothing was written, and damage that was met lets nothing be committed
    database.exec('ROLLBACK');
  }
};
