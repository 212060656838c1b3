import { type Db, type MongoClient } from 'mongodb';
import { type Clock } from '#ports/clock.ts';
import { type Commit, parseCommitKey, parseStream } from '#ports/commit.ts';
import { type Calls } from './calls.ts';
import { fromStored } from './codec.ts';
import { type Collections } from './collections.ts';
import { isOnlyDuplicates } from './explain.ts';
import { type LogPlace, LogStream, PlaceLost, type StreamSource } from './log-stream.ts';
import { sideWritesOf, type SideWrites } from './side-rows.ts';

const BATCH = 500;
/** How long one look waits for news, ms. */
const WAIT_MS = 20;
/** Without news the log is looked at so often, ms: a write may land long after it was given up. */
const LOOK_EVERY_MS = 1_000;
const AGAIN_AFTER_MS = 250;
/** How old the noted place may get on a quiet log, ms: the server forgets places. */
const REFRESH_MS = 10_000;
/** A reader of rows waits so long for commits to be followed, ms. */
const REACH_WITHIN_MS = 5_000;

export interface SideFollowerOptions {
  readonly calls: Calls;
  readonly client: MongoClient;
  readonly db: Db;
  readonly collections: Collections;
  readonly clock: Clock;
  /** Whether this process owns the shard now. */
  readonly owns: (shard: number) => boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Fills the outbox and the reminders from the log, for the shards of this process. Its place is kept with the leases: a new owner goes on from where the old one was, and starts from the commits themselves when the server
 * does not reach back so far.
 */
export class SideFollower {
  readonly #options: SideFollowerOptions;
  #since: LogPlace | undefined;
  #stream: LogStream | undefined;
  /** Last commit of a stream that is not followed yet, and when it was told. */
  readonly #behind = new Map<string, { readonly seq: number; readonly mark: number }>();
  #mark = 0;
  /** Mark of the last shard taken over: until it is reached, nothing is known about any stream. */
  #takenMark = 0;
  /** Everything told before this mark is followed. */
  #reachedMark = 0;
  #waiting: { readonly isOver: () => boolean; readonly resolve: () => void }[] = [];
  #refreshedMs: number;
  #wake: (() => void) | undefined;
  #isWoken = false;
  #isStopped = false;
  #ended: Promise<void> | undefined;

  constructor(options: SideFollowerOptions) {
    this.#options = options;
    this.#refreshedMs = options.clock.monoMs();
  }

  /** Place up to which the rows of all own shards are there. */
  get place(): LogPlace | undefined {
    return this.#reachedMark >= this.#takenMark ? this.#since : undefined;
  }

  /** Takes over shards whose rows are there up to `since`. */
  take(since: LogPlace): void {
    this.#mark += 1;
    this.#takenMark = this.#mark;
    if (this.#since === undefined || since.time.lessThan(this.#since.time)) {
      this.#since = since;
      this.#dropStream();
    }
    this.#ended ??= this.#run();
    this.#wakeUp();
  }

  /** A commit with side rows is there, or may be. */
  told(stream: string, seq: number): void {
    this.#mark += 1;
    // in order of their marks, so that the first one is the oldest
    this.#behind.delete(stream);
    this.#behind.set(stream, { seq, mark: this.#mark });
    this.#wakeUp();
  }

