import { type Clock } from '#ports/clock.ts';

/** Width of one bucket, ms: how late an ended wait may be noticed. */
const BUCKET_MS = 50;

/** Somebody who stops waiting at a time. */
export interface Waiting {
  readonly deadlineMonoMs: number;
  /** Whether the answer has been given, so that nothing is left to end. */
  readonly isSettled: boolean;
  expire(): void;
}

/** Ends waits by a coarse sweep: one timer for all of them instead of one each. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #buckets = new Map<number, Waiting[]>();
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(waiting: Waiting): void {
    const bucket = Math.ceil(waiting.deadlineMonoMs / BUCKET_MS);
    const list = this.#buckets.get(bucket);
    if (list === undefined) this.#buckets.set(bucket, [waiting]);
    else list.push(waiting);
    this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  }

  stop(): void {
    this.#cancel?.();
    this.#buckets.clear();
  }

  readonly #sweep = (): void => {
    this.#cancel = undefined;
    const due = Math.floor(this.#clock.monoMs() / BUCKET_MS);
    for (const [bucket, list] of this.#buckets) {
      if (bucket > due) continue;
      this.#buckets.delete(bucket);
      for (const waiting of list) if (!waiting.isSettled) waiting.expire();
    }
    if (this.#buckets.size > 0) this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  };
}
