import { describe, expect, it } from 'vitest';
import { combatLevel } from './combat-level.ts';

const stats = (
  attack: number,
  strength: number,
  defence: number,
  hitpoints: number,
  prayer: number,
  ranged: number,
  magic: number,
) => ({ attack, strength, defence, hitpoints, prayer, ranged, magic });

describe('the combat level', () => {
  it.each([
    [3, stats(1, 1, 1, 10, 1, 1, 1)],
    [126, stats(99, 99, 99, 99, 99, 99, 99)],
    // a pure, a pker with 1 Defence and a ranger: floor(30.5 + 51.675), floor(41.75 + 52.65), floor(29 + 48.1)
    [82, stats(60, 99, 1, 95, 52, 1, 1)],
    [94, stats(75, 87, 45, 96, 52, 1, 1)],
    [77, stats(1, 1, 1, 93, 44, 99, 1)],
    [77, stats(1, 1, 1, 93, 44, 1, 99)],
  ])('is %i', (level, of) => {
    expect(combatLevel(of)).toBe(level);
  });

  it('takes everybody for at least 10 hitpoints, as hiscores do not rank them', () => {
    expect(combatLevel(stats(1, 1, 1, 1, 1, 1, 1))).toBe(3);
  });
});
