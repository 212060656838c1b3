import type { Document } from 'mongodb';
import type { Clock } from '#ports/clock.ts';
import { type LogEvent, LogStream, type StreamSource } from './log-stream.ts';
import { compareTokens } from './tokens.ts';

/** Changes of one answer. */
const ANSWER_MAX = 500;
/**
 * After an answer that was not full nothing is asked for so many times as long as it took, within bounds in ms: an open question
 * makes a server look at each write by itself.
 */
const PAUSE_TIMES = 4;
const PAUSE_MIN_MS = 25;
const PAUSE_MAX_MS = 250;
/** Changes that are kept for whoever is behind the others: so many, and about so many bytes. */
const KEPT_MAX = 2_000;
const KEPT_BYTES = 8 * 1024 * 1024;

/** The insert of a commit of one of these kinds; `undefined`: of any. */
export const insertsOf = (pattern: string | undefined): Document => ({
  operationType: 'insert',
  ...(pattern === undefined ? {} : { 'documentKey._id': { $regex: pattern } }),
});

/** Commits of kinds, by their keys. */
export const patternOf = (kinds: Iterable<string>): string => `^[0-9a-f]{2}:(?:${[...kinds].join('|')}):`;

interface Kept extends LogEvent {
  readonly kind: string;
}

/** A place between the changes: before number `at`. */
interface Mark {
  readonly at: number;
  readonly token: Document;
}

const isAfter = (token: Document, other: Document): boolean => (compareTokens(token, other) ?? 0) > 0;

/** One of those who read the tail: it has what its kinds get, from its own place on. */
export class TailReader {
  readonly kinds: ReadonlySet<string>;
  readonly #tail: SharedTail;
  /** Number of the next change to look at. */
  at: number;
  /** What it came to last, and what it may go back to. */
  #place: Mark;
  /** Changes up to here were seen before it joined. */
  #seen: Document | undefined;
  #isLeft = false;

  constructor(tail: SharedTail, kinds: ReadonlySet<string>, at: number, token: Document) {
    this.#tail = tail;
    this.kinds = kinds;
    this.at = at;
    this.#place = { at, token };
    this.#seen = token;
  }

