import type { Commit } from './commit.ts';
import type { Fault } from './fault.ts';

/** A commit to append; `json` is its JSON when the caller has it already (chained kinds), and must equal it. */
export interface AppendEntry {
  readonly commit: Commit;
  readonly json?: string;
}

/**
 * What became of one commit of a batch.
 * - `committed`: durable.
 * - `conflict`: the place is taken, durably, by another commit; nothing of this one was applied. `commitId` tells whose:
 *   equal to the caller's own id means that this very commit is already there.
 * - `unknown`: it may or may not be there, or may still arrive; insert the same commit again.
 * - `refused`: surely not applied and never will be (too large, malformed).
 */
export type AppendResult =
  | { readonly status: 'committed' }
  | { readonly status: 'conflict'; readonly commitId: string }
  | { readonly status: 'unknown'; readonly cause: Fault }
  | { readonly status: 'refused'; readonly cause: Fault };

/**
 * The log. Insert-only; the truth.
 *
 * A commit is accepted only at the place right after its stream's last one (first: 1): a gap is `refused`, a taken place
 * is a `conflict`. Side rows (outbox, reminders, acks) follow from the commit and are visible no later than it
 * (embedded) or soon after it (MongoDB, by a system follower).
 */
export interface Journal {
  /** Appends a batch, each commit on its own merits; results in the order of the entries. Never rejects. */
  append(entries: readonly AppendEntry[]): Promise<readonly AppendResult[]>;
  /** Commits of a stream from `fromSeq` (1 = first), oldest first, at most `limit`. Sees every durable commit. @throws Fault E_UNAVAILABLE */
  read(stream: string, fromSeq: number, limit: number): Promise<readonly Commit[]>;
  /** Sequence of the commit that carries each command id; ids that no durable commit of the stream carries are absent. @throws Fault E_UNAVAILABLE */
  find(stream: string, commandIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Streams by name, after the given one, at most `limit`: for `verify` and tools. @throws Fault E_UNAVAILABLE */
  streams(
    after: string,
    limit: number,
  ): Promise<readonly { readonly stream: string; readonly lastSeq: number }[]>;
  stats(): Promise<{ readonly commits: number; readonly streams: number; readonly bytes: number }>;
}
