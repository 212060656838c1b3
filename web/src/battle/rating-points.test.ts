import { describe, expect, it } from 'vitest';
import { LINE_HEIGHT, LINE_WIDTH, pointsOf } from './rating-points.ts';

describe('the line of a rating', () => {
  it('goes from left to right, between its lowest on the ground and its highest on top', () => {
    expect(pointsOf([1_500, 1_600, 1_550])).toEqual([
      [2, 16],
      [36, 2],
      [70, 9],
    ]);
  });

  it('runs through the middle where nothing changes, and stands still with one value', () => {
    expect(pointsOf([7, 7])).toEqual([
      [2, 9],
      [70, 9],
    ]);
    expect(pointsOf([7])).toEqual([[2, 9]]);
    expect(pointsOf([])).toEqual([]);
  });

  it('stays within its drawing, however many values there are', () => {
    const points = pointsOf(Array.from({ length: 200 }, (_, n) => Math.sin(n) * 1_000));
    expect(points).toHaveLength(200);
    expect(points.every(([x, y]) => x >= 0 && x <= LINE_WIDTH && y >= 0 && y <= LINE_HEIGHT)).toBe(true);
  });
});