  /** It reads on by itself, from its {@link token}. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** The place behind everything that was looked through. */
  get token(): Document {
    if (!this.#isLeft) this.#catchUp();
    return this.#place.token;
  }

  /** The next commits, at most `limit`; none: nothing more was there within `waitMs`. @throws Fault E_UNAVAILABLE, PlaceLost */
  async next(limit: number, waitMs: number): Promise<readonly LogEvent[]> {
    const kept = this.#take(limit);
    if (kept.length > 0 || this.#isLeft) return kept;
    await this.#tail.readOn(waitMs);
    return this.#take(limit);
  }

  async close(): Promise<void> {
    this.leave();
    await this.#tail.left(this);
  }

  /** What is kept has gone on without it, or nothing is read for it any more. */
  leave(): void {
    if (this.#isLeft) return;
    this.#catchUp();
    this.#isLeft = true;
  }

  /** What comes before a number goes: whether it needs none of that. */
  skipTo(number: number): boolean {
    for (; this.at < number; this.at += 1) {
      const event = this.#tail.at(this.at);
      if (event !== undefined && this.#isOwn(event)) return false;
    }
    return true;
  }

  #take(limit: number): readonly LogEvent[] {
    const found: LogEvent[] = [];
    while (!this.#isLeft && found.length < limit) {
      const event = this.#tail.at(this.at);
      if (event === undefined) break;
      this.at += 1;
      if (!this.#isOwn(event)) continue;
      this.#place = { at: this.at, token: event.token };
      found.push(event);
    }
    return found;
  }

  #isOwn({ kind, token }: Kept): boolean {
    if (!this.kinds.has(kind)) return false;
    if (this.#seen === undefined) return true;
    if (!isAfter(token, this.#seen)) return false;
    this.#seen = undefined;
    return true;
  }

  #catchUp(): void {
    const mark = this.#tail.markUpTo(this.at);
    if (mark !== undefined && isAfter(mark.token, this.#place.token)) this.#place = mark;
  }
}

/**
 * One change stream for all followers of a process that have come to the end of the log: a server pays for each stream about
 * as much as for the writes. Whoever is too far behind reads by itself until it is at the end again. Places are compared
 * by their tokens, so that nobody misses anything and nobody sees it twice.
 */
export class SharedTail {
  readonly #source: StreamSource;
  readonly #clock: Pick<Clock, 'monoMs' | 'after'>;
  readonly #readers = new Set<TailReader>();
  #stream: LogStream | undefined;
  /** What it reads. */
  #kinds: ReadonlySet<string> = new Set();
  /** From here on all of that is kept, or was. */
  #from: Mark | undefined;
  readonly #kept: Kept[] = [];
  /** Number of the first change that is kept. */
  #first = 0;
  #marks: Mark[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #reading: Promise<void> | undefined;
  /** Nothing is asked before, by the monotonic clock, ms. */
  #restsUntilMs = 0;

  constructor(source: StreamSource, clock: Pick<Clock, 'monoMs' | 'after'>) {
    this.#source = source;
    this.#clock = clock;
  }

  /** How many read it. */
  get size(): number {
    return this.#readers.size;
  }

  /**
   * Takes over whoever reads `kinds` by a stream of their own that is at its end; that one is closed, or used on. `undefined`: not now,
   * go on with it. Never rejects.
   */
  join(stream: LogStream, kinds: readonly string[]): Promise<TailReader | undefined> {
    return this.#alone(async () => {
      const { token } = stream;
      if (token === undefined) return undefined;
      if (this.#stream === undefined) this.#begin(stream, token, kinds);
      else {
        try {
          if (!(await this.#widen(kinds, token))) return undefined;
        } catch {
          this.#end();
          return undefined;
        }
        const floor = this.#from;
        if (floor === undefined || !this.#isWithin(token, floor)) return undefined;
        void stream.close();
      }
      const at = this.#numberAfter(token);
      const reader = new TailReader(this, new Set(kinds), at, token);
      this.#readers.add(reader);
      return reader;
    });
  }

  /** Waits for what comes next, once for all who wait. @throws Fault E_UNAVAILABLE, PlaceLost */
  readOn(waitMs: number): Promise<void> {
    this.#reading ??= this.#rest()
      .then(() => this.#alone(() => this.#readOn(waitMs)))
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }

  /** Change number `at`, when it is there. */
  at(at: number): Kept | undefined {
    return this.#kept[at - this.#first];
  }

  /** The last place up to a number. */
  markUpTo(at: number): Mark | undefined {
    return this.#marks.findLast((mark) => mark.at <= at);
  }

  /** Somebody reads it no more; the last one ends it. */
  async left(reader: TailReader): Promise<void> {
    if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
    await this.#alone(() => {
      if (this.#readers.size === 0) this.#end();
      return Promise.resolve();
    });
  }

  async close(): Promise<void> {
    await this.#alone(async () => {
      const stream = this.#stream;
      this.#end(false);
      await stream?.close();
    });
  }

  /** One at a time: the stream changes meanwhile. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #rest(): Promise<void> {
    const waitMs = this.#restsUntilMs - this.#clock.monoMs();
    if (waitMs > 0) await new Promise<void>((resolve) => this.#clock.after(waitMs, resolve));
  }

  #begin(stream: LogStream, token: Document, kinds: readonly string[]): void {
    this.#stream = stream;
    this.#kinds = new Set(kinds);
    this.#from = { at: this.#first, token };
    this.#marks = [this.#from];
  }

  /** Everything is over: whoever read it goes on by itself. */
  #end(closes = true): void {
    for (const reader of this.#readers) reader.leave();
    this.#readers.clear();
    if (closes) void this.#stream?.close();
    this.#stream = undefined;
    this.#from = undefined;
    this.#first += this.#kept.length;
    this.#kept.length = 0;
    this.#marks = [];
  }

  async #readOn(waitMs: number): Promise<void> {
    try {
      const stream = this.#stream;
      if (stream === undefined) return;
      const askedMs = this.#clock.monoMs();
      const events = await stream.next(ANSWER_MAX, waitMs);
      const nowMs = this.#clock.monoMs();
      const pauseMs = Math.min(
        PAUSE_MAX_MS,
        Math.max(PAUSE_MIN_MS, PAUSE_TIMES * (nowMs - askedMs - waitMs)),
      );
      if (events.length < ANSWER_MAX / 2) this.#restsUntilMs = nowMs + pauseMs;
      const kept = events.map((event): Kept => {
        const [, kind = ''] = String(event.document['_id']).split(':', 2);
        return Object.assign(event, { kind });
      });
      this.#kept.push(...kept);
      this.#mark(stream.token ?? events.at(-1)?.token);
      this.#forget(stream.eventBytes);
      await this.#narrow(kept);
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #wanted(): ReadonlySet<string> {
    const kinds = new Set<string>();
    for (const reader of this.#readers) for (const kind of reader.kinds) kinds.add(kind);
    return kinds;
  }

  /** Reads more kinds from its place on, unless whoever asks is not so far yet; whether it does. */
  async #widen(kinds: readonly string[], token: Document): Promise<boolean> {
    if (kinds.every((kind) => this.#kinds.has(kind))) return true;
    const place = this.#stream?.token;
    if (place === undefined || isAfter(place, token)) return false;
    await this.#follow(new Set([...this.#wanted(), ...kinds]), place);
    return true;
  }

  /** Reads no more of what nobody wants, where that is much. */
  async #narrow(events: readonly Kept[]): Promise<void> {
    const wanted = this.#wanted();
    if (wanted.size === 0) return this.#end();
    const unwanted = events.filter(({ kind }) => !wanted.has(kind)).length;
    const place = this.#stream?.token;
    if (unwanted > ANSWER_MAX / 4 && place !== undefined) await this.#follow(wanted, place);
  }

  /** Reads other kinds from its place on. */
  async #follow(kinds: ReadonlySet<string>, token: Document): Promise<void> {
    const before = this.#stream;
    const match = insertsOf(patternOf(kinds));
    this.#stream = await LogStream.open(this.#source, token, match, before?.batch);
    void before?.close();
    this.#kinds = kinds;
    this.#from = { at: this.#first + this.#kept.length, token };
  }

  #mark(token: Document | undefined): void {
    if (token === undefined) return;
    const at = this.#first + this.#kept.length;
    if (this.#marks.at(-1)?.at === at) this.#marks.pop();
    this.#marks.push({ at, token });
  }

  /** Keeps what has room; whoever has not read it by then is left behind. */
  #forget(eventBytes: number): void {
    const most = Math.max(ANSWER_MAX, Math.min(KEPT_MAX, Math.floor(KEPT_BYTES / Math.max(1, eventBytes))));
    const gone = this.#kept.length - most;
    if (gone <= 0) return;
    for (const reader of this.#readers) {
      if (reader.skipTo(this.#first + gone)) continue;
      reader.leave();
      this.#readers.delete(reader);
    }
    this.#first += gone;
    this.#kept.splice(0, gone);
    const mark = this.#marks.findIndex(({ at }) => at >= this.#first);
    this.#marks.splice(0, Math.max(0, mark));
    const [floor] = this.#marks;
    if (floor !== undefined && floor.at > (this.#from?.at ?? 0)) this.#from = floor;
  }

  #isWithin(token: Document, floor: Mark): boolean {
    const order = compareTokens(token, floor.token);
    return order !== undefined && order >= 0;
  }

  /** Number of the first change behind a place. */
  #numberAfter(token: Document): number {
    const from = this.#from?.at ?? this.#first;
    const found = this.#kept.findIndex(
      (event, index) => index + this.#first >= from && isAfter(event.token, token),
    );
    return this.#first + (found < 0 ? this.#kept.length : found);
  }
}
