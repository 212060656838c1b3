import {
  BSON,
  type ClientSession,
  type Db,
  type Document,
  Long,
  type MongoClient,
  type Timestamp,
} from 'mongodb';
import type { Calls } from './calls.ts';
import type { CollectionName } from './collections.ts';
import { codeOf, isOutOfReach, passingFault, SERVER_CODE } from './explain.ts';
import { timeOfToken } from './tokens.ts';

/** A place in the order of time: the server knows it by its token, we by its time. */
export interface LogPlace {
  readonly token: Document;
  readonly time: Timestamp;
}

/** One change as it became durable. */
export interface LogEvent {
  /** Of an insert. */
  readonly document: Document;
  /** The whole event as the server tells it. */
  readonly raw: Document;
  /** Opaque place right behind it. */
  readonly token: Document;
  readonly time: Timestamp;
}

/** The server cannot go on from there: its oplog does not reach back so far, or the place is not one of its own. */
export class PlaceLost extends Error {
  override readonly name = 'PlaceLost';
}

export interface StreamSource {
  readonly calls: Calls;
  readonly client: MongoClient;
  readonly db: Db;
  readonly collection: CollectionName;
}

interface CursorReply {
  readonly cursor: {
    readonly id: Long | number;
    readonly firstBatch?: readonly Document[];
    readonly nextBatch?: readonly Document[];
    readonly postBatchResumeToken?: Document;
  };
  /** Of the newest write that the server knew of. */
  readonly operationTime?: Timestamp;
}

/** Empty answers in a row before the caller hears of it, whether the end was reached or not. */
const LOOKS_MAX = 10;
/** An answer is empty, too, when its time was too short for what others wrote: the next one has more, up to this, ms. */
const LOOK_MAX_MS = 2_000;

/** What one answer should hold at most, bytes: commits may have 256 KB each, and an answer has a time limit. */
const ANSWER_BYTES = 4 * 1024 * 1024;
/** Commits of the first answers, before their size is known. */
const FIRST_BATCH = 50;

const eventOf = (raw: Document): LogEvent => ({
  document: (raw['fullDocument'] ?? {}) as Document,
  raw,
  token: raw['_id'] as Document,
  time: raw['clusterTime'] as Timestamp,
});

const isPassing = (error: unknown): boolean => {
  const code = codeOf(error);
  return (
    isOutOfReach(error) ||
    code === SERVER_CODE.unauthorized ||
    code === SERVER_CODE.authenticationFailed ||
    code === SERVER_CODE.maxTimeExpired
  );
};

/**
 * Commits in the order in which they became durable, by a change stream. It is driven by commands of its own: the
 * driver's change stream hides where an empty answer ends and starts again by itself from places that may be lost.
 */
export class LogStream {
  readonly #calls: Calls;
  readonly #db: Db;
  readonly #session: ClientSession;
  readonly #collection: string;
  readonly #id: Long;
  #buffer: LogEvent[];
  #token: Document | undefined;
  #isAtEnd = false;
  /** Commits that one answer should have room for. */
  #batch: number;
  #eventBytes = 0;

  private constructor(
    { calls, db, collection }: StreamSource,
    session: ClientSession,
    { cursor }: CursorReply,
    batch: number,
  ) {
    this.#batch = batch;
    this.#calls = calls;
    this.#db = db;
    this.#collection = collection;
    this.#session = session;
    // a small one comes as a number, and would go back as one that the server refuses
    this.#id = Long.fromValue(cursor.id);
    this.#buffer = (cursor.firstBatch ?? []).map((raw) => eventOf(raw));
    this.#token = cursor.postBatchResumeToken;
  }

  /**
   * Opens a collection's changes behind a place, or from now on; `match` holds for the whole event, `batch` is what an answer
   * is known to have room for.
   * @throws PlaceLost, Fault E_UNAVAILABLE
   */
  static async open(
    source: StreamSource,
    after: Document | undefined,
    match: Document,
    batch = FIRST_BATCH,
  ): Promise<LogStream> {
    const { calls, client, db, collection } = source;
    const session = client.startSession();
    // a start at a time that the server has forgotten begins late on some servers, and silently
    const from = after === undefined ? {} : { resumeAfter: after };
    try {
      const reply = await calls.wait('follow', async () => {
        try {
          return (await db.command(
            {
              aggregate: collection,
              pipeline: [{ $changeStream: from }, { $match: match }],
              cursor: { batchSize: FIRST_BATCH },
            },
            { session },
          )) as CursorReply;
        } catch (error) {
          if (isPassing(error)) throw error;
          return new PlaceLost('the server cannot go on from there', { cause: error });
        }
      });
      if (reply instanceof PlaceLost) throw reply;
      return new LogStream(source, session, reply, batch);
    } catch (error) {
      await session.endSession();
      throw error;
    }
  }

