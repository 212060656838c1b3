import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { SLICE_MS, Slices } from './slices.ts';

interface Item {
  readonly name: string;
}

const create = (atOnceMax = 100) => {
  const clock = createVirtualClock();
  const seen: [string, number][] = [];
  const slices = new Slices<Item>(clock, atOnceMax, ({ name }) => seen.push([name, clock.monoMs()]));
  return { clock, seen, slices };
};

describe('slices of time', () => {
  it('hand each item over once, never early and at most one slice late', () => {
    const { clock, seen, slices } = create();
    // not where a slice begins
    clock.advance(7);
    const dues = [7, 19, 20, 21, 39, 333, 1_500];
    for (const due of dues) slices.set({ name: String(due) }, due);
    clock.advance(5_000);
    expect(seen.map(([name]) => Number(name))).toEqual(dues);
    for (const [name, atMs] of seen) {
      expect(atMs).toBeGreaterThanOrEqual(Number(name));
      expect(atMs).toBeLessThanOrEqual(Number(name) + SLICE_MS);
    }
  });

  it('forget what was taken back or wished otherwise', () => {
    const { clock, seen, slices } = create();
    const [gone, late, soon] = [{ name: 'gone' }, { name: 'late' }, { name: 'soon' }];
    slices.set(gone, 100);
    slices.delete(gone);
    slices.set(late, 100);
    slices.set(late, 900);
    slices.set(soon, 900);
    slices.set(soon, 50);
    clock.advance(500);
    expect(seen.map(([name]) => name)).toEqual(['soon']);
    clock.advance(500);
    expect(seen.map(([name]) => name)).toEqual(['soon', 'late']);
  });

  it('take a crowd in portions, in its order', () => {
    const { clock, seen, slices } = create(10);
    for (let n = 0; n < 35; n += 1) slices.set({ name: String(n) }, 5);
    const portions: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      clock.advance(SLICE_MS);
      portions.push(seen.length);
    }
    expect(portions).toEqual([10, 20, 30, 35, 35, 35]);
    expect(seen.map(([name]) => Number(name))).toEqual(Array.from({ length: 35 }, (_, n) => n));
  });

  it('take what comes due in the past as soon as may be, also while handing over', () => {
    const { clock, seen, slices } = create();
    clock.advance(1_000);
    slices.set({ name: 'past' }, 3);
    clock.advance(2 * SLICE_MS);
    expect(seen).toHaveLength(1);
    expect(clock.waiting()).toBe(0);
  });

  it('keep no timer when nothing is due', () => {
    const { clock, slices } = create();
    const item = { name: 'x' };
    slices.set(item, 40);
    slices.clear();
    expect(clock.waiting()).toBe(0);
    slices.set(item, 40);
    slices.delete(item);
    clock.advance(100);
    expect(clock.waiting()).toBe(0);
  });
});
