import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Breaker } from './breaker.ts';
import { retryAfterMs } from './json-source.ts';

const NOW_MS = Date.UTC(2026, 10, 27, 12, 0, 0);

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Fri, 27 Nov 2026 12:01:00 GMT', 60_000],
    ['Fri, 27 Nov 2026 11:00:00 GMT', 0],
    ['999999', 600_000],
    ['soon', 30_000],
    [null, 30_000],
  ])('of %s is %i ms', (header, waitMs) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(waitMs);
  });
});

describe('the breaker', () => {
  it('opens after five failures in a row, not before, and closes with the first success', () => {
    const clock = createVirtualClock();
    const breaker = new Breaker(clock);
    for (let n = 0; n < 4; n += 1) breaker.failed();
    breaker.succeeded();
    for (let n = 0; n < 4; n += 1) breaker.failed();
    expect(breaker.refusal()).toBeUndefined();
    breaker.failed();
    expect(breaker.refusal()).toBe(30_000);
    clock.advance(30_000);
    expect(breaker.refusal()).toBeUndefined();
    expect(breaker.refusal()).toBe(30_000);
    breaker.succeeded();
    expect(breaker.refusal()).toBeUndefined();
  });

  it('opens again when the one call that may try fails', () => {
    const clock = createVirtualClock();
    const breaker = new Breaker(clock);
    for (let n = 0; n < 5; n += 1) breaker.failed();
    clock.advance(30_000);
    expect(breaker.refusal()).toBeUndefined();
    breaker.failed();
    expect(breaker.refusal()).toBe(30_000);
  });
});
