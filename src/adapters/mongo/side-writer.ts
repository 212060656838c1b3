import type { Clock } from '#ports/clock.ts';
import { type Commit, parseCommitKey, parseStream, sideRowsOf } from '#ports/commit.ts';
import type { Calls } from './calls.ts';
import { fromStored } from './codec.ts';
import type { Collections } from './collections.ts';
import { sideWritesOf, withoutAnswered } from './side-rows.ts';
import { writeSides } from './write-sides.ts';

/** Rows may gather so long, ms: most effects are answered within it and need no row at all. */
const GATHER_MS = 100;
/** Commits whose rows are written at once. */
const BATCH = 1_000;
/** More commits than these do not wait for their rows: appends wait instead. */
const WAITING_MAX = 10_000;
const AGAIN_AFTER_MS = 250;
/** How long ago a commit may have been made that landed only just now, ms. */
const LATE_AT_MOST_MS = 600_000;
/** How often commits are looked for whose outcome stayed open, ms. */
const LOOK_EVERY_MS = 1_000;

export interface SideWriterOptions {
  readonly calls: Calls;
  readonly collections: Collections;
  readonly clock: Clock;
  /** The epoch under which this process owns the shard now. */
  readonly epochOf: (shard: number) => number | undefined;
  /** Whether nobody else may write rows of the same commits now. */
  readonly isAlone: () => boolean;
  readonly onError: (error: unknown) => void;
}

/** A commit with side rows on its way, open until they are there or it is known not to be. */
export interface SideTicket {
  readonly commit: Commit;
}

/** Writes the side rows of this process's own commits as soon as they are durable, a little gathered. */
export class SideWriter {
  readonly #options: SideWriterOptions;
  /** Tickets without rows yet. */
  readonly #open = new Set<SideTicket>();
  /** Durable ones in the order of their streams, and so of their rows. */
  #durable: SideTicket[] = [];
  /** How many have left it with their rows. */
  #done = 0;
  /** Those of which nobody knows whether they are there, by key. */
  readonly #unsure = new Map<string, SideTicket>();
  #waiting: { readonly isOver: () => boolean; readonly resolve: () => void }[] = [];
  #writing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;
  #isStopped = false;

  constructor(options: SideWriterOptions) {
    this.#options = options;
  }