  /** Resolves when the rows of everything that was told so far are there: of one stream, or of all. @throws Fault E_UNAVAILABLE */
  async reached(stream?: string): Promise<void> {
    const mark = this.#mark;
    const isOver = (): boolean => {
      if (this.#reachedMark < this.#takenMark) return false;
      if (stream === undefined) return this.#reachedMark >= mark;
      const behind = this.#behind.get(stream);
      return behind === undefined || behind.mark > mark;
    };
    if (isOver()) return;
    await this.#options.calls.run(
      'side rows',
      () => new Promise<void>((resolve) => this.#waiting.push({ isOver, resolve })),
      REACH_WITHIN_MS,
    );
  }

  /** Follows what is there and ends. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wakeUp();
    await this.#ended;
    await this.#stream?.close();
  }

  #wakeUp(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isWoken || this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const over = (): void => {
        cancel();
        this.#wake = undefined;
        resolve();
      };
      const cancel = this.#options.clock.after(ms, over);
      this.#wake = over;
    });
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#isWoken = false;
      try {
        await this.#follow();
        await this.#sleep(LOOK_EVERY_MS);
      } catch (error) {
        this.#dropStream();
        if (this.#options.calls.isClosed) return;
        if (!(error instanceof PlaceLost)) this.#options.onError(error);
        this.#isWoken = false;
        await this.#sleep(AGAIN_AFTER_MS);
      }
    }
  }

  /** Reads to the end of the log. */
  async #follow(): Promise<void> {
    const { clock } = this.#options;
    const mark = this.#mark;
    const isOld = clock.monoMs() - this.#refreshedMs > REFRESH_MS;
    const now = isOld ? await LogStream.now(this.#source()) : undefined;
    for (;;) {
      const stream = (this.#stream ??= await this.#open());
      const events = await stream.next(BATCH, WAIT_MS);
      const last = events.at(-1);
      if (stream !== this.#stream) return;
      if (last === undefined) {
        if (stream.isAtEnd) break;
        // nothing is known yet of what lies between: whoever waits goes on waiting
        this.#isWoken = true;
        return;
      }
      await this.#apply(events.map(({ document }) => fromStored(document)));
      if (stream !== this.#stream) return;
      this.#since = { token: last.token, time: last.time };
      this.#advance();
    }
    if (now !== undefined) {
      if (this.#since !== undefined && now.time.greaterThan(this.#since.time)) this.#since = now;
      this.#refreshedMs = clock.monoMs();
    }
    this.#reachedMark = Math.max(this.#reachedMark, mark);
    for (const [name, behind] of this.#behind) if (behind.mark <= mark) this.#behind.delete(name);
    this.#advance();
  }

  /** A busy log has no end: what is followed is known by what is not. */
  #advance(): void {
    if (this.#reachedMark >= this.#takenMark) {
      const [oldest] = this.#behind.values();
      this.#reachedMark = Math.max(this.#reachedMark, oldest === undefined ? this.#mark : oldest.mark - 1);
    }
    this.#tell();
  }

  #source(): StreamSource {
    const { calls, client, db } = this.#options;
    return { calls, client, db, collection: 'commits' };
  }

  async #open(): Promise<LogStream> {
    const source = this.#source();
    this.#since ??= await LogStream.now(source);
    try {
      return await LogStream.open(source, this.#since.token, {
        operationType: 'insert',
        'fullDocument.side': true,
      });
    } catch (error) {
      if (error instanceof PlaceLost) {
        const now = await LogStream.now(source);
        await this.#scan();
        this.#since = now;
      }
      throw error;
    }
  }

  /** Looks through all commits of the own shards: the log itself is never lost. */
  async #scan(): Promise<void> {
    const { calls, collections, owns } = this.#options;
    let after = '';
    for (;;) {
      const rows = await calls.run('scan', () =>
        collections.commits
          .find({ _id: { $gt: after }, side: true })
          .sort({ _id: 1 })
          .limit(BATCH)
          .toArray(),
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last._id;
      await this.#apply(rows.map((row) => fromStored(row)).filter(({ _id }) => owns(shardOf(_id))));
    }
  }

  async #apply(commits: readonly Commit[]): Promise<void> {
    const { calls, collections, owns } = this.#options;
    const own = commits.filter(({ _id }) => owns(shardOf(_id)));
    const writes = sideWritesOf(own);
    await Promise.all([
      this.#writeOutbox(writes),
      writes.reminders.length === 0
        ? undefined
        : calls.run('side rows', () =>
            collections.reminders.bulkWrite([...writes.reminders], { ordered: true }),
          ),
    ]);
    for (const { _id } of commits) {
      const { stream, seq } = parseCommitKey(_id);
      const behind = this.#behind.get(stream);
      if (behind !== undefined && behind.seq <= seq) this.#behind.delete(stream);
    }
  }

  /** Effects first: what is answered in the same writes was sent before. */
  async #writeOutbox({ effects, closed }: SideWrites): Promise<void> {
    const { calls, collections } = this.#options;
    if (effects.length > 0) {
      await calls.run('side rows', async () => {
        try {
          await collections.outbox.insertMany(effects, { ordered: false });
        } catch (error) {
          // rows that are there already are what a repeat finds
          if (!isOnlyDuplicates(error)) throw error;
        }
      });
    }
    if (closed.length === 0) return;
    await calls.run('side rows', () =>
      collections.outbox.updateMany(
        { _id: { $in: closed }, open: true },
        { $unset: { open: '' }, $currentDate: { goneAt: true } },
      ),
    );
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ isOver }) => !isOver());
    for (const { isOver, resolve } of waiting) if (isOver()) resolve();
  }

  #dropStream(): void {
    const stream = this.#stream;
    this.#stream = undefined;
    void stream?.close();
  }
}

const shardOf = (key: string): number => parseStream(key).shard;
