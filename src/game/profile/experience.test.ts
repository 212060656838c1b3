import { describe, expect, it } from 'vitest';
import { BATTLE_XP_A_DAY, isBattleSource, LEVEL_MAX, levelOf, xpFor, xpOfLevel } from './experience.ts';

describe('experience', () => {
  it('needs what the published curve says at its known points', () => {
    expect([1, 2, 3, 10, 50, 92, 99].map(xpOfLevel)).toEqual([
      0, 83, 174, 1_154, 101_333, 6_517_253, 13_034_431,
    ]);
  });

  it('reaches each level exactly at its experience and not one point earlier', () => {
    for (let level = 2; level <= LEVEL_MAX; level += 1) {
      expect(levelOf(xpOfLevel(level))).toBe(level);
      expect(levelOf(xpOfLevel(level) - 1)).toBe(level - 1);
    }
  });

  it('gives nothing for paying, for unknown sources and for names of object properties', () => {
    expect(['pay', 'gift', 'constructor', '__proto__', ''].map(xpFor)).toEqual([0, 0, 0, 0, 0]);
    expect(xpFor('daily')).toBeGreaterThan(0);
  });

  it('has a bound for a day of battles and hunts, and for nothing else', () => {
    expect(['battle-win', 'battle-trainer-loss', 'hunt-win'].every(isBattleSource)).toBe(true);
    expect(['daily', 'adopt', 'pet-care', 'expedition-long', 'battle', ''].some(isBattleSource)).toBe(false);
    expect(BATTLE_XP_A_DAY).toBe(10 * xpFor('battle-win'));
  });
});
