import { describe, expect, it } from 'vitest';
import { closedLoop, openLoop } from './load.ts';

describe('the load generators', () => {
  it('keep so many in flight and no more, and number each piece once', async () => {
    let inFlight = 0;
    let most = 0;
    const seen: number[] = [];
    const report = await closedLoop({ inFlight: 5, durationMs: 60_000, count: 40 }, async (n) => {
      seen.push(n);
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
    });
    expect(most).toBe(5);
    expect(report.done).toBe(40);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('send all of an open load however late the answers are, and count from the intended time', async () => {
    const answers: (() => void)[] = [];
    const intended: number[] = [];
    const running = openLoop({ perS: 1_000, durationMs: 20 }, async (_n, intendedMs) => {
      intended.push(intendedMs);
      await new Promise<void>((resolve) => answers.push(resolve));
    });
    while (answers.length < 20) await new Promise((resolve) => setImmediate(resolve));
    for (const answer of answers) answer();
    const report = await running;
    expect(report.done).toBe(20);
    expect(Math.round((intended.at(-1) ?? 0) - (intended[0] ?? 0))).toBe(19);
    // the first waited for the last to be sent at least
    expect(report.latencies.max).toBeGreaterThan(18);
  });

  it('pass on the error of a piece that fails', async () => {
    const failing = closedLoop({ inFlight: 2, durationMs: 1_000, count: 4 }, () =>
      Promise.reject(new Error('refused')),
    );
    await expect(failing).rejects.toThrow('refused');
  });
});
