import { describe, expect, it } from 'vitest';
import { EVENT } from '../../../src/game/battle/cross/v1/events.ts';
import { floatersOf, isStruck } from './floaters.ts';

const texts = (side: number, kind: number, a: number, b: number): readonly string[] =>
  floatersOf([[5, side, kind, a, b]], 0).map(({ text }) => text);

describe('what rises from a fighter', () => {
  it('is what struck it, not what it did', () => {
    expect(texts(1, EVENT.hit, 0, 640)).toEqual(['−10']);
    expect(texts(0, EVENT.hit, 0, 640)).toEqual([]);
    expect(texts(1, EVENT.critical, 0, 640)).toEqual(['−10!']);
    expect(texts(1, EVENT.hit, 0, 0)).toEqual(['miss']);
    expect(texts(0, EVENT.upkeep, 1, 64)).toEqual(['−1']);
  });

  it('tells of guard and items of its own', () => {
    expect(texts(0, EVENT.food, 128, 0)).toEqual(['+2']);
    expect(texts(0, EVENT.guard, 0, 0)).toEqual(['guard']);
    expect(texts(0, EVENT.antidote, 0, 0)).toEqual(['cured']);
    expect(texts(1, EVENT.food, 128, 0)).toEqual([]);
  });

  it('is nothing of a fighter that comes in the place of the one that was struck', () => {
    const tick = [
      [5, 1, EVENT.hit, 0, 640],
      [5, 0, EVENT.fall, 0, 0],
      [5, 0, EVENT.enter, 1, 0],
    ] as const;
    expect(floatersOf(tick, 0)).toEqual([]);
    expect(floatersOf(tick.slice(0, 1), 0)).toHaveLength(1);
  });

  it('shakes only what is hurt', () => {
    expect(isStruck(floatersOf([[5, 1, EVENT.hit, 0, 64]], 0))).toBe(true);
    expect(isStruck(floatersOf([[5, 1, EVENT.hit, 0, 0]], 0))).toBe(false);
  });
});
