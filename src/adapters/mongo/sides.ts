import { type Clock } from '#ports/clock.ts';
import { type Calls } from './calls.ts';
import { type Collections } from './collections.ts';
import { type LogPlace, LogStream, type StreamSource } from './log-stream.ts';
import { SideCatchUp } from './side-catch-up.ts';
import { SideWriter } from './side-writer.ts';

/** How long giving shards back waits for a fresh place, ms; an older one only means more to read for the next owner. */
const SETTLE_WITHIN_MS = 1_000;

export interface SidesOptions {
  readonly calls: Calls;
  readonly source: StreamSource;
  readonly collections: Collections;
  readonly clock: Clock;
  /** The epoch under which this process owns the shard now. */
  readonly epochOf: (shard: number) => number | undefined;
  readonly ttlMs: number;
  readonly onError: (error: unknown) => void;
}

/** Outbox and reminders of the shards of this process: own commits from their writer, those of former owners from the log. */
export class Sides {
  readonly writer: SideWriter;
  readonly #catchUp: SideCatchUp;
  readonly #onError: (error: unknown) => void;

  constructor({ ttlMs, ...options }: SidesOptions) {
    this.#onError = options.onError;
    this.#catchUp = new SideCatchUp({ ...options, lateMs: ttlMs });
    this.writer = new SideWriter({
      ...options,
      isAlone: () => !this.#catchUp.isActive,
      now: () => LogStream.now(options.source),
    });
  }

  /** Takes over shards whose rows are there up to `since`. */
  take(since: LogPlace): void {
    this.#catchUp.take(since);
  }

  /** Place up to which the rows of all own shards are there; asking moves it on. */
  place(): LogPlace | undefined {
    this.writer.advance().catch(this.#onError);
    return this.#place();
  }

  /** Writes what waits and answers the newest place that can be had. */
  async settle(): Promise<LogPlace | undefined> {
    try {
      await this.writer.settle(SETTLE_WITHIN_MS);
    } catch (error) {
      this.#onError(error);
    }
    return this.#place();
  }

  /** Resolves when the rows of everything durable so far are there: of one stream, or of all. @throws Fault E_UNAVAILABLE */
  async reached(stream?: string): Promise<void> {
    await Promise.all([this.#catchUp.caughtUp(), this.writer.written(stream)]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#catchUp.stop(), this.writer.stop()]);
  }

  #place(): LogPlace | undefined {
    const own = this.writer.place;
    if (!this.#catchUp.isActive) return own;
    const left = this.#catchUp.place;
    if (own === undefined || left === undefined) return undefined;
    return left.time.lessThan(own.time) ? left : own;
  }
}
