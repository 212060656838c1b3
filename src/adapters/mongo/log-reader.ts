import type { Db, Document, MongoClient } from 'mongodb';
import type { Clock } from '#ports/clock.ts';
import type { Commit } from '#ports/commit.ts';
import type { Position } from '#ports/followers.ts';
import type { Calls } from './calls.ts';
import { fromStored } from './codec.ts';
import type { Collections } from './collections.ts';
import { finalFault } from './explain.ts';
import { LogCursor } from './log-cursor.ts';
import { LogScan } from './log-scan.ts';
import { LogStream, PlaceLost, type StreamSource } from './log-stream.ts';
import { type Place, placeOf, positionOf } from './positions.ts';
import { patternOf, SharedTail } from './shared-tail.ts';

/** How long a read at the end of the log waits for more, ms. */
const WAIT_MS = 15;
/** A place that nothing moved for so long is moved without commits, ms: the server forgets old places. */
const REFRESH_MS = 60_000;
/** Cursors kept open between reads. */
const OPEN_MAX = 32;

type TokenPlace = Extract<Place, { at: 'token' }>;
type ScanPlace = Extract<Place, { at: 'scan' }>;

interface Page {
  readonly commits: readonly Commit[];
  readonly position: Position;
}

interface OpenStream {
  readonly stream: LogCursor;
  readonly sinceMs: number;
}

/** Takes what is kept under a key out of it. */
const take = <T>(kept: Map<string, T>, key: string): T | undefined => {
  const found = kept.get(key);
  kept.delete(key);
  return found;
};

/** Keeps a cursor under a key for the next read; one that was there, and the oldest beyond {@link OPEN_MAX}, are closed. */
const keep = <T>(kept: Map<string, T>, key: string, value: T, close: (value: T) => Promise<void>): void => {
  const before = take(kept, key);
  if (before !== undefined) void close(before);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size <= OPEN_MAX || oldest === undefined) return;
  const gone = take(kept, oldest);
  if (gone !== undefined) void close(gone);
};

const KIND = /^[a-z]{2,12}$/;

/** @throws Fault E_UNAVAILABLE for what is no name of a kind */
const checkKinds = (kinds: readonly string[]): void => {
  const bad = kinds.find((kind) => !KIND.test(kind));
  if (bad !== undefined) throw finalFault(`"${bad}" is not a kind of entity`);
};

/** One reader's cursor at a position. */
const keyOf = (position: Position, kinds: readonly string[] | undefined): string =>
  `${position} ${kinds?.join('|') ?? ''}`;

export interface LogReaderOptions {
  readonly calls: Calls;
  readonly client: MongoClient;
  readonly db: Db;
  readonly collections: Collections;
  readonly clock: Clock;
}

/**
 * Reads the log across streams: first by key, then from where the scan began in the order of time, at its end together with
 * the others who read by kinds.
 */
export class LogReader {
  readonly #options: LogReaderOptions;
  /** Streams by the position that they stand at. */
  readonly #streams = new Map<string, OpenStream>();
  /** Scans by the position that they stand at. */
  readonly #scans = new Map<string, LogScan>();
  /** How far streams that broke had looked behind their position, and found nothing. */
  readonly #lookedTo = new Map<string, Document>();
  readonly #source: StreamSource;
  readonly #shared: SharedTail;

  constructor(options: LogReaderOptions) {
    this.#options = options;
    const { calls, client, db, clock } = options;
    this.#source = { calls, client, db, collection: 'commits' };
    this.#shared = new SharedTail(this.#source, clock);
  }

  /** The next commits after a position. @throws Fault E_UNAVAILABLE */
  async read(
    position: Position | undefined,
    limit: number,
    kinds: readonly string[] | undefined,
  ): Promise<Page> {
    if (kinds !== undefined) checkKinds(kinds);
    const place = position === undefined ? await this.#beginning() : placeOf(position);
    if (place.at === 'checkpoint') throw finalFault('a follower that waits has no place in the log');
    try {
      // a scan ends where the order of time goes on: that place may be lost meanwhile, too
      if (place.at === 'scan') return await this.#scan(place, limit, kinds);
      return await this.#tail(position ?? positionOf(place), place, limit, kinds);
    } catch (error) {
      if (!(error instanceof PlaceLost)) throw error;
      return this.#scan(await this.#beginning(), limit, kinds);
    }
  }

  async close(): Promise<void> {
    const open = [...this.#streams.values()].map(({ stream }) => stream);
    const cursors = [...open, ...this.#scans.values()];
    this.#streams.clear();
    this.#scans.clear();
    await Promise.all(cursors.map((cursor) => cursor.close()));
    await this.#shared.close();
  }

  /** The place in the order of time comes before the scan, so that nothing written meanwhile is missed. */
  async #beginning(): Promise<ScanPlace> {
    const { time, token } = await LogStream.now(this.#source);
    return { at: 'scan', since: time, token, after: '' };
  }

  async #scan(place: ScanPlace, limit: number, kinds: readonly string[] | undefined): Promise<Page> {
    const { since, token, after } = place;
    const keyAt = (at: string): string => keyOf(positionOf({ ...place, after: at }), kinds);
    const scan =
      take(this.#scans, keyAt(after)) ??
      new LogScan(this.#options, since, after, kinds === undefined ? undefined : patternOf(kinds));
    let commits: readonly Commit[];
    try {
      commits = await scan.next(limit);
    } catch (error) {
      void scan.close();
      throw error;
    }
    const last = commits.at(-1);
    if (last === undefined) {
      void scan.close();
      const behind: TokenPlace = { at: 'token', token };
      return this.#tail(positionOf(behind), behind, limit, kinds);
    }
    keep(this.#scans, keyAt(last._id), scan, (old) => old.close());
    return { commits, position: positionOf({ ...place, after: last._id }) };
  }

  async #tail(
    position: Position,
    place: TokenPlace,
    limit: number,
    kinds: readonly string[] | undefined,
  ): Promise<Page> {
    const { clock } = this.#options;
    const key = keyOf(position, kinds);
    const kept = take(this.#streams, key);
    const after = this.#lookedTo.get(key) ?? place.token;
    const stream = kept?.stream ?? (await LogCursor.open(this.#source, this.#shared, after, kinds));
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
    const next = { stream, sinceMs: isMoved ? clock.monoMs() : sinceMs };
    keep(this.#streams, keyOf(page.position, kinds), next, (old) => old.stream.close());
    return page;
  }
}
