import { describe, expect, it } from 'vitest';
import { PacedQueue } from './paced-queue.ts';

/** A clock that stands until it is told to go on. */
const standing = () => {
  let nowMs = 0;
  const timers = new Map<() => void, number>();
  return {
    monoMs: () => nowMs,
    after: (delayMs: number, callback: () => void) => {
      timers.set(callback, nowMs + delayMs);
      return () => void timers.delete(callback);
    },
    pass: async (ms: number) => {
      for (const endMs = nowMs + ms; nowMs < endMs;) {
        nowMs += 10;
        for (const [callback, dueMs] of timers) {
          if (dueMs > nowMs) continue;
          timers.delete(callback);
          callback();
        }
        await Promise.resolve();
      }
    },
    timers,
  };
};

const many = (count: number, done: number[]): readonly (() => Promise<void>)[] =>
  Array.from({ length: count }, (_, n) => () => {
    done.push(n);
    return Promise.resolve();
  });

describe('a paced queue', () => {
  it('begins in order and never faster than its pace', async () => {
    const clock = standing();
    const queue = new PacedQueue({ clock, perSecond: 50, inFlightMax: 10 });
    const done: number[] = [];
    for (const work of many(1_000, done)) queue.add(work);
    expect(done.length).toBe(5);
    await clock.pass(1_000);
    expect(done.length).toBeGreaterThanOrEqual(50);
    expect(done.length).toBeLessThanOrEqual(56);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('does not save up what it did not use', async () => {
    const clock = standing();
    const queue = new PacedQueue({ clock, perSecond: 50, inFlightMax: 10 });
    await clock.pass(60_000);
    const done: number[] = [];
    for (const work of many(100, done)) queue.add(work);
    expect(done.length).toBe(5);
  });

  it('holds the same work once while it waits, and takes it again after', async () => {
    const clock = standing();
    const queue = new PacedQueue({ clock, perSecond: 10, inFlightMax: 10 });
    const done: number[] = [];
    const [first, work] = many(2, done);
    if (first === undefined || work === undefined) throw new Error('no work');
    queue.add(first);
    for (let n = 0; n < 20; n += 1) queue.add(work);
    expect(queue.size).toBe(1);
    await clock.pass(500);
    expect(done).toEqual([0, 1]);
    queue.add(work);
    await clock.pass(500);
    expect(done).toEqual([0, 1, 1]);
    expect(clock.timers.size).toBe(0);
  });

  it('waits while as much is under way as may be, and goes on when that ends', async () => {
    const clock = standing();
    const queue = new PacedQueue({ clock, perSecond: 100, inFlightMax: 3 });
    const ends: (() => void)[] = [];
    const slow = (): (() => Promise<void>) => () =>
      new Promise((resolve) => {
        ends.push(resolve);
      });
    for (let n = 0; n < 10; n += 1) queue.add(slow());
    await clock.pass(1_000);
    expect(ends.length).toBe(3);
    for (const end of ends.slice(0, 3)) end();
    await clock.pass(1_000);
    expect(ends.length).toBe(6);
  });

  it('begins nothing after it was stopped', async () => {
    const clock = standing();
    const queue = new PacedQueue({ clock, perSecond: 10, inFlightMax: 3 });
    const done: number[] = [];
    for (const work of many(10, done)) queue.add(work);
    queue.stop();
    for (const work of many(10, done)) queue.add(work);
    await clock.pass(5_000);
    expect(done).toEqual([0]);
  });

  it('has one of a lane under way, and lanes that are slow hold up no other', async () => {
    const clock = standing();
    const queue = new PacedQueue({ clock, perSecond: 50, inFlightMax: 10 });
    const done: string[] = [];
    const slow = Promise.withResolvers<void>();
    const work =
      (name: string, until: Promise<void> = Promise.resolve()) =>
      () => {
        done.push(name);
        return until;
      };
    queue.add(work('a1', slow.promise), 'a');
    queue.add(work('a2'), 'a');
    queue.add(work('b1'), 'b');
    queue.add(work('none'));
    await clock.pass(200);
    expect(done).toEqual(['a1', 'b1', 'none']);
    slow.resolve();
    await clock.pass(200);
    expect(done.at(-1)).toBe('a2');
  });
});
