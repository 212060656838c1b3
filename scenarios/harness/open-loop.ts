import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';

/** How one request ended; `refused`: turned away at once because there is too much to do. */
export type Ending = 'answered' | 'refused' | 'failed';

const NS_PER_MS = 1_000_000;
/** Requests started in one go before others get their turn. */
const BURST_MAX = 20_000;
/** Requests that share one look at the clock. */
const CLOCK_EVERY = 16;
/** How long answers are waited for when nothing more is offered, ms; what comes later has failed. */
const PATIENCE_MS = 15_000;

export interface OpenLoopOptions {
  readonly ratePerSecond: number;
  readonly seconds: number;
  /** Starts request `n`, which was due at `intendedMs` on the clock of `performance.now`; the group decides whose latencies it counts for. */
  readonly fire: (n: number, intendedMs: number) => Promise<Ending> | Ending;
  readonly groupOf?: (n: number) => string;
  /** Told every so many ms. */
  readonly onTick?: (elapsedMs: number, soFar: OpenLoopResult) => void;
  /** How long answers are waited for at the end, ms. */
  readonly patienceMs?: number;
}

/** Counts and latencies of one run; times in ms. */
export interface OpenLoopResult {
  readonly offered: number;
  readonly answered: number;
  /** Of these, while requests were still offered. */
  readonly answeredInTime: number;
  readonly refused: number;
  readonly failed: number;
  /** From the intended time to the answer, answered requests only, by group. */
  readonly latency: ReadonlyMap<string, RecordableHistogram>;
  /** From the start of a request to its refusal. */
  readonly refusal: RecordableHistogram;
  /** How late requests were started. */
  readonly lateness: RecordableHistogram;
  readonly loopDelayP99Ms: number;
  /** How long requests were offered. */
  readonly seconds: number;
  /** How long it took from the last offer until nothing was open any more. */
  readonly tailMs: number;
}

/** A percentile in ms; 0 of nothing. */
export const percentileMs = (histogram: RecordableHistogram | undefined, percentile: number): number =>
  histogram === undefined || histogram.count === 0 ? 0 : histogram.percentile(percentile) / NS_PER_MS;

const record = (histogram: RecordableHistogram, ms: number): void =>
  histogram.record(Math.max(1, Math.round(ms * NS_PER_MS)));

/**
 * Offers requests at a fixed rate whatever becomes of them, and counts each latency from the time at which it was meant
 * to start, so that a stalled service is not spared the requests that it stalls.
 */
export const openLoop = async (options: OpenLoopOptions): Promise<OpenLoopResult> => {
  const { ratePerSecond, seconds, fire, groupOf = () => 'all', onTick, patienceMs = PATIENCE_MS } = options;
  const total = Math.floor(ratePerSecond * seconds);
  const latency = new Map<string, RecordableHistogram>();
  const refusal = createHistogram();
  const lateness = createHistogram();
  const loopDelay = monitorEventLoopDelay({ resolution: 10 });
  loopDelay.enable();
  const progress = { offered: 0, ended: 0 };
  let inTime: number | undefined;
  const counts: Record<Ending, number> = { answered: 0, refused: 0, failed: 0 };
  const startedMs = performance.now();

  const finish = (n: number, intendedMs: number, firedMs: number, ending: Ending): void => {
    progress.ended += 1;
    counts[ending] += 1;
    // a refusal that came at once is timed for one in so many: the clock would cost as much as the refusal
    if (ending === 'refused' && progress.ended % CLOCK_EVERY !== 0) return;
    const nowMs = performance.now();
    if (ending === 'refused') record(refusal, nowMs - firedMs);
    if (ending !== 'answered') return;
    const group = groupOf(n);
    let histogram = latency.get(group);
    if (histogram === undefined) {
      histogram = createHistogram();
      latency.set(group, histogram);
    }
    record(histogram, nowMs - intendedMs);
  };
  const fireOne = (nowMs: number): void => {
    const n = progress.offered;
    progress.offered += 1;
    const intendedMs = startedMs + (n * 1_000) / ratePerSecond;
    // those that share a look at the clock are about equally late
    if (n % CLOCK_EVERY === 0) record(lateness, nowMs - intendedMs);
    const ending = fire(n, intendedMs);
    if (typeof ending === 'string') {
      finish(n, intendedMs, nowMs, ending);
      return;
    }
    ending.then(
      (how) => finish(n, intendedMs, nowMs, how),
      () => finish(n, intendedMs, nowMs, 'failed'),
    );
  };
  const result = (): OpenLoopResult => ({
    offered: progress.offered,
    ...counts,
    answeredInTime: inTime ?? counts.answered,
    latency,
    refusal,
    lateness,
    loopDelayP99Ms: loopDelay.count === 0 ? 0 : loopDelay.percentile(99) / NS_PER_MS,
    seconds: (performance.now() - startedMs) / 1_000,
    tailMs: 0,
  });

  let tickedMs = startedMs;
  while (progress.offered < total) {
    const nowMs = performance.now();
    const due = Math.min(total, Math.floor(((nowMs - startedMs) * ratePerSecond) / 1_000) + 1);
    let firedMs = nowMs;
    for (let left = Math.min(BURST_MAX, due - progress.offered); left > 0; left -= 1) {
      if (left % CLOCK_EVERY === 0) firedMs = performance.now();
      fireOne(firedMs);
    }
    if (onTick !== undefined && nowMs - tickedMs >= 250) {
      tickedMs = nowMs;
      onTick(nowMs - startedMs, result());
    }
    await (progress.offered < due
      ? new Promise<void>((resolve) => setImmediate(resolve))
      : new Promise<void>((resolve) => setTimeout(resolve, 1)));
  }
  inTime = counts.answered;
  const finalSeconds = (performance.now() - startedMs) / 1_000;
  const untilMs = performance.now() + patienceMs;
  while (progress.ended < progress.offered && performance.now() < untilMs) {
    await new Promise<void>((resolve) => setTimeout(resolve, 5));
  }
  loopDelay.disable();
  const tailMs = performance.now() - startedMs - finalSeconds * 1_000;
  return {
    ...result(),
    failed: counts.failed + (progress.offered - progress.ended),
    seconds: finalSeconds,
    tailMs,
  };
};
