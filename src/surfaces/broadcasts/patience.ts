import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';

/** Waits between attempts while what is written to or the store does not answer, ms; the last one stays. */
const AGAIN_MS = [1_000, 5_000, 15_000, 60_000] as const;

/** Tries again and again, with pauses, until it is stopped. */
export class Patience {
  readonly #clock: Clock;
  readonly #stopped = Promise.withResolvers<never>();
  #isStopped = false;
  #wake = (): void => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    // nobody has to wait for it
    this.#stopped.promise.catch(() => undefined);
  }

  /** Ends what is tried and what will be: it fails. */
  stop(): void {
    this.#isStopped = true;
    this.#wake();
    this.#stopped.reject(new Fault('E_UNAVAILABLE', 'the surface has stopped', { retryable: true }));
  }

  /**
   * Tries until it succeeds; `undefined` when `isOver` says so before that, or `onTrouble` that no repeat helps.
   * @throws Fault E_UNAVAILABLE once it is stopped
   */
  async keepTrying<T>(
    attempt: () => Promise<T>,
    {
      isOver,
      onTrouble,
    }: {
      readonly isOver: () => boolean;
      readonly onTrouble: (error: unknown, attempts: number) => 'again' | 'never';
    },
  ): Promise<T | undefined> {
    for (let attempts = 0; !isOver(); attempts += 1) {
      try {
        return await Promise.race([this.#stopped.promise, attempt()]);
      } catch (error) {
        if (this.#isStopped) throw error;
        if (onTrouble(error, attempts) === 'never') return undefined;
        await this.pause(AGAIN_MS[Math.min(attempts, AGAIN_MS.length - 1)] ?? 60_000);
      }
    }
    return undefined;
  }

  /** Waits, or until it is stopped. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
