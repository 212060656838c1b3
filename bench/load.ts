import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Latencies of a run; all in ms. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadReport {
  readonly done: number;
  readonly ms: number;
  readonly latencies: Latencies;
  /** Pieces done in each tenth of the run, per second: shows stalls that an average hides. */
  readonly ratesPerS: readonly number[];
  /** 99th percentile of the event-loop delay while it ran, ms. */
  readonly loopDelayP99Ms: number;
}

/** One piece of work, told its number from 0 on and when it should begin; resolves with its answer. */
export type Issue = (n: number, intendedMs: number) => Promise<unknown>;

const PARTS = 10;
const NS_PER_MS = 1e6;

class Recorder {
  readonly #histogram: RecordableHistogram = createHistogram();
  readonly #delay = monitorEventLoopDelay({ resolution: 1 });
  readonly #parts = new Array<number>(PARTS).fill(0);
  readonly #startMs = performance.now();
  readonly #durationMs: number;
  #done = 0;

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
    this.#delay.enable();
  }

  /** Counts a piece that began (or should have begun) at `fromMs`. */
  record(fromMs: number): number {
    const nowMs = performance.now();
    this.#histogram.record(Math.max(1, Math.round((nowMs - fromMs) * NS_PER_MS)));
    const part = Math.floor(((nowMs - this.#startMs) / this.#durationMs) * PARTS);
    if (part < PARTS) this.#parts[part] = (this.#parts[part] ?? 0) + 1;
    this.#done += 1;
    return nowMs;
  }

  report(): LoadReport {
    this.#delay.disable();
    const histogram = this.#histogram;
    return {
      done: this.#done,
      ms: performance.now() - this.#startMs,
      latencies: {
        p50: histogram.percentile(50) / NS_PER_MS,
        p99: histogram.percentile(99) / NS_PER_MS,
        max: histogram.max / NS_PER_MS,
      },
      ratesPerS: this.#parts.map((part) => (part * PARTS * 1_000) / this.#durationMs),
      loopDelayP99Ms: this.#delay.percentile(99) / NS_PER_MS,
    };
  }
}

export interface ClosedLoop {
  /** Pieces that wait for their answer at any time. */
  readonly inFlight: number;
  readonly durationMs: number;
  /** Stops after so many, if that is sooner. */
  readonly count?: number;
}

/** Keeps so many pieces in flight: each answer lets the next one go. */
export const closedLoop = async (
  { inFlight, durationMs, count = Number.POSITIVE_INFINITY }: ClosedLoop,
  issue: Issue,
): Promise<LoadReport> => {
  const recorder = new Recorder(durationMs);
  const endMs = performance.now() + durationMs;
  let next = 0;
  const lane = async (): Promise<void> => {
    let nowMs = performance.now();
    while (nowMs < endMs && next < count) {
      const n = next;
      next += 1;
      await issue(n, nowMs);
      nowMs = recorder.record(nowMs);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return recorder.report();
};

export interface OpenLoop {
  readonly perS: number;
  readonly durationMs: number;
}

/**
 * Sends at a steady rate whatever comes back, and measures each piece from when it should have been sent: a late generator
 * counts as late answers.
 */
export const openLoop = async ({ perS, durationMs }: OpenLoop, issue: Issue): Promise<LoadReport> => {
  const recorder = new Recorder(durationMs);
  const startMs = performance.now();
  const total = Math.floor((perS * durationMs) / 1_000);
  const waiting: Promise<void>[] = [];
  const send = async (n: number): Promise<void> => {
    const intendedMs = startMs + (n * 1_000) / perS;
    await issue(n, intendedMs);
    recorder.record(intendedMs);
  };
  for (let n = 0; n < total;) {
    // the first one is due at once
    const due = Math.min(total, 1 + Math.floor(((performance.now() - startMs) * perS) / 1_000));
    for (; n < due; n += 1) waiting.push(send(n));
    // whoever looked at the clock all the time would keep a processor from the threads of the store
    await sleep(1);
  }
  await Promise.all(waiting);
  return recorder.report();
};
