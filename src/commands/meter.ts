/** Upper bounds of the latency histogram, ms. */
export const LATENCY_BOUNDS_MS = [1, 2, 5, 10, 20, 40, 80, 160, 320, 640, 1_250, 2_500, 5_000] as const;

/** Counts of one command. `buckets[i]` counts durations up to `LATENCY_BOUNDS_MS[i]`, the last one all longer ones. */
export interface CommandCounts {
  readonly results: ReadonlyMap<string, number>;
  readonly buckets: readonly number[];
  readonly sumMs: number;
  readonly count: number;
}

interface Counting {
  readonly results: Map<string, number>;
  readonly buckets: number[];
  sumMs: number;
  count: number;
}

/** Plain counters for commands, read when somebody scrapes; names come from the command list, so they are bounded. */
export class CommandMeter {
  readonly #byName = new Map<string, Counting>();
  #refusedUnread = 0;

  observe(name: string, result: string, durationMs: number): void {
    let counting = this.#byName.get(name);
    if (counting === undefined) {
      counting = { results: new Map(), buckets: LATENCY_BOUNDS_MS.map(() => 0), sumMs: 0, count: 0 };
      counting.buckets.push(0);
      this.#byName.set(name, counting);
    }
    counting.results.set(result, (counting.results.get(result) ?? 0) + 1);
    counting.sumMs += durationMs;
    counting.count += 1;
    let bucket = 0;
    while (bucket < LATENCY_BOUNDS_MS.length && durationMs > (LATENCY_BOUNDS_MS[bucket] ?? 0)) bucket += 1;
    counting.buckets[bucket] = (counting.buckets[bucket] ?? 0) + 1;
  }

  /** Counts work that was refused before anybody read what it was. */
  refused(): void {
    this.#refusedUnread += 1;
  }

  get refusedUnread(): number {
    return this.#refusedUnread;
  }

  counts(): ReadonlyMap<string, CommandCounts> {
    return this.#byName;
  }
}
