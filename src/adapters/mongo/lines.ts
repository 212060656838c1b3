import type { Clock } from '#ports/clock.ts';

/** As many calls are with the server at once while all goes well. */
const LINES_MAX = 32;
/** And as many at least, however often lines break. */
const LINES_MIN = 4;
/** Lines that break together are one break, ms. */
const ONE_BREAK_MS = 100;
/** Who has had no answer for so long no longer keeps others waiting, ms. */
const SILENT_MS = 500;

export interface LinesOptions {
  readonly clock: Clock;
  /** Whether an error means that the line broke. */
  readonly isBreak: (error: unknown) => boolean;
}

/**
 * How many calls may be with the server at once; the others wait here, first come, first served. In the driver's own queue all
 * that wait fail when one line breaks, and all its lines are made anew after each break, so that many of them in bad times spend
 * their time on greetings: each break halves their number, each answer brings a little of it back (as TCP does, RFC 5681).
 */
export class Lines {
  readonly #options: LinesOptions;
  #most = LINES_MAX;
  #busy = 0;
  #brokeMs = Number.NEGATIVE_INFINITY;
  readonly #waiting: (() => void)[] = [];

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  /** As many may be used now. */
  get most(): number {
    return Math.floor(this.#most);
  }

  /** Makes a call when a line is free. */
  async use<T>(call: () => Promise<T>): Promise<T> {
    if (this.#busy >= this.most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy += 1;
    let isCounted = true;
    const leave = (): void => {
      if (isCounted) this.#next();
      isCounted = false;
    };
    const cancel = this.#options.clock.after(SILENT_MS, leave);
    try {
      const result = await call();
      this.#most = Math.min(LINES_MAX, this.#most + 1 / this.#most);
      return result;
    } catch (error) {
      if (this.#options.isBreak(error)) this.#broke();
      throw error;
    } finally {
      cancel();
      leave();
    }
  }

  #broke(): void {
    const nowMs = this.#options.clock.monoMs();
    if (nowMs - this.#brokeMs < ONE_BREAK_MS) return;
    this.#brokeMs = nowMs;
    this.#most = Math.max(LINES_MIN, this.#most / 2);
  }

  /** One is free: whoever waits takes it over, or it is one less. */
  #next(): void {
    this.#busy -= 1;
    while (this.#busy < this.most) {
      const first = this.#waiting.shift();
      if (first === undefined) return;
      this.#busy += 1;
      first();
    }
  }
}
