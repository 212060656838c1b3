import { type Clock } from '#ports/clock.ts';
import { type Commit, parseStream } from '#ports/commit.ts';
import { type Calls } from './calls.ts';
import { fromStored } from './codec.ts';
import { type Collections } from './collections.ts';
import { type LogEvent, type LogPlace, LogStream, PlaceLost, type StreamSource } from './log-stream.ts';
import { sideWritesOf } from './side-rows.ts';
import { writeSides } from './write-sides.ts';

const BATCH = 500;
/** How long one look waits for news, ms. */
const WAIT_MS = 20;
/** How often the log is looked at while a late commit may come, ms. */
const LOOK_EVERY_MS = 1_000;
const AGAIN_AFTER_MS = 250;

export interface SideCatchUpOptions {
  readonly calls: Calls;
  readonly source: StreamSource;
  readonly collections: Collections;
  readonly clock: Clock;
  /** The epoch under which this process owns the shard now. */
  readonly epochOf: (shard: number) => number | undefined;
  /** How long commits of a former owner may land after its shards were taken over, ms. */
  readonly lateMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Writes the side rows that former owners of this process's shards left unwritten: from the place kept with the leases to the
 * end of the log, and a while on, because a commit may land late. From the commits themselves when the server does not reach back so far.
 */
export class SideCatchUp {
  readonly #options: SideCatchUpOptions;
  /** Up to here the rows of all shards that were taken over are there; `undefined`: nothing is to be done. */
  #since: LogPlace | undefined;
  /** What was durable when the last shards were taken over; own commits behind it have their rows from their writer. */
  #taken: LogPlace | undefined;
  #isCaughtUp = true;
  #untilMs = 0;
  #takes = 0;
  #stream: LogStream | undefined;
  #waiting: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #isStopped = false;
  #running: Promise<void> | undefined;

  constructor(options: SideCatchUpOptions) {
    this.#options = options;
  }

  get isActive(): boolean {
    return this.#since !== undefined;
  }

  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** Up to here all rows of former owners are there, while it is active. */
  get place(): LogPlace | undefined {
    return this.#isCaughtUp ? this.#since : undefined;
  }

  /** Takes over shards whose rows are there up to `since`. */
  take(since: LogPlace): void {
    this.#takes += 1;
    this.#isCaughtUp = false;
    this.#taken = undefined;
    this.#untilMs = this.#options.clock.monoMs() + this.#options.lateMs;
    if (this.#since === undefined || since.time.lessThan(this.#since.time)) {
      this.#since = since;
      this.#dropStream();
    }
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    this.#wake?.();
  }

  /** Resolves when the rows of everything that former owners left are there. @throws Fault E_UNAVAILABLE */
  async caughtUp(): Promise<void> {
    if (this.#isCaughtUp) return;
    await this.#options.calls.run(
      'side rows',
      () => new Promise<void>((resolve) => this.#waiting.push(resolve)),
    );
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    await this.#running;
    this.#dropStream();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped && this.#since !== undefined) {
      try {
        const takes = this.#takes;
        const isLast = this.#options.clock.monoMs() >= this.#untilMs;
        const end = await LogStream.now(this.#options.source);
        this.#taken ??= end;
        await this.#readTo(end);
        if (takes !== this.#takes) continue;
        this.#catchUp();
        if (isLast) break;
        await this.#sleep(LOOK_EVERY_MS);
      } catch (error) {
        this.#dropStream();
        if (this.#options.calls.isClosed) return;
        if (!(error instanceof PlaceLost)) this.#options.onError(error);
        await this.#sleep(AGAIN_AFTER_MS);
      }
    }
    this.#since = undefined;
    this.#dropStream();
  }

  #catchUp(): void {
    this.#isCaughtUp = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  async #readTo(end: LogPlace): Promise<void> {
    while (!this.#isStopped && this.#since?.time.lessThan(end.time) === true) {
      const stream = (this.#stream ??= await this.#open(this.#since));
      const events = await stream.next(BATCH, WAIT_MS);
      const last = events.at(-1);
      await this.#apply(events);
      // other shards came meanwhile that begin earlier
      if (stream !== this.#stream) return;
      if (last !== undefined) this.#since = { token: last.token, time: last.time };
      else if (stream.isAtEnd) this.#since = end;
    }
  }

  async #open(since: LogPlace): Promise<LogStream> {
    const { source } = this.#options;
    try {
      return await LogStream.open(source, since.token, {
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
    const { calls, collections } = this.#options;
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
      await this.#write(rows.map((row) => fromStored(row)));
    }
  }

  async #apply(events: readonly LogEvent[]): Promise<void> {
    const left: Commit[] = [];
    for (const { document, time } of events) {
      const commit = fromStored(document);
      const isOwn =
        this.#taken !== undefined &&
        time.greaterThan(this.#taken.time) &&
        this.#options.epochOf(parseStream(commit._id).shard) === commit.epoch;
      if (!isOwn) left.push(commit);
    }
    await this.#write(left);
  }

  async #write(commits: readonly Commit[]): Promise<void> {
    const { calls, collections, epochOf } = this.#options;
    const own = commits.filter(({ _id }) => epochOf(parseStream(_id).shard) !== undefined);
    if (own.length > 0) await writeSides(calls, collections, sideWritesOf(own));
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
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

  #dropStream(): void {
    const stream = this.#stream;
    this.#stream = undefined;
    void stream?.close();
  }
}
