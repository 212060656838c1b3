import { checkEntry, parseCommit } from '#ports/commit-check.ts';
import { parseCommitKey, sideRowsOf, type Commit } from '#ports/commit.ts';
import { parseEffectId } from '#ports/effect-order.ts';
import { Fault } from '#ports/fault.ts';
import type { AppendEntry, AppendResult, Journal } from '#ports/journal.ts';
import { commandHash } from './command-hash.ts';
import {
  BLOCKED,
  COMMITTED,
  CONFLICT,
  DAMAGED,
  GAP,
  type BatchMessage,
  type BatchReport,
  type SideMessage,
} from './messages.ts';
import type { Threads } from './threads.ts';

const DONE: AppendResult = { status: 'committed' };

const refused = (why: string): AppendResult => ({
  status: 'refused',
  cause: new Fault('E_UNAVAILABLE', why, { retryable: false }),
});

const resultOf = (report: BatchReport, index: number, id: string): AppendResult => {
  switch (report.codes[index]) {
    case COMMITTED:
      return DONE;
    case CONFLICT:
      return { status: 'conflict', commitId: report.owners.get(index) ?? '' };
    case GAP:
      return refused(`commit ${id} leaves a gap in its stream`);
    case DAMAGED:
      return refused(report.damage?.message ?? 'the file is damaged');
    case BLOCKED:
      return refused('an earlier commit of the stream in this batch was not applied');
    case undefined:
    default:
      return {
        status: 'unknown',
        cause: new Fault('E_UNAVAILABLE', 'the store did not say what became of the commit', {
          retryable: true,
        }),
      };
  }
};

const sideOf = (commit: Commit, index: number): SideMessage | undefined => {
  const { effects, acked, reminders, fired } = sideRowsOf(commit);
  if (effects.length + acked.length + reminders.length + fired.length === 0) return undefined;
  return {
    index,
    at: commit.at,
    effects: effects.map(({ id, effect }) => {
      const place = parseEffectId(id);
      return { cmd: place?.cmd ?? 0, n: place?.n ?? 0, body: JSON.stringify(effect) };
    }),
    acked: acked.flatMap((id) => parseEffectId(id) ?? []),
    fired,
    changes: reminders
      .filter(({ dueMs, command }) => dueMs === null || command !== undefined)
      .map(({ name, dueMs, command }) => ({ name, dueMs, command: JSON.stringify(command ?? null) })),
  };
};

/** Puts commits into flat arrays. */
const packBatch = (commits: readonly Commit[], bodies: readonly string[]): BatchMessage => {
  const streams: string[] = [];
  const seqs: number[] = [];
  const counts = new Uint8Array(commits.length);
  const sides: SideMessage[] = [];
  let commands = 0;
  for (const commit of commits) commands += commit.cmds.length;
  const hashes = new Int32Array(commands);
  let next = 0;
  for (const [index, commit] of commits.entries()) {
    const { stream, seq } = parseCommitKey(commit._id);
    streams.push(stream);
    seqs.push(seq);
    counts[index] = commit.cmds.length;
    for (const cmd of commit.cmds) {
      hashes[next] = commandHash(cmd.id);
      next += 1;
    }
    const side = sideOf(commit, index);
    if (side !== undefined) sides.push(side);
  }
  return { streams, seqs, bodies, counts, hashes, sides };
};

const failure = (error: unknown): AppendResult => {
  const cause =
    error instanceof Fault
      ? error
      : new Fault('E_UNAVAILABLE', 'the store failed', { retryable: true, cause: error });
  // A value that the tables cannot hold was rolled back and will be again.
  return { status: cause.code === 'E_LIMIT' ? 'refused' : 'unknown', cause };
};

/** The log on SQLite; `appended` is called after commits became durable. */
export const createSqliteJournal = (threads: Threads, appended: () => void): Journal => {
  const appendChecked = async (
    commits: readonly Commit[],
    bodies: readonly string[],
  ): Promise<readonly AppendResult[]> => {
    try {
      const report = await threads.write({ op: 'append', batch: packBatch(commits, bodies) });
      appended();
      if (report === undefined) return commits.map(() => DONE);
      return commits.map(({ _id }, index) => resultOf(report, index, _id));
    } catch (error) {
      const result = failure(error);
      return commits.map(() => result);
    }
  };
  /** The rare batch with a malformed commit: those after it in its stream must not land either. */
  const appendAround = async (
    entries: readonly AppendEntry[],
    bodies: readonly (string | Fault)[],
  ): Promise<readonly AppendResult[]> => {
    const results: AppendResult[] = [];
    const stopped = new Set<string>();
    const kept: number[] = [];
    for (const [index, { commit }] of entries.entries()) {
      const body = bodies[index];
      const { stream } = parseCommitKey(commit._id);
      if (body instanceof Fault) {
        stopped.add(stream);
        results[index] = { status: 'refused', cause: body };
      } else if (stopped.has(stream)) {
        results[index] = refused('an earlier commit of the stream in this batch was not applied');
      } else kept.push(index);
    }
    const commits = kept.flatMap((index) => entries[index]?.commit ?? []);
    const texts = kept.flatMap((index) => {
      const body = bodies[index];
      return typeof body === 'string' ? body : [];
    });
    const answers = kept.length === 0 ? [] : await appendChecked(commits, texts);
    for (const [place, index] of kept.entries()) results[index] = answers[place] ?? DONE;
    return results;
  };

  return {
    append: async (entries) => {
      const bodies: string[] = [];
      for (const entry of entries) {
        const checked = checkEntry(entry);
        if ('refused' in checked) break;
        bodies.push(checked.json);
      }
      if (bodies.length === entries.length) {
        return appendChecked(
          entries.map(({ commit }) => commit),
          bodies,
        );
      }
      return appendAround(
        entries,
        entries.map((entry) => {
          const checked = checkEntry(entry);
          return 'refused' in checked ? checked.refused : checked.json;
        }),
      );
    },
    read: async (stream, fromSeq, limit) =>
      (await threads.read({ op: 'commits', stream, fromSeq, limit })).map((json) => parseCommit(json)),
    find: async (stream, commandIds) => {
      if (commandIds.length === 0) return new Map();
      const hashes = Int32Array.from(commandIds, (id) => commandHash(id));
      return threads.read({ op: 'find', stream, ids: commandIds, hashes });
    },
    streams: async (after, limit) => threads.read({ op: 'streams', after, limit }),
    stats: async () => {
      const { commits, streams, bytes, walBytes } = await threads.read({ op: 'stats' });
      return { commits, streams, bytes: bytes + walBytes };
    },
  };
};
