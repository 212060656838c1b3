export interface Cached<T> {
  readonly value: T;
  /** Age in ms. */
  readonly ageMs: number;
}

/** What may be lost at any time. Bounded; entries end by their TTL. Values are plain JSON. */
export interface Cache {
  get<T>(key: string): Promise<Cached<T> | undefined>;
  /** `ttlMs`: 1 to 86,400,000. */
  set(key: string, value: unknown, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  /**
   * The cached value, else `load`, which runs once however many ask at the same time. With `staleMs`, a value that
   * ended less than that ago is answered at once and loaded again behind the caller's back; when `load` fails, it is
   * answered for that long.
   */
  getOrLoad<T>(key: string, ttlMs: number, load: () => Promise<T>, staleMs?: number): Promise<T>;
}

const TTL_MAX_MS = 86_400_000;

/** @throws RangeError for a time to live that a cache does not take */
export const checkTtl = (ttlMs: number): void => {
  if (!(ttlMs >= 1 && ttlMs <= TTL_MAX_MS)) {
    throw new RangeError(`ttlMs is ${ttlMs}, must be 1 to ${TTL_MAX_MS}`);
  }
};
