import type { Clock } from '#ports/clock.ts';

/** Failures in a row that open it. */
const FAILURES_MAX = 5;
/** How long it stays open, ms. */
const OPEN_MS = 30_000;

/** Spares a source that fails: after five failures in a row nobody asks it for 30 s, then one call tries. */
export class Breaker {
  readonly #clock: Pick<Clock, 'monoMs'>;
  #failures = 0;
  #closedUntilMs = 0;
  #isTrying = false;

  constructor(clock: Pick<Clock, 'monoMs'>) {
    this.#clock = clock;
  }

  /** `undefined`: go ahead and report how it ended. Else for how long nobody asks, ms. */
  refusal(): number | undefined {
    const leftMs = this.#closedUntilMs - this.#clock.monoMs();
    if (leftMs > 0) return leftMs;
    if (this.#failures < FAILURES_MAX) return undefined;
    if (this.#isTrying) return OPEN_MS;
    this.#isTrying = true;
    return undefined;
  }

  /** For how long nobody asks, ms; 0: whoever asks next may. */
  get restsForMs(): number {
    return Math.max(0, this.#closedUntilMs - this.#clock.monoMs());
  }

  succeeded(): void {
    this.#failures = 0;
    this.#isTrying = false;
  }

  failed(): void {
    this.#failures += 1;
    this.#isTrying = false;
    if (this.#failures >= FAILURES_MAX) this.pause(OPEN_MS);
  }

  /** Nobody asks for that long, ms: the source said so. */
  pause(forMs: number): void {
    this.#closedUntilMs = Math.max(this.#closedUntilMs, this.#clock.monoMs() + forMs);
  }
}
