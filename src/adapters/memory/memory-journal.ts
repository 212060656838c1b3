import type { Clock } from '#ports/clock.ts';
import { checkEntry, parseCommit } from '#ports/commit-check.ts';
import { parseCommitKey, type Commit } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { AppendEntry, AppendResult, Journal } from '#ports/journal.ts';
import { applyCommit, lastSeqOf, settle, type MemoryBacking } from './backing.ts';
import type { Calls } from './calls.ts';
import type { AppendFate, MemoryFaults } from './faults.ts';

const unknown = (why: string): AppendResult => ({
  status: 'unknown',
  cause: new Fault('E_UNAVAILABLE', `${why}: insert the same commit again`, { retryable: true }),
});

const refused = (why: string): AppendResult => ({
  status: 'refused',
  cause: new Fault('E_UNAVAILABLE', why, { retryable: false }),
});

export interface MemoryJournalOptions {
  readonly backing: MemoryBacking;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly faults: MemoryFaults;
  /** How often each fate was dealt. */
  readonly dealt: Record<AppendFate, number>;
}

/** What stopped an earlier commit of the same stream in this batch. */
type Blocks = Map<string, 'unknown' | 'refused'>;

const placeOf = (
  backing: MemoryBacking,
  commit: Commit,
  blocks: Blocks,
): AppendResult | { readonly status: 'free' } => {
  const { stream, seq } = parseCommitKey(commit._id);
  const last = lastSeqOf(backing, stream);
  if (seq <= last) {
    return { status: 'conflict', commitId: backing.streams.get(stream)?.commits[seq - 1]?.commitId ?? '' };
  }
  const block = blocks.get(stream);
  if (block === 'unknown') return unknown('an earlier commit of the stream in this batch is unknown');
  if (block === 'refused') return refused('an earlier commit of the stream in this batch was not applied');
  if (seq > last + 1) return refused(`commit ${commit._id} leaves a gap: the stream ends at ${last}`);
  if (backing.unsettled.get(commit._id)?.lands === false) return unknown('the place is not settled');
  return { status: 'free' };
};

const strike = (options: MemoryJournalOptions, commit: Commit, json: string): AppendResult => {
  const { backing, faults, dealt, clock } = options;
  const fate = faults.fate?.(commit) ?? 'committed';
  dealt[fate] += 1;
  switch (fate) {
    case 'committed':
      applyCommit(backing, commit, json);
      return { status: 'committed' };
    case 'ack-lost':
      applyCommit(backing, commit, json);
      return unknown('the answer was lost');
    case 'lost':
      return unknown('the request was lost');
    case 'refused':
      return refused('refused by an injected fault');
    case 'ghost':
    case 'rollback': {
      backing.unsettled.set(commit._id, { commit, json, lands: fate === 'ghost' });
      const afterMs = faults.settleAfterMs?.(commit);
      if (afterMs !== undefined) clock.after(afterMs, () => settle(backing, commit._id));
      return unknown('the answer did not come in time');
    }
  }
};

const appendOne = (options: MemoryJournalOptions, entry: AppendEntry, blocks: Blocks): AppendResult => {
  const checked = checkEntry(entry);
  const { commit } = entry;
  let result: AppendResult;
  if ('refused' in checked) {
    result = { status: 'refused', cause: checked.refused };
  } else {
    const place = placeOf(options.backing, commit, blocks);
    result = place.status === 'free' ? strike(options, commit, checked.json) : place;
  }
  const own = result.status === 'conflict' && result.commitId === commit.commitId;
  if (result.status !== 'committed' && !own) {
    blocks.set(parseCommitKey(commit._id).stream, result.status === 'unknown' ? 'unknown' : 'refused');
  }
  return result;
};

/** The log in memory. */
export const createMemoryJournal = (options: MemoryJournalOptions): Journal => {
  const { backing, calls } = options;
  return {
    append: async (entries) =>
      calls.answerAlways(
        'append',
        () => {
          const before = backing.log.length;
          const blocks: Blocks = new Map();
          const results = entries.map((entry) => appendOne(options, entry, blocks));
          if (backing.log.length > before) for (const listener of backing.listeners) listener();
          return results;
        },
        (cause) => entries.map(() => ({ status: 'unknown', cause })),
      ),
    read: async (stream, fromSeq, limit) =>
      calls.call('read', () =>
        (backing.streams.get(stream)?.commits ?? [])
          .slice(fromSeq - 1, fromSeq - 1 + limit)
          .map(({ json }) => parseCommit(json)),
      ),
    find: async (stream, commandIds) =>
      calls.call('find', () => {
        const found = new Map<string, number>();
        const commands = backing.streams.get(stream)?.commands;
        for (const id of commandIds) {
          const seq = commands?.get(id);
          if (seq !== undefined) found.set(id, seq);
        }
        return found;
      }),
    streams: async (after, limit) =>
      calls.call('streams', () =>
        [...backing.streams.keys()]
          .filter((stream) => stream > after)
          .toSorted((a, b) => (a < b ? -1 : 1))
          .slice(0, limit)
          .map((stream) => ({ stream, lastSeq: lastSeqOf(backing, stream) })),
      ),
    stats: async () =>
      calls.call('stats', () => ({
        commits: backing.log.length,
        streams: backing.streams.size,
        bytes: backing.bytes,
      })),
  };
};