  /** The place behind everything that is durable now. @throws Fault E_UNAVAILABLE */
  static async now(source: StreamSource): Promise<LogPlace> {
    const stream = await LogStream.open(source, undefined, {});
    const { token } = stream;
    const time = stream.#session.operationTime;
    await stream.close();
    if (token !== undefined && time !== undefined) return { token, time };
    throw passingFault('MongoDB tells no place in its log: it must be a replica set');
  }

  /** Place behind everything that was looked through, whether it was handed out or not. */
  get token(): Document | undefined {
    return this.#buffer.length === 0 ? this.#token : undefined;
  }

  /** Commits that an answer has room for, as far as is known. */
  get batch(): number {
    return this.#batch;
  }

  /** Size of the newest change, bytes; 0 before there was one. */
  get eventBytes(): number {
    return this.#eventBytes;
  }

  /** Whether the last {@link next} that brought nothing had looked through everything that was there when it was asked. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /**
   * The next commits, at most `limit`; none: nothing more was there within `waitMs`, or the server could not get through
   * what others wrote in the time that it was given, see {@link isAtEnd}. @throws Fault E_UNAVAILABLE
   */
  async next(limit: number, waitMs: number): Promise<readonly LogEvent[]> {
    this.#isAtEnd = false;
    let end: Timestamp | undefined;
    let lookMs = waitMs;
    for (let look = 0; look < LOOKS_MAX && this.#buffer.length === 0 && !this.#isAtEnd; look += 1) {
      const before = JSON.stringify(this.#token);
      const knownEnd = await this.#more(limit, lookMs);
      end ??= knownEnd;
      this.#isAtEnd = this.#hasReached(end, before);
      lookMs = Math.min(LOOK_MAX_MS, lookMs * 2);
    }
    const taken = this.#buffer.slice(0, limit);
    this.#buffer = this.#buffer.slice(limit);
    return taken;
  }

  /** Whether everything up to a time was looked through; where times are not told, whether a look got no further. */
  #hasReached(end: Timestamp | undefined, before: string): boolean {
    const place = this.#token === undefined ? undefined : timeOfToken(this.#token);
    if (place === undefined || end === undefined) return JSON.stringify(this.#token) === before;
    return place.greaterThanOrEqual(end);
  }

  /** Reads on; the time of the newest write that the server knew of. */
  async #more(limit: number, waitMs: number): Promise<Timestamp | undefined> {
    const { cursor, operationTime } = await this.#calls.wait('follow', async () => {
      const reply = await this.#db.command(
        {
          getMore: this.#id,
          collection: this.#collection,
          batchSize: Math.min(limit, this.#batch),
          maxTimeMS: waitMs,
        },
        { session: this.#session },
      );
      return reply as CursorReply;
    });
    const batch = cursor.nextBatch ?? [];
    this.#buffer.push(...batch.map((raw) => eventOf(raw)));
    this.#token = cursor.postBatchResumeToken ?? this.#token;
    this.#measure(batch);
    return operationTime;
  }

  /** The next answer holds as many as fit; few at a time grow slowly, as one small commit says little of the next. */
  #measure(batch: readonly Document[]): void {
    const last = batch.at(-1);
    if (last === undefined) return;
    this.#eventBytes = BSON.calculateObjectSize(last);
    const fitting = Math.floor(ANSWER_BYTES / this.#eventBytes);
    this.#batch = Math.max(1, Math.min(fitting, this.#batch * 2));
  }

  async close(): Promise<void> {
    try {
      await this.#calls.wait('follow', () =>
        this.#db.command({ killCursors: this.#collection, cursors: [this.#id] }, { session: this.#session }),
      );
    } catch {
      // the server forgets it by itself
    }
    await this.#session.endSession();
  }
}
