import { randomBytes } from 'node:crypto';
import { type Cache, type Cached, checkTtl } from '#ports/cache.ts';
import type { Clock } from '#ports/clock.ts';
import type { RedisClient } from './client.ts';
import type { RedisLink } from './link.ts';
import { type Entry, LocalLevel } from './local-level.ts';
import { type Shared, SharedLevel } from './shared-level.ts';

const MAX_ENTRIES = 10_000;
const TRUSTED_MS = 5_000;

export interface RedisCacheOptions {
  /** Entries in this process, default 10,000; one that was not asked for lately goes first. */
  readonly maxEntries?: number;
  /** How long the level in this process is used without asking Redis, ms; default 5,000. 0: never. */
  readonly trustedMs?: number;
  /** Default: the one of the link. */
  readonly clock?: Pick<Clock, 'monoMs'>;
}

/** A cache that is closed with the service. */
export interface RedisCache extends Cache {
  /** Resolves when nothing is under way behind anybody's back. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Something under way for a key; a write that comes meanwhile makes its result old. */
interface Flight<T> {
  readonly result: Promise<T>;
  isOvertaken: boolean;
}

/** How a value is loaded. */
interface Loading {
  readonly load: () => Promise<unknown>;
  readonly ttlMs: number;
  readonly staleMs: number;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- JSON has no type of its own
const parse = <T>(json: string): T =>
  // the port promises what was put in under this key
  JSON.parse(json) as T;

class TwoLevels implements RedisCache {
  readonly #link: RedisLink;
  readonly #clock: Pick<Clock, 'monoMs'>;
  readonly #local: LocalLevel;
  readonly #shared: SharedLevel;
  readonly #trustedMs: number;
  readonly #looking = new Map<string, Flight<Shared | undefined>>();
  readonly #loading = new Map<string, Flight<string>>();
  readonly #behind = new Set<Promise<unknown>>();
  readonly #subscriber: RedisClient;

