import { Fault } from '#ports/fault.ts';
import type { Ticket } from './engine-api.ts';

/** An admitted piece of work should be answered within this time, ms; work in flight is bounded by rate × this. */
const TARGET_LATENCY_MS = 40;
const LIMIT_MIN = 64;
const LIMIT_MAX = 20_000;
const LIMIT_FIRST = 1_024;
/** How often the limit is fitted, ms. */
const FIT_EVERY_MS = 100;
/** A scope may always have this much in flight while the process has room. */
const SHARE_MIN = 4;
/** Part of the limit that only scopes below {@link SHARE_MIN} may use. */
const RESERVED = 1 / 16;

/**
 * Bounds admitted and unanswered work from outside by measured rate × target latency (Little's law), shared fairly by
 * scope: a part is always kept free for scopes that come next. Refusals are synchronous and cost nothing but the
 * error.
 */
export class Admission {
  readonly #monoMs: () => number;
  readonly #scopes = new Map<string, number>();
  #inFlight = 0;
  #limit = LIMIT_FIRST;
  #refused = 0;
  #finished = 0;
  #peak = 0;
  #ratePerMs = 0;
  #fittedMs: number;
  readonly #refusals = new Map<number, Fault>();

  constructor(monoMs: () => number) {
    this.#monoMs = monoMs;
    this.#fittedMs = monoMs();
  }

  get inFlight(): number {
    return this.#inFlight;
  }
  get limit(): number {
    return this.#limit;
  }
  get refused(): number {
    return this.#refused;
  }

  /** Fault E_OVERLOAD with `retryAfterMs` when the process or the scope's share is full. */
  admit(scope: string): Ticket | Fault {
    const nowMs = this.#monoMs();
    if (nowMs - this.#fittedMs >= FIT_EVERY_MS) this.#fit(nowMs);
    if (this.#inFlight >= this.#limit) return this.#refusal(1);
    const own = this.#scopes.get(scope) ?? 0;
    if (this.#inFlight >= this.#limit / 2) {
      const share = Math.max(
        SHARE_MIN,
        Math.floor(this.#limit / (this.#scopes.size + (own === 0 ? 1 : 0) + 1)),
      );
      if (own >= share) return this.#refusal(2);
      // who came early may hold more than a share now; the last of the room is for those who hold nothing yet
      if (own >= SHARE_MIN && this.#inFlight >= this.#limit * (1 - RESERVED)) return this.#refusal(1);
    }
    this.#inFlight += 1;
    if (this.#inFlight > this.#peak) this.#peak = this.#inFlight;
    this.#scopes.set(scope, own + 1);
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#inFlight -= 1;
        this.#finished += 1;
        const left = (this.#scopes.get(scope) ?? 1) - 1;
        if (left <= 0) this.#scopes.delete(scope);
        else this.#scopes.set(scope, left);
      },
    };
  }

  /** Refusals are many when they matter, so they are made once: an error with a fresh stack costs more than the work refused. */
  #refusal(rounds: number): Fault {
    this.#refused += 1;
    this.#peak = this.#limit;
    const retryAfterMs = TARGET_LATENCY_MS * (1 + rounds);
    const made = this.#refusals.get(retryAfterMs) ?? overloaded(retryAfterMs);
    this.#refusals.set(retryAfterMs, made);
    return made;
  }

  /** The limit moves only when it was nearly reached: a quiet hour says nothing about what the process can do. */
  #fit(nowMs: number): void {
    const rate = this.#finished / (nowMs - this.#fittedMs);
    this.#fittedMs = nowMs;
    this.#finished = 0;
    if (this.#peak >= this.#limit * 0.8) {
      this.#ratePerMs += (rate - this.#ratePerMs) * (this.#ratePerMs === 0 ? 1 : 0.3);
      const wanted = this.#ratePerMs * TARGET_LATENCY_MS;
      this.#limit = Math.round(Math.min(LIMIT_MAX, Math.max(LIMIT_MIN, wanted, this.#limit * 0.7)));
    }
    this.#peak = this.#inFlight;
  }
}

const overloaded = (retryAfterMs: number): Fault =>
  new Fault('E_OVERLOAD', 'Too much is going on right now. Nothing was started; try again in a moment.', {
    retryable: true,
    retryAfterMs,
  });
