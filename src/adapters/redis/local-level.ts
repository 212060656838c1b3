/** A value as it is held, times by the monotonic clock. */
export interface Entry {
  readonly json: string;
  /** Names the write that it came from. */
  readonly id: string;
  readonly setMs: number;
  /** End of its time to live. */
  readonly freshUntilMs: number;
  /** Until then Redis is not asked again. */
  readonly trustedUntilMs: number;
}

/** Entries in this process; the one unused for longest goes first. */
export class LocalLevel {
  readonly #entries = new Map<string, Entry>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  set(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size <= this.#maxEntries) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
