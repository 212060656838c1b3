import type { Clock } from '#ports/clock.ts';

/** A process that was not there is not asked again for so long, ms: one that is starting has shards a moment before it is there. */
const ABSENT_MS = 100;

/** Processes that were not there a moment ago, although leases may still name them. */
export class Absences {
  readonly #clock: Pick<Clock, 'monoMs'>;
  /** Until when each counts as not there. */
  readonly #untilMs = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monoMs'>) {
    this.#clock = clock;
  }

  note(processId: string): void {
    this.#untilMs.set(processId, this.#clock.monoMs() + ABSENT_MS);
  }

  has(processId: string): boolean {
    if (this.#untilMs.size === 0) return false;
    const untilMs = this.#untilMs.get(processId);
    if (untilMs === undefined) return false;
    if (this.#clock.monoMs() < untilMs) return true;
    this.#untilMs.delete(processId);
    return false;
  }
}
