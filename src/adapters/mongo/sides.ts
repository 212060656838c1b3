import type { Clock } from '#ports/clock.ts';
import type { Commit } from '#ports/commit.ts';
import type { Calls } from './calls.ts';
import type { Collections } from './collections.ts';
import { SideCatchUp } from './side-catch-up.ts';
import { SideWriter, type SideTicket } from './side-writer.ts';

/** The mark stays so far behind the clock, ms: commits are made a little before they are sent. */
const BEHIND_MS = 2_000;
/** The same when no more commits of the shards can come, ms. */
const BEHIND_LAST_MS = 200;

export interface SidesOptions {
  readonly calls: Calls;
  readonly collections: Collections;
  readonly clock: Clock;
  /** The epoch under which this process owns the shard now. */
  readonly epochOf: (shard: number) => number | undefined;
  readonly ttlMs: number;
  /** Writes a lower mark to the leases of all own shards. @throws Fault E_UNAVAILABLE */
  readonly lower: (markMs: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * Outbox and reminders of the shards of this process: own commits from their writer, those of former owners from the log. The
 * leases carry a mark: rows of all commits whose own time lies before it are there. No commit is sent whose time lies before
 * the mark, so no clock has to be right.
 */
export class Sides {
  readonly writer: SideWriter;
  readonly #catchUp: SideCatchUp;
  readonly #options: SidesOptions;
  /** No lease of an own shard carries more. */
  #markMs = 0;
  /** Changes of the mark, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SidesOptions) {
    this.#options = options;
    this.#catchUp = new SideCatchUp({ ...options, lateMs: options.ttlMs });
    this.writer = new SideWriter({ ...options, isAlone: () => this.#catchUp.fromMs === undefined });
  }

  /** Takes over shards with these marks. */
  take(marksMs: readonly number[]): void {
    this.#markMs = Math.max(this.#markMs, ...marksMs);
    this.#catchUp.take(Math.min(...marksMs));
  }

  /** Tickets of commits that may be sent now. @throws Fault E_UNAVAILABLE when the mark cannot be lowered before them */
  async begin(commits: readonly (Commit | undefined)[]): Promise<readonly (SideTicket | undefined)[]> {
    const tickets = commits.map((commit) => commit && this.writer.begin(commit));
    const oldestMs = Math.min(...commits.map((commit) => commit?.at ?? Number.POSITIVE_INFINITY));
    if (oldestMs >= this.#markMs) return tickets;
    try {
      await this.#inTurn(async () => {
        if (oldestMs >= this.#markMs) return;
        const markMs = oldestMs - BEHIND_MS;
        await this.#options.lower(markMs);
        this.#markMs = markMs;
      });
    } catch (error) {
      for (const ticket of tickets) if (ticket !== undefined) this.writer.drop(ticket);
      throw error;
    }
    return tickets;
  }

  /** Has the mark written as far as it may go; `undefined`: the leases keep what they have. */
  mark<T>(write: (markMs: number | undefined) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => write(this.#next(BEHIND_MS)));
  }

  /** Writes what waits and has the mark of shards written that are given back. */
  async last<T>(write: (markMs: number | undefined) => Promise<T>): Promise<T> {
    try {
      await this.writer.written();
    } catch (error) {
      // the next owner has more to read
      this.#options.onError(error);
    }
    return this.#inTurn(async () => write(this.#next(BEHIND_LAST_MS)));
  }

  /** Resolves when the rows of everything durable so far are there: of one stream, or of all. @throws Fault E_UNAVAILABLE */
  async reached(stream?: string): Promise<void> {
    await Promise.all([this.#catchUp.caughtUp(), this.writer.written(stream)]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#catchUp.stop(), this.writer.stop()]);
  }

  #next(behindMs: number): number | undefined {
    // shards that came just now have marks of their own
    if (!this.#catchUp.isCaughtUp) return undefined;
    const limits = [this.writer.oldestAt, this.#catchUp.fromMs, this.#options.clock.nowMs() - behindMs];
    const markMs = Math.floor(Math.min(...limits.filter((limit) => limit !== undefined)));
    this.#markMs = Math.max(this.#markMs, markMs);
    return markMs;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