  constructor(link: RedisLink, options: RedisCacheOptions) {
    const { maxEntries = MAX_ENTRIES, trustedMs = TRUSTED_MS, clock = link.clock } = options;
    this.#link = link;
    this.#clock = clock;
    this.#trustedMs = trustedMs;
    this.#local = new LocalLevel(maxEntries);
    const channel = `${link.prefix}cache:drop`;
    this.#shared = new SharedLevel({ link, clock, channel, self: randomBytes(9).toString('base64url') });
    this.#subscriber = link.another({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    this.#subscriber.on('message', (_channel: string, message: string) => {
      const key = this.#shared.keyIn(message);
      if (key !== undefined) this.#forget(key);
    });
    let isFirst = true;
    this.#subscriber.on('ready', () => {
      // what was told meanwhile is lost
      if (!isFirst) this.#local.clear();
      isFirst = false;
    });
  }

  async listen(): Promise<void> {
    await this.#subscriber.subscribe(`${this.#link.prefix}cache:drop`);
  }

  async get<T>(key: string): Promise<Cached<T> | undefined> {
    const nowMs = this.#clock.monoMs();
    const held = this.#local.get(key);
    if (held !== undefined && isTrusted(held, nowMs)) {
      return { value: parse<T>(held.json), ageMs: nowMs - held.setMs };
    }
    const { entry } = await this.#look(key);
    if (entry === undefined || entry.freshUntilMs <= nowMs) return undefined;
    return { value: parse<T>(entry.json), ageMs: Math.max(0, nowMs - entry.setMs) };
  }

  async set(key: string, value: unknown, ttlMs: number): Promise<void> {
    checkTtl(ttlMs);
    const json = JSON.stringify(value ?? null);
    const id = this.#shared.mint();
    this.#overtake(key);
    await this.#shared.set(key, json, id, ttlMs);
    this.#overtake(key);
    this.#hold(key, json, id, ttlMs);
  }

  async delete(key: string): Promise<void> {
    this.#forget(key);
    await this.#shared.drop(key);
    this.#forget(key);
  }

  async getOrLoad<T>(key: string, ttlMs: number, load: () => Promise<T>, staleMs = 0): Promise<T> {
    checkTtl(ttlMs);
    const nowMs = this.#clock.monoMs();
    const held = this.#local.get(key);
    if (held !== undefined && isTrusted(held, nowMs)) return parse<T>(held.json);
    const loading = { load, ttlMs, staleMs };
    if (held !== undefined && held.freshUntilMs <= nowMs && nowMs < held.freshUntilMs + staleMs) {
      // the stale value is the answer; a failing load is seen by the next caller that has nothing stale
      this.#behindOf(this.#fetch(key, loading, 0));
      return parse<T>(held.json);
    }
    return parse<T>(await this.#fetch(key, loading, staleMs));
  }

  async settled(): Promise<void> {
    while (this.#behind.size > 0) await Promise.allSettled(this.#behind);
  }

  async close(): Promise<void> {
    await this.settled();
    this.#shared.close();
    this.#subscriber.disconnect();
  }

  /** What Redis has, else what a load gives; `staleMs`: how stale the answer may be. */
  async #fetch(key: string, loading: Loading, staleMs: number): Promise<string> {
    const running = this.#loading.get(key);
    if (running !== undefined) return running.result;
    const shared = await this.#look(key);
    const nowMs = this.#clock.monoMs();
    const { entry } = shared;
    if (entry !== undefined && nowMs < entry.freshUntilMs) return entry.json;
    const loaded = this.#loadOnce(key, loading, shared.id);
    if (entry !== undefined && nowMs < entry.freshUntilMs + staleMs) return entry.json;
    return loaded;
  }

  #loadOnce(key: string, loading: Loading, seenId: string): Promise<string> {
    const running = this.#loading.get(key);
    if (running !== undefined) return running.result;
    const flight: Flight<string> = {
      result: Promise.resolve(loading.load()).then((value) => JSON.stringify(value ?? null)),
      isOvertaken: false,
    };
    this.#loading.set(key, flight);
    this.#behindOf(this.#keep(key, flight, loading, seenId));
    return flight.result;
  }

  /** Stores what a load gave, unless something was written meanwhile. */
  async #keep(key: string, flight: Flight<string>, loading: Loading, seenId: string): Promise<void> {
    const isOld = (): boolean => flight.isOvertaken;
    try {
      const json = await flight.result;
      if (isOld()) return;
      const id = this.#shared.mint();
      const isKept = await this.#shared.keepLoaded(key, { ...loading, json, id }, seenId);
      if (isKept && !isOld()) this.#hold(key, json, id, loading.ttlMs);
    } finally {
      if (this.#loading.get(key) === flight) this.#loading.delete(key);
    }
  }

  /** Asks Redis once however many want to know; while it is away, what is held here counts. */
  async #look(key: string): Promise<Shared> {
    let flight = this.#looking.get(key);
    if (flight === undefined) {
      flight = { result: this.#shared.read(key), isOvertaken: false };
      this.#looking.set(key, flight);
      void this.#learn(key, flight);
    }
    const shared = await flight.result;
    if (shared !== undefined) return shared;
    const held = this.#local.get(key);
    return held === undefined ? { id: '' } : { id: held.id, entry: held };
  }

  async #learn(key: string, flight: Flight<Shared | undefined>): Promise<void> {
    const shared = await flight.result;
    if (this.#looking.get(key) === flight) this.#looking.delete(key);
    if (shared === undefined || flight.isOvertaken) return;
    const { entry } = shared;
    if (entry === undefined) this.#local.delete(key);
    else this.#local.set(key, { ...entry, trustedUntilMs: this.#trustUntil(entry.freshUntilMs) });
  }

  #hold(key: string, json: string, id: string, ttlMs: number): void {
    const setMs = this.#clock.monoMs();
    const freshUntilMs = setMs + ttlMs;
    this.#local.set(key, { json, id, setMs, freshUntilMs, trustedUntilMs: this.#trustUntil(freshUntilMs) });
  }

  #trustUntil(freshUntilMs: number): number {
    return Math.min(freshUntilMs, this.#clock.monoMs() + this.#trustedMs);
  }

  #forget(key: string): void {
    this.#overtake(key);
    this.#local.delete(key);
  }

  /** Who asks from now on does not get what was under way before. */
  #overtake(key: string): void {
    for (const flights of [this.#looking, this.#loading]) {
      const flight = flights.get(key);
      if (flight === undefined) continue;
      flight.isOvertaken = true;
      flights.delete(key);
    }
  }

  #behindOf(work: Promise<unknown>): void {
    const ended = work.then(
      () => undefined,
      () => undefined,
    );
    this.#behind.add(ended);
    void ended.finally(() => this.#behind.delete(ended));
  }
}

const isTrusted = (entry: Entry, nowMs: number): boolean => nowMs < entry.trustedUntilMs;

/**
 * A cache in two levels: a bounded one in this process, and Redis, which all processes share. A key that one process
 * writes or deletes is dropped by the others at once; when that message is lost, they use the old value for `trustedMs`
 * at most. While Redis is away it goes on with the level in this process.
 */
export const createRedisCache = async (
  link: RedisLink,
  options: RedisCacheOptions = {},
): Promise<RedisCache> => {
  const cache = new TwoLevels(link, options);
  await cache.listen();
  return cache;
};
