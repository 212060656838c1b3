import type { Upstream } from '#commands/upstream.ts';
import type { Clock } from '#ports/clock.ts';

/** Notes when another service answered and since when it fails. */
export class UpstreamMeter {
  readonly #name: string;
  readonly #clock: Pick<Clock, 'nowMs'>;
  #answeredAtMs: number | undefined;
  #failingSinceMs: number | undefined;

  /** `name`: in words for people. */
  constructor(name: string, clock: Pick<Clock, 'nowMs'>) {
    this.#name = name;
    this.#clock = clock;
  }

  answered(): void {
    this.#answeredAtMs = this.#clock.nowMs();
    this.#failingSinceMs = undefined;
  }

  failed(): void {
    this.#failingSinceMs ??= this.#clock.nowMs();
  }

  /** `restsForMs`: for how long nobody asks it. */
  look(restsForMs: number): Upstream {
    const [answeredAtMs, failingSinceMs] = [this.#answeredAtMs, this.#failingSinceMs];
    const isUnasked = answeredAtMs === undefined && failingSinceMs === undefined;
    const asked = failingSinceMs === undefined ? 'answers' : 'fails';
    return {
      name: this.#name,
      state: restsForMs > 0 ? 'rests' : isUnasked ? 'unasked' : asked,
      ...(answeredAtMs === undefined ? {} : { answeredAtMs }),
      ...(failingSinceMs === undefined ? {} : { failingSinceMs }),
      ...(restsForMs > 0 ? { restsUntilMs: this.#clock.nowMs() + restsForMs } : {}),
    };
  }
}
