import { describe, expect, it } from 'vitest';
import { gearById } from './gear.ts';
import { kitOf, missingFor } from './loadout.ts';
import { bestStyle, SHELVES, starterLoadout } from './starters.ts';
import { COMBAT_SKILLS, type Levels } from './skills.ts';

const STYLES = ['melee', 'ranged', 'magic'] as const;
const allAt = (level: number): Levels => Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, level]));

describe('starter sets', () => {
  it('name only what is in the tables, in the slot where it belongs', () => {
    for (const shelf of Object.values(SHELVES)) {
      for (const [slot, ids] of Object.entries(shelf)) {
        for (const id of ids) expect(gearById(id)?.slot, id).toBe(slot);
      }
    }
  });

  it('can be worn at every level, and fight in their style', () => {
    for (let level = 1; level <= 99; level += 1) {
      for (const style of STYLES) {
        const loadout = starterLoadout(style, allAt(level));
        const kit = kitOf(loadout);
        expect(kit.style, `${style} ${level}`).toBe(style);
        for (const piece of kit.pieces) expect(missingFor(allAt(level), piece), piece.id).toEqual([]);
        expect(loadout.worn.ammo !== undefined, style).toBe(style === 'ranged');
        expect(kit.spell !== null, style).toBe(style === 'magic');
        expect(kit.spell?.level ?? 1).toBeLessThanOrEqual(level);
        expect(kit.prayer?.level ?? 1).toBeLessThanOrEqual(level);
      }
    }
  });

  it('grow with the levels', () => {
    for (const style of STYLES) {
      const bonusAt = (level: number): number => {
        const { bonuses, attack } = kitOf(starterLoadout(style, allAt(level)));
        return bonuses.attack[attack];
      };
      expect(bonusAt(99)).toBeGreaterThan(bonusAt(40));
      expect(bonusAt(40)).toBeGreaterThan(bonusAt(1));
    }
  });

  it('are of the style in which the account is strongest', () => {
    expect(bestStyle(allAt(50))).toBe('melee');
    expect(bestStyle({ ...allAt(50), ranged: 70 })).toBe('ranged');
    expect(bestStyle({ ...allAt(50), ranged: 70, magic: 94 })).toBe('magic');
    expect(bestStyle({})).toBe('melee');
  });
});
