import { type Clock } from '#ports/clock.ts';

/** Width of one bucket, ms: how late an ended wait may be noticed. */
const BUCKET_MS = 50;

/** Somebody who stops waiting at a time. */
export interface Waiting {
  readonly deadlineMonoMs: number;
  /** Whether the answer has been given, so that nothing is left to end. */
  readonly isSettled: boolean;
  /** Where it is kept until then; whoever settles it takes it out, so that answered work is not kept in memory. */
  bucket: Set<Waiting> | undefined;
  expire(): void;
}

/** Ends waits by a coarse sweep: one timer for all of them instead of one each. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #buckets = new Map<number, Set<Waiting>>();
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(waiting: Waiting): void {
    const bucket = Math.ceil(waiting.deadlineMonoMs / BUCKET_MS);
    let waitings = this.#buckets.get(bucket);
    if (waitings === undefined) {
      waitings = new Set();
      this.#buckets.set(bucket, waitings);
    }
    waitings.add(waiting);
    waiting.bucket = waitings;
    this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  }

  stop(): void {
    this.#cancel?.();
    this.#buckets.clear();
  }

  readonly #sweep = (): void => {
    this.#cancel = undefined;
    const due = Math.floor(this.#clock.monoMs() / BUCKET_MS);
    for (const [bucket, waitings] of this.#buckets) {
      if (bucket > due) continue;
      this.#buckets.delete(bucket);
      for (const waiting of waitings) if (!waiting.isSettled) waiting.expire();
    }
    if (this.#buckets.size > 0) this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  };
}
