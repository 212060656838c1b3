import type { Clock } from '#ports/clock.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';

/** Discord lets a bot begin one session in five seconds for each of its turns; half a second is for clocks and ways. */
const RATE = { burst: 1, perSecond: 1 / 5.5 } as const;

export interface IdentifyTurnsParts {
  /** Shared by every process of the bot, or of this one alone. */
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  /** Names the bot; no secret. */
  readonly bot: string;
  /** Turns that may be taken side by side, as Discord says. */
  readonly maxConcurrency: number;
}

/** Waits for each session until its turn comes; the processes of a bot take turns with each other. */
export class IdentifyTurns {
  readonly #parts: IdentifyTurnsParts;

  constructor(parts: IdentifyTurnsParts) {
    this.#parts = parts;
  }

  /** @throws Error when the connection that waits is gone */
  async waitForIdentify(shardId: number, signal: AbortSignal): Promise<void> {
    const { limiter, clock, bot, maxConcurrency } = this.#parts;
    for (;;) {
      signal.throwIfAborted();
      const admission = await limiter.take(`identify:${bot}:${shardId % maxConcurrency}`, RATE);
      if (admission.ok) return;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(admission.retryAfterMs, resolve);
        signal.addEventListener(
          'abort',
          () => {
            cancel();
            resolve();
          },
          { once: true },
        );
      });
    }
  }
}
