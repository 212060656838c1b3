/** A turn of the event loop should cost this much of its processor, ms: all that is asked meanwhile waits that long. */
const TURN_MAX_MS = 4;
/** Starts a turn at first and at most, and what a turn lets in at least, however long it was. */
const STARTS_FIRST = 8;
const STARTS_MAX = 256;
const STARTS_MIN = 1;
/** What is left of the starts after a turn that was too long. */
const FEWER = 0.75;

const threadBusyMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/**
 * Lets requests in by a number a turn of the event loop, so that answers, refusals and timers between them do not wait for all
 * that came at once. The number follows from how long the turns are while somebody waits: one more after a short one, a
 * quarter fewer after a long one. Without a queue nobody waits.
 */
export class Turnstile {
  readonly #busyMs: () => number;
  readonly #nextTurn: (run: () => void) => void;
  #waiting: (() => void)[] = [];
  /** Those before it have been let in. */
  #first = 0;
  #starts = STARTS_FIRST;
  #started = 0;
  #isScheduled = false;
  /** What the thread had done when the turn before began, while somebody waited since, ms. */
  #turnMs: number | undefined;

  /** `busyMs`: time of the processor that this thread has had. Where another process has it meanwhile, fewer starts help nobody. */
  constructor(busyMs: () => number = threadBusyMs, nextTurn: (run: () => void) => void = setImmediate) {
    this.#busyMs = busyMs;
    this.#nextTurn = nextTurn;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.length - this.#first;
  }

  /** Starts something now or in one of the next turns, in the order of coming. */
  enter(start: () => void): void {
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      this.#nextTurn(this.#turn);
    }
    if (this.#started < this.#starts && this.waiting === 0) {
      this.#started += 1;
      start();
    } else this.#waiting.push(start);
  }

  readonly #turn = (): void => {
    this.#started = 0;
    if (this.waiting === 0) {
      this.#isScheduled = false;
      this.#turnMs = undefined;
      return;
    }
    this.#nextTurn(this.#turn);
    const nowMs = this.#busyMs();
    if (this.#turnMs !== undefined) this.#fit(nowMs - this.#turnMs);
    this.#turnMs = nowMs;
    while (this.#started < this.#starts && this.waiting > 0) {
      const start = this.#waiting[this.#first];
      this.#first += 1;
      this.#started += 1;
      start?.();
    }
    if (this.waiting === 0) {
      this.#waiting = [];
      this.#first = 0;
    }
  };

  #fit(turnMs: number): void {
    this.#starts =
      turnMs > TURN_MAX_MS
        ? Math.max(STARTS_MIN, Math.floor(this.#starts * FEWER))
        : Math.min(STARTS_MAX, this.#starts + 1);
  }
}
