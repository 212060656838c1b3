import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Deadlines, Waiting } from './deadlines.ts';

class Guest extends Waiting {
  readonly #expired: () => void;
  constructor(expired: () => void) {
    super();
    this.#expired = expired;
  }
  answer(): boolean {
    return this.settle();
  }
  expire(): void {
    if (this.settle()) this.#expired();
  }
}

/** Adds somebody who is written down when it ends. */
const addWaiting = (deadlines: Deadlines, deadlineMonoMs: number, log: number[]): Guest => {
  const guest = new Guest(() => void log.push(deadlineMonoMs));
  deadlines.add(guest, deadlineMonoMs);
  return guest;
};

describe('deadlines', () => {
  it('end nobody early and everybody at most two buckets late', () => {
    const clock = createVirtualClock();
    const deadlines = new Deadlines(clock);
    const late: number[] = [];
    for (let n = 0; n < 2_000; n += 1) {
      const deadlineMonoMs = (n * 7_919) % 5_000;
      deadlines.add(new Guest(() => void late.push(clock.monoMs() - deadlineMonoMs)), deadlineMonoMs);
    }
    clock.advance(6_000);
    expect(late).toHaveLength(2_000);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(100);
  });

  it('end nobody who has been answered, and keep nobody in memory who was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(300), fc.boolean()), { maxLength: 60 }), (guests) => {
        const clock = createVirtualClock();
        const deadlines = new Deadlines(clock);
        const log: number[] = [];
        const waiting = guests.map(([deadlineMs]) => addWaiting(deadlines, deadlineMs, log));
        for (const [index, guest] of waiting.entries()) {
          if (guests[index]?.[1] !== true) continue;
          expect([guest.answer(), guest.answer()]).toEqual([true, false]);
          expect(guest.after).toBeUndefined();
          expect(waiting.some(({ after }) => after === guest)).toBe(false);
        }
        clock.advance(2_000);
        const left = guests.filter(([, isAnswered]) => !isAnswered).map(([deadlineMs]) => deadlineMs);
        expect(log.toSorted((x, y) => x - y)).toEqual(left.toSorted((x, y) => x - y));
      }),
    );
  });

  it('have one timer, and none when nobody waits or after the end', () => {
    const clock = createVirtualClock();
    const deadlines = new Deadlines(clock);
    const log: number[] = [];
    for (let n = 0; n < 100; n += 1) addWaiting(deadlines, n, log);
    expect(clock.waiting()).toBe(1);
    clock.advance(1_000);
    expect([log.length, clock.waiting()]).toEqual([100, 0]);
    addWaiting(deadlines, 9_000, log);
    deadlines.stop();
    clock.advance(20_000);
    expect([log.length, clock.waiting()]).toEqual([100, 0]);
  });

  it('that have passed already end at the next sweep', () => {
    const clock = createVirtualClock();
    clock.advance(10_000);
    const deadlines = new Deadlines(clock);
    const log: number[] = [];
    addWaiting(deadlines, -5, log);
    clock.advance(50);
    expect(log).toEqual([-5]);
  });

  it('may be set while others end', () => {
    const clock = createVirtualClock();
    const deadlines = new Deadlines(clock);
    const log: number[] = [];
    deadlines.add(new Guest(() => void addWaiting(deadlines, 100, log)), 100);
    clock.advance(400);
    expect(log).toEqual([100]);
  });
});
