import type { Db, Document, MongoClient } from 'mongodb';
import type { Clock } from '#ports/clock.ts';
import type { Commit } from '#ports/commit.ts';
import type { Position } from '#ports/followers.ts';
import type { Calls } from './calls.ts';
import { fromStored } from './codec.ts';
import type { Collections } from './collections.ts';
import { finalFault } from './explain.ts';
import { LogStream, PlaceLost } from './log-stream.ts';
import { type Place, placeOf, positionOf } from './positions.ts';

/** How long a read at the end of the log waits for more, ms. */
const WAIT_MS = 15;
/** A place that nothing moved for so long is moved without commits, ms: the server forgets old places. */
const REFRESH_MS = 60_000;
/** Change streams kept open between reads. */
const STREAMS_MAX = 32;

type TokenPlace = Extract<Place, { at: 'token' }>;

interface Page {
  readonly commits: readonly Commit[];
  readonly position: Position;
}

interface Open {
  readonly stream: LogStream;
  readonly sinceMs: number;
}

const KIND = /^[a-z]{2,12}$/;

const patternOf = (kinds: readonly string[]): string => {
  const bad = kinds.find((kind) => !KIND.test(kind));
  if (bad !== undefined) throw finalFault(`"${bad}" is not a kind of entity`);
  return `^[0-9a-f]{2}:(?:${kinds.join('|')}):`;
};

export interface LogReaderOptions {
  readonly calls: Calls;
  readonly client: MongoClient;
  readonly db: Db;
  readonly collections: Collections;
  readonly clock: Clock;
}

/** Reads the log across streams: first by key, then from where the scan began in the order of time. */
export class LogReader {
  readonly #options: LogReaderOptions;
  /** Streams by the position that they stand at. */
  readonly #open = new Map<string, Open>();
  /** How far streams that broke had looked behind their position, and found nothing. */
  readonly #lookedTo = new Map<string, Document>();

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** The next commits after a position. @throws Fault E_UNAVAILABLE */
  async read(
    position: Position | undefined,
    limit: number,
    kinds: readonly string[] | undefined,
  ): Promise<Page> {
    const pattern = kinds === undefined ? undefined : patternOf(kinds);
    const place = position === undefined ? await this.#beginning() : placeOf(position);
    if (place.at === 'checkpoint') throw finalFault('a follower that waits has no place in the log');
    try {
      // a scan ends where the order of time goes on: that place may be lost meanwhile, too
      if (place.at === 'scan') return await this.#scan(place, limit, pattern);
      return await this.#tail(position ?? positionOf(place), place, limit, pattern);
    } catch (error) {
      if (!(error instanceof PlaceLost)) throw error;
      return this.#scan(await this.#beginning(), limit, pattern);
    }
  }

  async close(): Promise<void> {
    const streams = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(streams.map(({ stream }) => stream.close()));
  }

  /** The place in the order of time comes before the scan, so that nothing written meanwhile is missed. */
  async #beginning(): Promise<Extract<Place, { at: 'scan' }>> {
    const { calls, client, db } = this.#options;
    const { time, token } = await LogStream.now({ calls, client, db, collection: 'commits' });
    return { at: 'scan', since: time, token, after: '' };
  }

  async #scan(
    { since, token, after }: Extract<Place, { at: 'scan' }>,
    limit: number,
    pattern: string | undefined,
  ): Promise<Page> {
    const { calls, client, collections } = this.#options;
    const rows = await calls.run('scan', async () => {
      // what was written before `since` must be seen even when a majority got it a little later
      const session = client.startSession({ causalConsistency: true });
      try {
        session.advanceOperationTime(since);
        return await collections.commits
          .find({ _id: { $gt: after, ...(pattern === undefined ? {} : { $regex: pattern }) } }, { session })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray();
      } finally {
        await session.endSession();
      }
    });
    const last = rows.at(-1);
    if (last === undefined) {
      const place: TokenPlace = { at: 'token', token };
      return this.#tail(positionOf(place), place, limit, pattern);
    }
    const commits = rows.map((row) => fromStored(row));
    return { commits, position: positionOf({ at: 'scan', since, token, after: last._id }) };
  }

  async #tail(
    position: Position,
    place: TokenPlace,
    limit: number,
    pattern: string | undefined,
  ): Promise<Page> {
    const { clock } = this.#options;
    const key = `${position} ${pattern ?? ''}`;
    const kept = this.#open.get(key);
    this.#open.delete(key);
    const stream = kept?.stream ?? (await this.#openAt(this.#lookedTo.get(key) ?? place.token, pattern));
    this.#lookedTo.delete(key);
    const sinceMs = kept?.sinceMs ?? clock.monoMs();
    let page: Page;
    try {
      const events = await stream.next(limit, WAIT_MS);
      const last = events.at(-1);
      const token = last?.token ?? (clock.monoMs() - sinceMs > REFRESH_MS ? stream.token : undefined);
      page = {
        commits: events.map(({ document }) => fromStored(document)),
        position: token === undefined ? position : positionOf({ at: 'token', token }),
      };
    } catch (error) {
      const { token } = stream;
      if (token !== undefined) this.#lookedTo.set(key, token);
      void stream.close();
      throw error;
    }
    const isMoved = page.position !== position;
    this.#keep(`${page.position} ${pattern ?? ''}`, { stream, sinceMs: isMoved ? clock.monoMs() : sinceMs });
    return page;
  }

  async #openAt(token: Document, pattern: string | undefined): Promise<LogStream> {
    const { calls, client, db } = this.#options;
    const match: Document = {
      operationType: 'insert',
      ...(pattern === undefined ? {} : { 'documentKey._id': { $regex: pattern } }),
    };
    return LogStream.open({ calls, client, db, collection: 'commits' }, token, match);
  }

  #keep(key: string, open: Open): void {
    const before = this.#open.get(key);
    if (before !== undefined) void before.stream.close();
    this.#open.delete(key);
    this.#open.set(key, open);
    for (const [oldest, { stream }] of this.#open) {
      if (this.#open.size <= STREAMS_MAX) break;
      this.#open.delete(oldest);
      void stream.close();
    }
  }
}
