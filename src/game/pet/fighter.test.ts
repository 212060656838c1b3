import { describe, expect, it } from 'vitest';
import { MOVES, sheetSchema } from '../battle/cross/v1/sheet.ts';
import { FACTORS } from '../battle/data/index.ts';
import { forge } from '../battle/forge.ts';
import { petLevel, petShape } from './fighter.ts';
import { SPECIES } from './species.ts';

const raised = (bond: number, xp: number) => ({
  bond,
  skills: { agility: xp, strength: xp, wit: xp, charm: xp, courage: xp },
});

describe('a pet as a fighter', () => {
  it('is designed for every species, by the pattern of all fighters', () => {
    for (const species of SPECIES) {
      const shape = petShape(species, raised(50_000, 0));
      const [main, second, third, fourth] = shape.moves;
      expect(shape.moves).toHaveLength(MOVES);
      expect([main.power, second.power, third.power, fourth.power], species.id).toEqual([100, 92, 50, 50]);
      expect([main.effect, second.effect], species.id).toEqual([0, 0]);
      expect(second.type, species.id).not.toBe(main.type);
      const chances = [0, 12, 14, 10, 8];
      for (const { effect, chance } of [third, fourth]) {
        expect(effect, species.id).toBeGreaterThan(0);
        expect(chance, species.id).toBe(chances[effect]);
      }
      expect(third.effect, species.id).not.toBe(fourth.effect);
      const weights = Object.values(shape.weights);
      expect(Math.max(...weights) / Math.min(...weights), species.id).toBeLessThanOrEqual(2);
      expect(shape.interval, species.id).toBeGreaterThanOrEqual(3);
      expect(shape.interval, species.id).toBeLessThanOrEqual(6);
      expect(sheetSchema.safeParse(forge(shape, FACTORS)).error, species.id).toBeUndefined();
    }
    expect(
      new Set(SPECIES.map((species) => JSON.stringify(petShape(species, raised(0, 0)).weights))).size,
    ).toBe(SPECIES.length);
  });

  it('grows from level 1 to 100 with bond and skills', () => {
    expect(petLevel(raised(0, 0))).toBe(1);
    expect(petLevel(raised(100_000, 0))).toBe(50);
    expect(petLevel(raised(0, 1_000_000))).toBe(51);
    expect(petLevel(raised(100_000, 1_000_000))).toBe(100);
    expect(petLevel(raised(200_000, 1e12))).toBe(100);
    expect(petLevel(raised(-5, -5))).toBe(1);
  });
});