  /** Time of the oldest commit without rows by its own `at`, ms since the epoch. */
  get oldestAt(): number | undefined {
    if (this.#open.size === 0) return undefined;
    let oldest = Number.POSITIVE_INFINITY;
    for (const { commit } of this.#open) oldest = Math.min(oldest, commit.at);
    return oldest;
  }

  /** Resolves when there is room for more, or none can be made for now. */
  async room(): Promise<void> {
    if (this.#durable.length < WAITING_MAX) return;
    this.#flushSoon(0);
    try {
      await this.#when(() => this.#durable.length < WAITING_MAX);
    } catch {
      // whatever keeps the rows from being written keeps commits from it as well
    }
  }

  /** Before the commit is sent. */
  begin(commit: Commit): SideTicket {
    const ticket = { commit };
    this.#open.add(ticket);
    return ticket;
  }

  /** The commit is durable: its rows follow. */
  write(ticket: SideTicket): void {
    this.#forget(ticket.commit._id);
    this.#queue(ticket);
  }

  /** Only the log knows whether the commit is there or will be. */
  doubt(ticket: SideTicket): void {
    this.#forget(ticket.commit._id);
    this.#unsure.set(ticket.commit._id, ticket);
    this.#lookSoon();
  }

  /** The commit is not there and never will be. */
  drop(ticket: SideTicket): void {
    this.#open.delete(ticket);
    this.#tell();
  }

  /** The last commit of a stream as it was read: one of a former owner may have landed when nobody looked for it any more. */
  found(commit: Commit): void {
    const { clock, epochOf } = this.#options;
    const isOld = clock.nowMs() - commit.at > LATE_AT_MOST_MS;
    if (isOld || !this.#owns(commit._id)) return;
    if (epochOf(parseStream(commit._id).shard) === commit.epoch) return;
    const { effects, reminders } = sideRowsOf(commit);
    // it is the last one, so nothing of it can be answered or changed yet
    if (effects.length + reminders.length > 0) this.#queue(this.begin(commit));
  }

  /** Resolves when the rows of everything durable so far are there: of one stream, or of all. @throws Fault E_UNAVAILABLE */
  async written(stream?: string): Promise<void> {
    await this.#settleUnsure(stream);
    const isMine = ({ commit }: SideTicket): boolean =>
      stream === undefined || parseCommitKey(commit._id).stream === stream;
    const last = this.#done + this.#durable.findLastIndex(isMine) + 1;
    if (last <= this.#done) return;
    this.#flushSoon(0);
    await this.#when(() => this.#done >= last);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancelLook?.();
    await this.#writing;
  }

  #owns(key: string): boolean {
    return this.#options.epochOf(parseStream(key).shard) !== undefined;
  }

  #queue(ticket: SideTicket): void {
    this.#durable.push(ticket);
    this.#flushSoon(this.#durable.length >= BATCH ? 0 : GATHER_MS);
  }

  /** A repeat of a commit takes the place of the one in doubt. */
  #forget(key: string): void {
    const before = this.#unsure.get(key);
    if (before === undefined) return;
    this.#unsure.delete(key);
    this.#open.delete(before);
  }

  async #when(isOver: () => boolean): Promise<void> {
    if (isOver()) return;
    await this.#options.calls.wait(
      'side rows',
      () => new Promise<void>((resolve) => this.#waiting.push({ isOver, resolve })),
    );
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ isOver }) => !isOver());
    for (const { isOver, resolve } of waiting) if (isOver()) resolve();
  }

  #flushSoon(delayMs: number): void {
    if (this.#isStopped || this.#writing !== undefined) return;
    if (delayMs > 0) {
      this.#cancel ??= this.#options.clock.after(delayMs, () => this.#flush());
      return;
    }
    this.#flush();
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#writing !== undefined || this.#isStopped || this.#durable.length === 0) return;
    this.#writing = this.#writeNext().finally(() => {
      this.#writing = undefined;
      if (this.#durable.length > 0) {
        this.#flushSoon(this.#waiting.length > 0 || this.#durable.length >= BATCH ? 0 : GATHER_MS);
      }
      this.#tell();
    });
  }

  /** A shard may have another owner by now: rows that come late change nothing there. */
  async #writeNext(): Promise<void> {
    const { calls, collections, clock, isAlone, onError } = this.#options;
    const batch = this.#durable.slice(0, BATCH);
    for (;;) {
      const writes = sideWritesOf(batch.map(({ commit }) => commit));
      try {
        // a row that is never made must not be made by somebody else
        await writeSides(calls, collections, isAlone() ? withoutAnswered(writes) : writes);
        break;
      } catch (error) {
        if (calls.isClosed || this.#isStopped) return;
        onError(error);
        await new Promise<void>((resolve) => clock.after(AGAIN_AFTER_MS, resolve));
      }
    }
    this.#durable = this.#durable.slice(batch.length);
    this.#done += batch.length;
    for (const ticket of batch) this.#open.delete(ticket);
  }

  #lookSoon(): void {
    if (this.#isStopped) return;
    this.#cancelLook ??= this.#options.clock.after(LOOK_EVERY_MS, () => {
      this.#cancelLook = undefined;
      this.#settleUnsure(undefined)
        .catch(this.#options.onError)
        .finally(() => {
          if (this.#unsure.size > 0) this.#lookSoon();
        });
    });
  }

  /** Looks for commits in doubt: what is in their places says what became of them; an empty place says nothing. */
  async #settleUnsure(stream: string | undefined): Promise<void> {
    const { calls, collections } = this.#options;
    const asked = [...this.#unsure.values()].filter(
      ({ commit }) => stream === undefined || parseCommitKey(commit._id).stream === stream,
    );
    if (asked.length === 0) return;
    const rows = await calls.run('side rows', () =>
      collections.commits.find({ _id: { $in: asked.map(({ commit }) => commit._id) } }).toArray(),
    );
    const there = new Map(rows.map((row) => [row._id, fromStored(row)]));
    for (const ticket of asked) {
      const { _id, commitId } = ticket.commit;
      if (this.#unsure.get(_id) !== ticket) continue;
      const found = there.get(_id);
      // the log's word counts, not ours
      if (found?.commitId === commitId) {
        this.#queue(this.begin(found));
        this.#open.delete(ticket);
      } else if (found !== undefined || !this.#owns(_id)) this.drop(ticket);
      else continue;
      this.#unsure.delete(_id);
    }
  }
}
