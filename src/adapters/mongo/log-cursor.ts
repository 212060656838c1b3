import type { Document } from 'mongodb';
import { type LogEvent, LogStream, type StreamSource } from './log-stream.ts';
import { insertsOf, patternOf, type SharedTail, TailReader } from './shared-tail.ts';

/** Reads commits on behind a place: by a change stream of its own, and with the others once it has come to the end. */
export class LogCursor {
  readonly #source: StreamSource;
  readonly #tail: SharedTail;
  readonly #kinds: readonly string[] | undefined;
  #reading: LogStream | TailReader;

  private constructor(
    source: StreamSource,
    tail: SharedTail,
    kinds: readonly string[] | undefined,
    reading: LogStream,
  ) {
    this.#source = source;
    this.#tail = tail;
    this.#kinds = kinds;
    this.#reading = reading;
  }

  /** `kinds`: of these alone; whoever reads all of them shares nothing. @throws PlaceLost, Fault E_UNAVAILABLE */
  static async open(
    source: StreamSource,
    tail: SharedTail,
    after: Document,
    kinds: readonly string[] | undefined,
  ): Promise<LogCursor> {
    return new LogCursor(source, tail, kinds, await openOwn(source, after, kinds));
  }

  /** The place behind everything that was looked through, whether it was handed out or not. */
  get token(): Document | undefined {
    return this.#reading.token;
  }

  /** The next commits, at most `limit`; none: nothing more was there within `waitMs`. @throws PlaceLost, Fault E_UNAVAILABLE */
  async next(limit: number, waitMs: number): Promise<readonly LogEvent[]> {
    const reading = await this.#current();
    const events = await reading.next(limit, waitMs);
    const isAtEnd = events.length === 0 && reading instanceof LogStream && reading.isAtEnd;
    if (isAtEnd && this.#kinds !== undefined) {
      this.#reading = (await this.#tail.join(reading, this.#kinds)) ?? reading;
    }
    return events;
  }

  async close(): Promise<void> {
    await this.#reading.close();
  }

  async #current(): Promise<LogStream | TailReader> {
    const reading = this.#reading;
    if (reading instanceof TailReader && reading.isLeft) {
      this.#reading = await openOwn(this.#source, reading.token, this.#kinds);
    }
    return this.#reading;
  }
}

const openOwn = (
  source: StreamSource,
  after: Document,
  kinds: readonly string[] | undefined,
): Promise<LogStream> =>
  LogStream.open(source, after, insertsOf(kinds === undefined ? undefined : patternOf(kinds)));
