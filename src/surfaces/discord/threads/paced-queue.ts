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
  /** What waits, and in which lane. */
  readonly #waiting = new Map<() => Promise<void>, string | undefined>();
  readonly #busy = new Set<string>();
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

  /**
   * Adds work, which must not fail; the same again, before its turn has come, is one piece. Of a `lane` one is under way at
   * once, so that a lane that is slow holds up no other.
   */
  add(work: () => Promise<void>, lane?: string): void {
    if (this.#isStopped) return;
    this.#waiting.set(work, lane);
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
    for (const [work, lane] of this.#waiting) {
      if (this.#mayStart < 1 || this.#inFlight >= inFlightMax) break;
      if (lane !== undefined && this.#busy.has(lane)) continue;
      this.#waiting.delete(work);
      this.#mayStart -= 1;
      void this.#do(work, lane);
    }
    if (this.#waiting.size === 0 || this.#cancel !== undefined) return;
    this.#cancel = clock.after(SLICE_MS, () => {
      this.#cancel = undefined;
      this.#start();
    });
  }

  async #do(work: () => Promise<void>, lane: string | undefined): Promise<void> {
    this.#inFlight += 1;
    if (lane !== undefined) this.#busy.add(lane);
    await work();
    this.#inFlight -= 1;
    if (lane !== undefined) this.#busy.delete(lane);
  }
}
