/** Upper bounds of the latency histogram, ms. */
export const LATENCY_BOUNDS_MS = [1, 2, 5, 10, 20, 40, 80, 160, 320, 640, 1_250, 2_500, 5_000] as const;

/** Upper bounds of the histogram of refusals, ms. */
export const REFUSAL_BOUNDS_MS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** Refusals by how long each took; the last of `buckets` counts all longer ones. */
export interface RefusalCounts {
  readonly buckets: readonly number[];
  readonly sumMs: number;
}

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
  readonly #refusals = { buckets: new Array<number>(REFUSAL_BOUNDS_MS.length + 1).fill(0), sumMs: 0 };
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
    countIn(counting.buckets, LATENCY_BOUNDS_MS, durationMs);
  }

  /** Counts work that was refused before anybody read what it was, and how long that took from its entry on. */
  refused(durationMs: number): void {
    this.#refusedUnread += 1;
    this.#refusals.sumMs += durationMs;
    countIn(this.#refusals.buckets, REFUSAL_BOUNDS_MS, durationMs);
  }

  get refusals(): RefusalCounts {
    return this.#refusals;
  }

  get refusedUnread(): number {
    return this.#refusedUnread;
  }

  counts(): ReadonlyMap<string, CommandCounts> {
    return this.#byName;
  }
}

const countIn = (buckets: number[], bounds: readonly number[], value: number): void => {
  let bucket = 0;
  while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1;
  buckets[bucket] = (buckets[bucket] ?? 0) + 1;
};
