import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile.ts';

/** A turnstile on a clock and turns of our own. */
const house = () => {
  const clock = { nowMs: 0 };
  let next: (() => void) | undefined;
  const started: number[] = [];
  const turnstile = new Turnstile(
    () => clock.nowMs,
    (run) => {
      expect(next).toBeUndefined();
      next = run;
    },
  );
  let count = 0;
  return {
    turnstile,
    started,
    enter: (many: number, then?: () => void): void => {
      for (let n = 0; n < many; n += 1) {
        const id = count;
        count += 1;
        turnstile.enter(() => {
          started.push(id);
          then?.();
        });
      }
    },
    /** The end of a turn that took so long; whether there was anything to do. */
    turn: (tookMs: number): boolean => {
      clock.nowMs += tookMs;
      const run = next;
      next = undefined;
      run?.();
      return run !== undefined;
    },
    get count() {
      return count;
    },
  };
};

/** How many start in a turn, after turns of so long in which many wait. */
const startsAfter = (turns: number, tookMs: number): number => {
  const { turnstile, enter, started, turn } = house();
  enter(100_000);
  for (let n = 0; n < turns; n += 1) turn(tookMs);
  const before = started.length;
  turn(tookMs);
  expect(turnstile.waiting).toBe(100_000 - started.length);
  return started.length - before;
};

describe('the turnstile', () => {
  it('lets in at once whoever comes while nobody waits, and sleeps when nobody comes', () => {
    const { enter, started, turn } = house();
    enter(3);
    expect(started).toEqual([0, 1, 2]);
    expect(turn(1)).toBe(true);
    expect(turn(1)).toBe(false);
    enter(1);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('lets the others wait for the next turns', () => {
    const { turnstile, enter, started, turn } = house();
    enter(20);
    const atOnce = started.length;
    expect(atOnce).toBeLessThan(20);
    expect(turnstile.waiting).toBe(20 - atOnce);
    turn(1);
    expect(started.length).toBeGreaterThan(atOnce);
    while (turn(1));
    expect(started).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(turnstile.waiting).toBe(0);
  });

  it('lets in fewer when turns are long, at last one, and more when they are short', () => {
    const [first, long, longer, short] = [
      startsAfter(0, 1),
      startsAfter(2, 20),
      startsAfter(50, 20),
      startsAfter(50, 1),
    ];
    expect(long).toBeLessThan(first);
    expect(longer).toBe(1);
    expect(short).toBeGreaterThan(first);
    expect(startsAfter(1_000, 1)).toBe(startsAfter(2_000, 1));
  });

  it('does not take the pause before somebody comes for a long turn', () => {
    const { enter, started, turn } = house();
    enter(1);
    while (turn(1));
    const before = started.length;
    turn(10_000);
    enter(100);
    const atOnce = started.length - before;
    turn(1);
    expect(started.length - before).toBeGreaterThanOrEqual(2 * atOnce);
  });

  it('starts everything once and in order, whoever comes when', () => {
    const step = fc.record({ comes: fc.nat(40), again: fc.nat(2), tookMs: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const all = house();
        for (const { comes, again, tookMs } of steps) {
          // what starts may bring more
          let more = again;
          all.enter(comes, () => {
            if (more > 0) all.enter(more);
            more = 0;
          });
          all.turn(tookMs);
        }
        while (all.turn(1));
        expect(all.started).toEqual(Array.from({ length: all.count }, (_, n) => n));
      }),
    );
  });
});
