import { describe, expect, it } from 'vitest';
import { SHARDS } from '#ports/leases.ts';
import { planShare, someOf, splitAmong } from './sharing.ts';

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

  it('has a part in what is free that nobody else reaches for', () => {
    const alive = ['c', 'a', 'b'];
    // one of four is gone: each of the others misses 22 or 21
    const owners = new Map(own(192).map((shard) => [shard, alive[shard % 3] ?? '']));
    const free = Array.from({ length: 64 }, (_, index) => 192 + index);
    const parts = splitAmong(alive, free, owners);
    expect([...parts].map(([name, part]) => [name, part.length])).toEqual([
      ['a', 21],
      ['b', 22],
      ['c', 21],
    ]);
    expect([...parts.values()].flat().toSorted((a, b) => a - b)).toEqual(free);
  });

  it('goes to whoever has the least, whoever had it before', () => {
    const owners = new Map(own(256).map((shard) => [shard, shard < 128 ? 'a' : 'b']));
    const given = own(128).slice(86);
    expect(splitAmong(['a', 'b', 'c'], given, owners)).toEqual(
      new Map([
        ['a', []],
        ['b', []],
        ['c', given],
      ]),
    );
  });

  it('is no more than what is missing, and the rest nobody’s', () => {
    const owners = new Map(own(120).map((shard) => [shard, 'a']));
    const parts = splitAmong(['a', 'b'], own(256).slice(120), owners);
    expect([...parts.values()].map((part) => part.length)).toEqual([8, 128]);
    expect(splitAmong(['a'], [], new Map(own(256).map((shard) => [shard, 'a'])))).toEqual(
      new Map([['a', []]]),
    );
  });

  it('is taken from any place on, around the end, each once', () => {
    expect(someOf([1, 2, 3, 4], 3, 0.5)).toEqual([3, 4, 1]);
    expect(someOf([1, 2], 5, 0.99)).toEqual([2, 1]);
    expect(someOf([], 3, 0.5)).toEqual([]);
    expect(someOf([1], 0, 0)).toEqual([]);
  });
});
