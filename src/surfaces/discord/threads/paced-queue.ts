import type { Clock } from '#ports/clock.ts';

/** Work is started in slices of this length, ms. */
const SLICE_MS = 100;
const SECOND_MS = 1_000;

export interface PacedQueueOptions {
  readonly clock: Pick<Clock, 'after' | 'monoMs'>;
  readonly perSecond: number;
  /** Pieces of work under way at once. */
  readonly inFlightMax: number;
}

/** Work that can wait: begun in the order in which it came, never faster than its pace, however much of it there is. */
export class PacedQueue {
  readonly #options: PacedQueueOptions;
  readonly #waiting = new Set<() => Promise<void>>();
  #inFlight = 0;
  #mayStart: number;
  #fromMs: number;
  #cancel: (() => void) | undefined;
  #isStopped = false;

  constructor(options: PacedQueueOptions) {
    this.#options = options;
    this.#mayStart = this.#most;
    this.#fromMs = options.clock.monoMs();
  }

  /** Begun in one slice at most; what was not used of the slices before is lost. */
  get #most(): number {
    return Math.max(1, (this.#options.perSecond * SLICE_MS) / SECOND_MS);
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Adds work, which must not fail; the same again, before its turn has come, is one piece. */
  add(work: () => Promise<void>): void {
    if (this.#isStopped) return;
    this.#waiting.add(work);
    this.#start();
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.clear();
    this.#cancel?.();
  }

  #start(): void {
    const { clock, perSecond, inFlightMax } = this.#options;
    const nowMs = clock.monoMs();
    const earned = ((nowMs - this.#fromMs) * perSecond) / SECOND_MS;
    this.#mayStart = Math.min(this.#most, this.#mayStart + earned);
    this.#fromMs = nowMs;
    for (const work of this.#waiting) {
      if (this.#mayStart < 1 || this.#inFlight >= inFlightMax) break;
      this.#waiting.delete(work);
      this.#mayStart -= 1;
      this.#inFlight += 1;
      void work().finally(() => {
        this.#inFlight -= 1;
      });
    }
    if (this.#waiting.size === 0 || this.#cancel !== undefined) return;
    this.#cancel = clock.after(SLICE_MS, () => {
      this.#cancel = undefined;
      this.#start();
    });
  }
}
