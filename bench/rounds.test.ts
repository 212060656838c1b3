import { describe, expect, it } from 'vitest';
import { compare, median, spread } from './rounds.ts';

describe('rounds', () => {
  it('take the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBe(0);
  });

  it('call half the range, as a share of the middle, noise', () => {
    expect(spread([8, 10, 12])).toBe(0.2);
    expect(spread([3, 3, 3])).toBe(0);
  });

  it('change who begins and leave the warm-up out', async () => {
    const order: string[] = [];
    let nowMs = 0;
    const side = (name: string, ms: number) => async () => {
      order.push(name);
      // the first of each is slow, as it is before it was compiled
      nowMs += order.filter((who) => who === name).length === 1 ? 1_000 : ms;
      return Promise.resolve({ work: 10, checksum: 1 });
    };
    const compared = await compare(
      { baseline: side('b', 4), measured: side('m', 2) },
      { rounds: 2, slow: 1, nowMs: () => nowMs },
    );
    expect(order).toEqual(['b', 'm', 'b', 'm', 'm', 'b']);
    expect(compared).toMatchObject({ ratio: 2, measured: 5_000, baseline: 2_500, noise: 0 });
  });

  it('refuse to compare sides that did different work', async () => {
    const side = (checksum: number) => async () => Promise.resolve({ work: 1, checksum });
    await expect(compare({ baseline: side(1), measured: side(2) }, { rounds: 1, slow: 1 })).rejects.toThrow(
      'different work: 2 and 1',
    );
  });
});
