import { describe, expect, it } from 'vitest';
import { RefusalMeter } from './refusal-meter.ts';

const exposition = (counts: readonly number[], loop: number): string =>
  [0.001, 0.01, '+Inf']
    .map((bound, n) => `guildhall_refusal_duration_seconds_bucket{le="${bound}"} ${counts[n]}`)
    .concat(`guildhall_event_loop_delay_seconds{quantile="0.99"} ${loop}`)
    .join('\n');

describe('the meter of refusals', () => {
  it('adds the delay of the loop to the bucket that holds 99 of a hundred', () => {
    expect(new RefusalMeter().p99Ms(exposition([10, 100, 100], 0.004))).toBeCloseTo(14);
    expect(new RefusalMeter().p99Ms(exposition([99, 100, 100], 0.004))).toBeCloseTo(5);
  });

  it('counts those since the reading before', () => {
    const meter = new RefusalMeter();
    expect(meter.p99Ms(exposition([0, 100, 100], 0))).toBeCloseTo(10);
    expect(meter.p99Ms(exposition([0, 200, 200], 0.002))).toBeCloseTo(12);
    expect(meter.p99Ms(exposition([300, 500, 500], 0))).toBeCloseTo(1);
  });

  it('is endless beyond the last bound, and nothing without refusals', () => {
    expect(new RefusalMeter().p99Ms(exposition([10, 10, 100], 0))).toBe(Number.POSITIVE_INFINITY);
    expect(new RefusalMeter().p99Ms(exposition([0, 0, 0], 0.5))).toBe(0);
  });
});
