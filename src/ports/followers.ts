import type { Commit } from './commit.ts';

/** A place in the log. Opaque: only the adapter that gave it can read it. */
export type Position = string & { readonly position: unique symbol };

/** One row of a read model. Keyed by what it came from, so that writing it twice is writing it once. */
export interface ViewRow {
  readonly key: string;
  /** `undefined`: the row goes. */
  readonly value: unknown;
}

export interface FollowerSession {
  /** Grows with each `open`; a checkpoint of an older session is refused. */
  readonly epoch: number;
  /** `undefined`: from the beginning. */
  readonly position: Position | undefined;
}

/**
 * Reading the log across streams. Each commit comes at least once, without gaps, in order within its stream and in
 * no order across streams.
 */
export interface Followers {
  /** Takes over the follower of that name. */
  open(name: string): Promise<FollowerSession>;
  /**
   * The next `limit` commits after the position (fewer when they are large), of them only those of streams of these kinds
   * (absent: of all). Nothing there yet: an empty list and the same position. @throws Fault E_UNAVAILABLE
   */
  read(
    position: Position | undefined,
    limit: number,
    kinds?: readonly string[],
  ): Promise<{ readonly commits: readonly Commit[]; readonly position: Position }>;
  /** Stores the checkpoint and, with it, rows of the follower's read model. `fenced`: a newer session took over; stop. */
  save(
    name: string,
    epoch: number,
    position: Position,
    rows?: readonly ViewRow[],
  ): Promise<'saved' | 'fenced'>;
  /** Rows whose key starts with `prefix`, by key (`descending`: largest first). */
  rows(
    name: string,
    prefix: string,
    options: { readonly limit: number; readonly descending?: boolean; readonly before?: string },
  ): Promise<readonly ViewRow[]>;
  /** Calls back soon after commits became durable: a hint to read again. Returns the way to stop it. */
  onAppend(listener: () => void): () => void;
}
