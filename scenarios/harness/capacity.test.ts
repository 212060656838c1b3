import { createHistogram } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { findCapacity } from './capacity.ts';

const NS_PER_MS = 1_000_000;

/** A service that answers so many a second; the looks with these numbers meet a pause of half the time. */
const serviceOf = (capacity: number, pauses: readonly number[] = []) => {
  let looks = 0;
  let lookedFor = 0;
  return {
    looks: () => looks,
    seconds: () => lookedFor,
    offer: async (rate: number, seconds: number) => {
      looks += 1;
      lookedFor += seconds;
      const able = pauses.includes(looks) ? capacity / 2 : capacity;
      const latency = createHistogram();
      latency.record((rate > able ? 1_000 : 5) * NS_PER_MS);
      return Promise.resolve({
        offered: rate * seconds,
        answeredInTime: Math.min(rate, able) * seconds,
        seconds,
        latency: new Map([['all', latency]]),
      });
    },
  };
};

const find = (service: ReturnType<typeof serviceOf>, firstRate: number, seconds = 5): Promise<number> =>
  findCapacity(
    () => 'answered',
    { firstRate, seconds },
    () => undefined,
    service.offer,
  );

describe('the search for a capacity', () => {
  it.each([300, 3_000, 30_000])('comes close from %i a second, and not above', async (firstRate) => {
    const found = await find(serviceOf(4_000), firstRate);
    expect(found).toBeGreaterThan(3_700);
    expect(found).toBeLessThanOrEqual(4_000 / 0.97);
  });

  it('does not take a pause for the limit', async () => {
    // 2,187 fails twice, while nothing else is wrong with it
    const service = serviceOf(4_000, [6, 7]);
    expect(await find(service, 300)).toBeGreaterThan(3_000);
  });

  it('comes as close in a fifth of the time', async () => {
    const service = serviceOf(4_000);
    const found = await find(service, 300, 1);
    expect(found).toBeGreaterThan(3_500);
    expect(found).toBeLessThanOrEqual(4_000);
    expect(service.seconds()).toBeLessThan(12);
  });

  it('ends when nothing is answered at all', async () => {
    const service = serviceOf(0);
    expect(await find(service, 300)).toBe(0);
    expect(service.looks()).toBeLessThan(60);
  });
});
