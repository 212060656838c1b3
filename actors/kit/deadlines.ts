import type { Clock } from '#ports/clock.ts';

/** Width of one bucket, ms: how late an ended wait may be noticed. */
const BUCKET_MS = 50;

/** Somebody who stops waiting at a time. Linked into the list of a bucket, so that answering costs no look-up. */
export abstract class Waiting {
  /** Whether the answer has been given, so that nothing is left to end. */
  isSettled = false;
  #before: Waiting | undefined;
  #after: Waiting | undefined;

  abstract expire(): void;

  /** The next in the list. */
  get after(): Waiting | undefined {
    return this.#after;
  }

  /** Puts this one behind `head`. */
  linkBehind(head: Waiting): void {
    this.#before = head;
    this.#after = head.#after;
    if (head.#after !== undefined) head.#after.#before = this;
    head.#after = this;
  }

  /** Marks the answer as given and leaves the list, so that answered work is not kept in memory. `false`: it was given before. */
  protected settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    if (this.#before !== undefined) this.#before.#after = this.#after;
    if (this.#after !== undefined) this.#after.#before = this.#before;
    this.#before = undefined;
    this.#after = undefined;
    return true;
  }
}

/** The start of a bucket's list. */
class Head extends Waiting {
  readonly bucket: number;
  constructor(bucket: number) {
    super();
    this.bucket = bucket;
  }
  expire(): void {
    // nobody waits at the head
  }
}

/** Ends waits by a coarse sweep: one timer for all of them instead of one each. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #buckets = new Map<number, Head>();
  /** The bucket used last: those who come together end together. */
  #last: Head | undefined;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends a wait at a monotonic time, ms, unless it is answered before. */
  add(waiting: Waiting, deadlineMonoMs: number): void {
    const bucket = Math.ceil(deadlineMonoMs / BUCKET_MS);
    let head = this.#last?.bucket === bucket ? this.#last : this.#buckets.get(bucket);
    if (head === undefined) {
      head = new Head(bucket);
      this.#buckets.set(bucket, head);
    }
    this.#last = head;
    waiting.linkBehind(head);
    this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  }

  stop(): void {
    this.#cancel?.();
    this.#buckets.clear();
    this.#last = undefined;
  }

  readonly #sweep = (): void => {
    this.#cancel = undefined;
    const due = Math.floor(this.#clock.monoMs() / BUCKET_MS);
    for (const [bucket, head] of this.#buckets) {
      if (bucket > due) continue;
      this.#buckets.delete(bucket);
      if (this.#last === head) this.#last = undefined;
      // each one leaves the list as it ends
      for (let waiting = head.after; waiting !== undefined; waiting = head.after) waiting.expire();
    }
    if (this.#buckets.size > 0) this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  };
}
