import { describe, expect, it } from 'vitest';
import { SHARDS } from '#ports/leases.ts';
import { planShare, someOf } from './sharing.ts';

const own = (count: number): readonly number[] => Array.from({ length: count }, (_, shard) => shard);

describe('a share of the shards', () => {
  it.each([
    [0, 1, 0, SHARDS],
    [256, 2, 128, 0],
    [128, 2, 0, 0],
    [86, 3, 0, 0],
    [128, 3, 42, 0],
    [80, 3, 0, 6],
    [1, 1_000, 0, 0],
    [2, 1_000, 1, 0],
  ])('of %i own ones among %i processes gives %i and takes %i', (count, alive, give, take) => {
    const plan = planShare(own(count), alive);
    expect([plan.give.length, plan.take]).toEqual([give, take]);
    expect(own(count)).toEqual(expect.arrayContaining([...plan.give]));
  });

  it('is taken from any place on, around the end, each once', () => {
    expect(someOf([1, 2, 3, 4], 3, 0.5)).toEqual([3, 4, 1]);
    expect(someOf([1, 2], 5, 0.99)).toEqual([2, 1]);
    expect(someOf([], 3, 0.5)).toEqual([]);
    expect(someOf([1], 0, 0)).toEqual([]);
  });
});
