import type { Clock } from '#ports/clock.ts';

/** How fine time is looked at, ms. */
export const SLICE_MS = 20;

/** Things that come due, gathered in slices of time; a crowd is taken in portions, so that it does not hold up the loop. */
export class Slices<T extends object> {
  readonly #clock: Clock;
  readonly #atOnceMax: number;
  readonly #onDue: (item: T) => void;
  readonly #slices = new Map<number, Set<T>>();
  readonly #sliceOf = new Map<T, number>();
  #seen: number;
  #cancel: (() => void) | undefined;

  /** `atOnceMax`: how many are handed to `onDue` in one go. */
  constructor(clock: Clock, atOnceMax: number, onDue: (item: T) => void) {
    this.#clock = clock;
    this.#atOnceMax = atOnceMax;
    this.#onDue = onDue;
    this.#seen = Math.floor(clock.monoMs() / SLICE_MS) - 1;
  }

  /** Lets an item come due at a time of the monotonic clock, once; an earlier wish is forgotten. */
  set(item: T, dueMs: number): void {
    this.delete(item);
    const number = Math.max(this.#seen + 1, Math.ceil(dueMs / SLICE_MS));
    let slice = this.#slices.get(number);
    if (slice === undefined) {
      slice = new Set();
      this.#slices.set(number, slice);
    }
    slice.add(item);
    this.#sliceOf.set(item, number);
    this.#arm();
  }

  delete(item: T): void {
    const number = this.#sliceOf.get(item);
    if (number === undefined) return;
    this.#sliceOf.delete(item);
    const slice = this.#slices.get(number);
    slice?.delete(item);
    if (slice?.size === 0) this.#slices.delete(number);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#slices.clear();
    this.#sliceOf.clear();
  }

  #arm(): void {
    if (this.#cancel !== undefined || this.#slices.size === 0) return;
    // at the end of the slice under way, so that what is due waits for one slice at most
    const leftMs = SLICE_MS - (this.#clock.monoMs() % SLICE_MS);
    this.#cancel = this.#clock.after(Math.ceil(leftMs), this.#sweep);
  }

  readonly #sweep = (): void => {
    this.#cancel = undefined;
    const now = Math.floor(this.#clock.monoMs() / SLICE_MS);
    let left = this.#atOnceMax;
    // slices are numbered by time, so an empty stretch costs one look each
    for (let number = this.#seen + 1; number <= now && left > 0; number += 1) {
      for (const item of this.#slices.get(number) ?? []) {
        if (left === 0) break;
        left -= 1;
        this.delete(item);
        this.#onDue(item);
      }
      if (this.#slices.has(number)) break;
      this.#seen = number;
    }
    this.#arm();
  };
}
