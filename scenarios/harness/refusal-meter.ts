const BUCKET = /^guildhall_refusal_duration_seconds_bucket\{le="([^"]+)"\} (\S+)$/gm;
const LOOP = /^guildhall_event_loop_delay_seconds\{quantile="0\.99"\} (\S+)$/m;

/** Reads from a service's metrics how long its refusals took since the reading before. */
export class RefusalMeter {
  #before = new Map<string, number>();

  /** 99th percentile of the time from entry to refusal (its bucket's upper bound) plus that of the event-loop delay, ms; 0 of none. */
  p99Ms(exposition: string): number {
    const now = new Map(
      [...exposition.matchAll(BUCKET)].map(([, bound = '', count]) => [bound, Number(count)]),
    );
    const before = this.#before;
    this.#before = now;
    const since = [...now].map(
      ([bound, count]) => [Number(bound), count - (before.get(bound) ?? 0)] as const,
    );
    const all = since.at(-1)?.[1] ?? 0;
    if (all === 0) return 0;
    // the last bucket has no bound: its name is no number either
    const seconds = since.find(([, count]) => count >= all * 0.99)?.[0] ?? Number.NaN;
    const loop = Number(LOOP.exec(exposition)?.[1] ?? 0);
    return ((Number.isNaN(seconds) ? Number.POSITIVE_INFINITY : seconds) + loop) * 1_000;
  }
}
