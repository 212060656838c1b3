import { describe, expect, it } from 'vitest';
import { combatLevelOf, levelIn, virtualLevelOf } from './skills.ts';

describe('levels of an account', () => {
  it('count as those of a beginner where nothing is known', () => {
    expect(levelIn({}, 'attack')).toBe(1);
    expect(levelIn({ hitpoints: 1 }, 'hitpoints')).toBe(10);
    expect(levelIn({}, 'hitpoints')).toBe(10);
    expect(combatLevelOf({})).toBe(3);
  });

  it('make a combat level, whatever other skills there are', () => {
    const all = { attack: 99, strength: 99, defence: 99, hitpoints: 99, prayer: 99, ranged: 99, magic: 99 };
    expect(combatLevelOf({ ...all, sailing: 50, 'a new one': 3 })).toBe(126);
  });

  it.each([
    [0, 1],
    [82, 1],
    [83, 2],
    [13_034_430, 98],
    [13_034_431, 99],
    [14_391_160, 100],
    [188_884_739, 125],
    [188_884_740, 126],
    [200_000_000, 126],
  ])('of %i experience are virtually %i', (xp, level) => {
    expect(virtualLevelOf(xp)).toBe(level);
  });
});
