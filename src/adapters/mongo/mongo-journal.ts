import type { Db } from 'mongodb';
import { checkEntry } from '#ports/commit-check.ts';
import { commitKey, parseCommitKey, sideRowsOf, type Commit } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { AppendEntry, AppendResult, Journal } from '#ports/journal.ts';
import type { Calls } from './calls.ts';
import { fromStored, keyText, toStored } from './codec.ts';
import type { Collections } from './collections.ts';
import { CommandFinder } from './command-finder.ts';
import { explain, finalFault } from './explain.ts';
import { Heads } from './heads.ts';
import { Inserter, type Inserted, type StoredCommit } from './insert.ts';
import { listStreams, statsOf } from './journal-lists.ts';
import { endOfStream } from './keys-of-rows.ts';
import type { SideTicket, SideWriter } from './side-writer.ts';
import type { Sides } from './sides.ts';

export interface MongoJournalOptions {
  readonly calls: Calls;
  readonly db: Db;
  readonly collections: Collections;
  /** Writes the side rows of what is appended. */
  readonly sides: Pick<Sides, 'begin' | 'writer'>;
  /** Told after commits became durable. */
  readonly onAppended: () => void;
}

interface Candidate {
  readonly index: number;
  readonly stream: string;
  readonly seq: number;
  readonly commitId: string;
  /** Its commit, when that has side rows. */
  readonly withSides: Commit | undefined;
  readonly document: StoredCommit;
}

const COMMITTED: AppendResult = { status: 'committed' };

const refused = (why: string): AppendResult => ({
  status: 'refused',
  cause: new Fault('E_UNAVAILABLE', why, { retryable: false }),
});

const BEHIND = refused('an earlier commit of the stream in this batch was not applied');

const hasSides = (commit: Commit): boolean => {
  const { effects, acked, reminders, fired } = sideRowsOf(commit);
  return effects.length + acked.length + reminders.length + fired.length > 0;
};

const candidateOf = (entry: AppendEntry, index: number): Candidate | Fault => {
  const checked = checkEntry(entry);
  if ('refused' in checked) return checked.refused;
  const { _id, commitId } = entry.commit;
  const { stream, seq } = parseCommitKey(_id);
  const isMarked = hasSides(entry.commit);
  try {
    // a copy of our own, without what JSON leaves out
    const document = toStored(JSON.parse(checked.json) as object);
    if (seq === 1) document['first'] = true;
    if (isMarked) document['side'] = true;
    const withSides = isMarked ? entry.commit : undefined;
    return { index, stream, seq, commitId, withSides, document: document as StoredCommit };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new Fault('E_LIMIT', `commit ${_id} is refused: ${why}`, { retryable: false, cause: error });
  }
};

const resultOf = (inserted: Inserted): AppendResult => {
  switch (inserted.status) {
    case 'committed':
      return COMMITTED;
    case 'taken':
      return { status: 'conflict', commitId: inserted.commitId };
    case 'skipped':
      return BEHIND;
    case 'unknown':
    case 'refused':
      return { status: inserted.status, cause: inserted.cause };
  }
};

const endTicket = (writer: SideWriter, ticket: SideTicket, inserted: Inserted | undefined): void => {
  switch (inserted?.status) {
    case 'committed':
      return writer.write(ticket);
    case 'taken':
      return inserted.commitId === ticket.commit.commitId ? writer.doubt(ticket) : writer.drop(ticket);
    case 'unknown':
      return writer.doubt(ticket);
    case 'skipped':
    case 'refused':
    case undefined:
      return writer.drop(ticket);
  }
};

/** Appends batches: one unordered insert for all streams with one commit, ordered ones for streams with several. */
class Appender {
  readonly #options: MongoJournalOptions;
  readonly #inserter: Inserter;
  readonly heads = new Heads();

  constructor(options: MongoJournalOptions) {
    this.#options = options;
    this.#inserter = new Inserter(options.calls, options.collections.commits);
  }

  async append(entries: readonly AppendEntry[]): Promise<readonly AppendResult[]> {
    await this.#options.sides.writer.room();
    const results: AppendResult[] = [];
    const runs = new Map<string, Candidate[]>();
    const stopped = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const candidate = candidateOf(entry, index);
      const { stream } = parseCommitKey(entry.commit._id);
      if (candidate instanceof Fault) {
        stopped.add(stream);
        results[index] = { status: 'refused', cause: candidate };
      } else if (stopped.has(stream)) results[index] = BEHIND;
      else {
        const run = runs.get(stream);
        if (run === undefined) runs.set(stream, [candidate]);
        else run.push(candidate);
      }
    }
    await this.#dropGaps(runs, results);
    const singles = [...runs.values()].filter((run) => run.length === 1).flat();
    await Promise.all([
      singles.length === 0 ? undefined : this.#insertSingles(singles, results),
      ...[...runs.values()].filter((run) => run.length > 1).map((run) => this.#insertRun(run, results)),
    ]);
    if (results.some(({ status }) => status === 'committed')) this.#options.onAppended();
    return results;
  }

