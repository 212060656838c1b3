import { type Cache, checkTtl } from '#ports/cache.ts';
import type { Clock } from '#ports/clock.ts';

interface Entry {
  readonly json: string;
  readonly setMs: number;
  readonly endsMs: number;
}

export interface MemoryCacheOptions {
  readonly clock: Pick<Clock, 'monoMs'>;
  /** Entries kept, default 10,000; the one unused for longest goes first. */
  readonly maxEntries?: number;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- JSON has no type of its own
const parse = <T>(json: string): T =>
  // the port promises what was put in under this key
  JSON.parse(json) as T;

/** A bounded cache in this process: least recently used goes first, one load a key at a time. */
export const createMemoryCache = ({ clock, maxEntries = 10_000 }: MemoryCacheOptions): Cache => {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<string>>();
  // Counts writes of each key under load, so that a load which began before a set or delete does not undo it.
  const versions = new Map<string, number>();

  const touch = (key: string, entry: Entry): void => {
    entries.delete(key);
    entries.set(key, entry);
  };
  const store = (key: string, json: string, ttlMs: number): void => {
    const setMs = clock.monoMs();
    touch(key, { json, setMs, endsMs: setMs + ttlMs });
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break;
      entries.delete(oldest);
    }
  };
  const changed = (key: string): void => {
    if (loading.has(key)) versions.set(key, (versions.get(key) ?? 0) + 1);
  };
  const lookUp = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    // Values that ended stay for callers that take stale ones, until the bound pushes them out.
    if (entry !== undefined) touch(key, entry);
    return entry;
  };
  const runLoad = async (key: string, load: () => Promise<unknown>, ttlMs: number): Promise<string> => {
    try {
      const json = JSON.stringify((await load()) ?? null);
      if ((versions.get(key) ?? 0) === 0) store(key, json, ttlMs);
      return json;
    } finally {
      loading.delete(key);
      versions.delete(key);
    }
  };
  const loadOnce = async (key: string, load: () => Promise<unknown>, ttlMs: number): Promise<string> => {
    const running = loading.get(key);
    if (running !== undefined) return running;
    const started = runLoad(key, load, ttlMs);
    loading.set(key, started);
    return started;
  };

  return {
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the port's own signature
    get: async <T>(key: string) => {
      const entry = lookUp(key);
      const nowMs = clock.monoMs();
      if (entry === undefined || entry.endsMs <= nowMs) return Promise.resolve(undefined);
      return Promise.resolve({ value: parse<T>(entry.json), ageMs: nowMs - entry.setMs });
    },
    set: async (key, value, ttlMs) => {
      checkTtl(ttlMs);
      changed(key);
      store(key, JSON.stringify(value ?? null), ttlMs);
      return Promise.resolve();
    },
    delete: async (key) => {
      changed(key);
      entries.delete(key);
      return Promise.resolve();
    },
    getOrLoad: async <T>(key: string, ttlMs: number, load: () => Promise<T>, staleMs = 0) => {
      checkTtl(ttlMs);
      const entry = lookUp(key);
      const nowMs = clock.monoMs();
      if (entry !== undefined && nowMs < entry.endsMs) return parse<T>(entry.json);
      const loaded = loadOnce(key, load, ttlMs);
      if (entry !== undefined && nowMs < entry.endsMs + staleMs) {
        // The stale value is the answer; a failing load is seen by the next caller that has nothing stale.
        loaded.catch(() => undefined);
        return parse<T>(entry.json);
      }
      return parse<T>(await loaded);
    },
  };
};
