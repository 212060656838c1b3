import type { DatabaseSync } from 'node:sqlite';
import { chainOfCommit } from '#ports/chain.ts';
import { parseCommit } from '#ports/commit-check.ts';
import { commitKey, type Commit } from '#ports/commit.ts';
import { commandHash } from '../command-hash.ts';
import { numberAt, textAt } from '../row-values.ts';
import { MARK_EVERY } from '../schema.ts';
import type { ExpectedRows } from '#ports/expected-rows.ts';
import type { Progress } from './inspect.ts';

const PROGRESS_EVERY = 20_000;

interface StreamState {
  readonly name: string;
  seq: number;
  pos: number;
  at: number;
  chain: string | undefined;
}

/** What reading the whole log found. */
export interface LogFindings {
  readonly commits: number;
  readonly commands: number;
  readonly chained: number;
  readonly streams: ReadonlyMap<number, StreamState>;
}

type Report = (problem: string) => void;

const checkCommit = (commit: Commit, state: StreamState, report: Report): void => {
  const key = commitKey(state.name, state.seq);
  if (commit._id !== key) report(`the commit at ${key} calls itself ${commit._id}`);
  if (commit.at < state.at) report(`${key} lies in time before the commit before it`);
  if (commit.chain === undefined) {
    if (state.chain !== undefined) report(`${key} breaks its hash chain: it has no link`);
  } else if (chainOfCommit(state.chain, commit) !== commit.chain) {
    report(`${key} breaks its hash chain: what it or a commit before it says was changed`);
  }
};

const createCommandCheck = (database: DatabaseSync) => {
  const known = database.prepare('SELECT 1 AS here FROM cmds WHERE stream = ? AND hash = ? AND pos = ?');
  return (commit: Commit, stream: number, pos: number, report: Report): void => {
    for (const { id } of commit.cmds) {
      if (known.get(stream, commandHash(id), pos) === undefined)
        report(`command ${id} of ${commit._id} cannot be found`);
    }
  };
};

/** Reads every commit in the order of the log and checks places, keys, chains and the table of command ids. */
export const verifyLog = (
  database: DatabaseSync,
  expected: ExpectedRows,
  report: Report,
  progress: Progress,
): LogFindings => {
  const total = numberAt(database.prepare('SELECT coalesce(max(pos), 0) AS n FROM commits').get(), 'n');
  const nameOf = database.prepare('SELECT name FROM streams WHERE id = ?');
  const markAt = database.prepare('SELECT pos FROM marks WHERE stream = ? AND seq = ?');
  const checkCommands = createCommandCheck(database);
  const streams = new Map<number, StreamState>();
  let commits = 0;
  let commands = 0;
  let chained = 0;

  const stateOf = (stream: number): StreamState => {
    let state = streams.get(stream);
    if (state === undefined) {
      state = { name: textAt(nameOf.get(stream), 'name'), seq: 0, pos: 0, at: 0, chain: undefined };
      if (state.name === '') report(`stream ${stream} has no name`);
      streams.set(stream, state);
    }
    return state;
  };
  const read = (body: string, state: StreamState, stream: number): void => {
    try {
      const commit = parseCommit(body);
      checkCommit(commit, state, report);
      checkCommands(commit, stream, state.pos, report);
      expected.add(commit);
      commands += commit.cmds.length;
      if (commit.chain !== undefined) chained += 1;
      state.chain = commit.chain;
      state.at = commit.at;
    } catch (error) {
      report(
        `${commitKey(state.name, state.seq)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };

  for (const row of database
    .prepare('SELECT pos, stream, seq, prev, body FROM commits ORDER BY pos')
    .iterate()) {
    const stream = numberAt(row, 'stream');
    const state = stateOf(stream);
    const seq = numberAt(row, 'seq');
    const pos = numberAt(row, 'pos');
    commits += 1;
    if (pos !== commits) report(`the log has a hole before position ${pos}`);
    if (seq !== state.seq + 1) report(`${state.name} has a gap: ${seq} follows ${state.seq}`);
    if (numberAt(row, 'prev') !== state.pos)
      report(`${commitKey(state.name, seq)} does not point to the commit before it`);
    state.seq = seq;
    state.pos = pos;
    if (seq % MARK_EVERY === 0 && numberAt(markAt.get(stream, seq), 'pos') !== pos) {
      report(`${commitKey(state.name, seq)} has no mark`);
    }
    read(textAt(row, 'body'), state, stream);
    if (commits % PROGRESS_EVERY === 0) progress(commits, total, 'commits');
  }
  return { commits, commands, chained, streams };
};