  /** Takes out the streams whose first commit of the batch does not follow on a durable one. */
  async #dropGaps(runs: Map<string, Candidate[]>, results: AppendResult[]): Promise<void> {
    const asked = new Map<string, Candidate>();
    for (const [stream, [first]] of runs) {
      if (first === undefined || this.heads.isNext(stream, first.seq)) continue;
      asked.set(commitKey(stream, first.seq - 1), first);
    }
    if (asked.size === 0) return;
    let verdict: (stream: string) => AppendResult;
    try {
      const rows = await this.#options.calls.insist('append', () =>
        this.#options.collections.commits
          .find({ _id: { $in: [...asked.keys()] } }, { projection: { _id: 1 } })
          .toArray(),
      );
      for (const { _id } of rows) {
        const first = asked.get(_id);
        if (first !== undefined) this.heads.note(first.stream, first.seq - 1);
        asked.delete(_id);
      }
      verdict = (stream) => refused(`the commit leaves a gap in ${stream}`);
    } catch (error) {
      const cause = explain(error);
      verdict = () => ({ status: 'unknown', cause });
    }
    for (const { stream } of asked.values()) {
      for (const [place, { index }] of (runs.get(stream) ?? []).entries()) {
        const result = verdict(stream);
        results[index] = place > 0 && result.status === 'refused' ? BEHIND : result;
      }
      runs.delete(stream);
    }
  }

  async #insertSingles(singles: readonly Candidate[], results: AppendResult[]): Promise<void> {
    const inserted = await this.#insert(singles, false);
    for (const [place, candidate] of singles.entries()) this.#settle(candidate, inserted[place], results);
  }

  /** Several commits of one stream: none lands behind one that did not. */
  async #insertRun(run: readonly Candidate[], results: AppendResult[]): Promise<void> {
    let rest = run;
    while (rest.length > 0) {
      const end = rest.findIndex(({ seq }, place) => place > 0 && seq !== (rest[place - 1]?.seq ?? 0) + 1);
      const part = end === -1 ? rest : rest.slice(0, end);
      const inserted = await this.#insert(part, true);
      let done = 0;
      for (const candidate of part) {
        const outcome = inserted[done];
        if (outcome === undefined || outcome.status === 'skipped') break;
        done += 1;
        if (!this.#settle(candidate, outcome, results)) {
          const behind: AppendResult =
            outcome.status === 'unknown' ? { status: 'unknown', cause: outcome.cause } : BEHIND;
          for (const { index } of rest.slice(done)) results[index] = behind;
          return;
        }
      }
      rest = rest.slice(done);
      const next = rest[0];
      if (next !== undefined && !this.heads.isNext(next.stream, next.seq)) {
        for (const [place, { index, stream }] of rest.entries()) {
          results[index] = place === 0 ? refused(`the commit leaves a gap in ${stream}`) : BEHIND;
        }
        return;
      }
    }
  }

  /** Sends commits, and their side rows to be written. */
  async #insert(candidates: readonly Candidate[], isOrdered: boolean): Promise<readonly Inserted[]> {
    const { sides } = this.#options;
    let tickets: readonly (SideTicket | undefined)[] = [];
    try {
      if (candidates.some(({ withSides }) => withSides !== undefined)) {
        tickets = await sides.begin(candidates.map(({ withSides }) => withSides));
      }
    } catch (error) {
      const cause = explain(error);
      return candidates.map(() => ({ status: 'unknown', cause }));
    }
    const inserted = await this.#inserter.insert(
      candidates.map(({ document }) => document),
      isOrdered,
    );
    for (const [place, ticket] of tickets.entries()) {
      const outcome = inserted[place];
      if (ticket !== undefined) endTicket(sides.writer, ticket, outcome);
    }
    return inserted;
  }

  /** Writes down what became of a commit; whether it is there. */
  #settle(candidate: Candidate, inserted: Inserted | undefined, results: AppendResult[]): boolean {
    const { stream, seq, index, commitId } = candidate;
    const result = inserted === undefined ? BEHIND : resultOf(inserted);
    results[index] = result;
    if (result.status === 'committed' || result.status === 'conflict') this.heads.note(stream, seq);
    return result.status === 'committed' || (result.status === 'conflict' && result.commitId === commitId);
  }
}

const contiguous = (stream: string, fromSeq: number, commits: readonly Commit[]): readonly Commit[] => {
  for (const [offset, { _id }] of commits.entries()) {
    const { seq } = parseCommitKey(_id);
    if (seq !== fromSeq + offset) {
      throw finalFault(
        `the log has no commit ${fromSeq + offset} of ${stream} but one behind it: somebody changed the database by hand; restore it from a backup`,
      );
    }
  }
  return commits;
};

/** The log on MongoDB. */
export const createMongoJournal = (options: MongoJournalOptions): Journal => {
  const { calls } = options;
  const { commits } = options.collections;
  const appender = new Appender(options);
  const finder = new CommandFinder(calls, commits);
  return {
    append: async (entries) => appender.append(entries),
    read: async (stream, fromSeq, limit) => {
      const from = commitKey(keyText(stream), fromSeq);
      const rows = await calls.insist('read', () =>
        commits
          .find({ _id: { $gte: from, $lt: endOfStream(stream) } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
      );
      const read = contiguous(
        stream,
        fromSeq,
        rows.map((row) => fromStored(row)),
      );
      if (read.length > 0) appender.heads.note(stream, fromSeq + read.length - 1);
      const head = read.length < limit && rows.at(-1)?.['side'] === true ? read.at(-1) : undefined;
      if (head !== undefined) options.sides.writer.found(head);
      return read;
    },
    find: (stream, commandIds) => finder.find(stream, commandIds),
    streams: async (after, limit) => listStreams(calls, commits, keyText(after), limit),
    stats: async () => statsOf(calls, options.db, commits),
  };
};
