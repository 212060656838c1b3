import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIGHTER_KINDS, sheetSchema } from './cross/v1/sheet.ts';
import { FACTORS } from './data/index.ts';
import { EVEN_FACTORS, factorOf, SLANTS } from './factors.ts';
import { forge, REFERENCE_HP } from './forge.ts';
import type { Shape } from './shape.ts';

const move = { name: 'Hit', type: 18, power: 100, effect: 0, chance: 0 };
const EVEN: Shape = {
  name: 'Even',
  kind: 'pet',
  level: 50,
  weights: { hp: 100, attack: 100, defence: 100 },
  interval: 4,
  class: 0,
  types: [18, 18],
  moves: [move, move, move, move],
};

const weight = fc.integer({ min: 1, max: 100_000 });
const shapes = fc
  .record({
    kind: fc.constantFrom(...FIGHTER_KINDS),
    level: fc.integer({ min: 1, max: 100 }),
    weights: fc.record({ hp: weight, attack: weight, defence: weight }),
    interval: fc.integer({ min: 3, max: 7 }),
  })
  .map((change): Shape => Object.assign({}, EVEN, change));

describe('the forge', () => {
  it('makes the reference fighter of an even one at every level', () => {
    for (let level = 1; level <= 100; level += 1) {
      const { hp, attack, defence } = forge({ ...EVEN, level }, EVEN_FACTORS);
      expect([hp, attack, defence]).toEqual([REFERENCE_HP, 16 * (level + 4), 16 * (level + 4)]);
    }
  });

  it('makes sheets that a battle takes, of any shape', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        for (const factors of [EVEN_FACTORS, FACTORS])
          expect(sheetSchema.safeParse(forge(shape, factors)).success).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the product of attack, defence and HP near to the level of the budget', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { hp, attack, defence, level } = forge(shape, FACTORS);
        const base = 16 * (level + 4);
        const product = (hp / REFERENCE_HP) * (attack / base) * (defence / base);
        expect(product).toBeGreaterThan(0.6);
        expect(product).toBeLessThan(1.6);
      }),
      { numRuns: 1_000 },
    );
  });

  it('lets no weight be more than twice another', () => {
    const extreme = forge({ ...EVEN, weights: { hp: 1, attack: 100_000, defence: 1 } }, EVEN_FACTORS);
    const allowed = forge({ ...EVEN, weights: { hp: 50, attack: 100, defence: 50 } }, EVEN_FACTORS);
    expect(extreme).toEqual(allowed);
    expect(extreme.attack / extreme.defence).toBeCloseTo(2, 1);
  });

  it('sees proportions only', () => {
    const small = forge({ ...EVEN, weights: { hp: 3, attack: 5, defence: 4 } }, FACTORS);
    const large = forge({ ...EVEN, weights: { hp: 30_000, attack: 50_000, defence: 40_000 } }, FACTORS);
    expect(small).toEqual(large);
  });

  it('takes another level when told to', () => {
    expect(forge({ ...EVEN, level: 3 }, FACTORS, { level: 50 })).toEqual(forge(EVEN, FACTORS));
  });

  it('gives a higher level more', () => {
    for (let level = 1; level < 100; level += 1) {
      const [lower, higher] = [level, level + 1].map((one) => forge({ ...EVEN, level: one }, FACTORS));
      expect(higher!.attack).toBeGreaterThan(lower!.attack);
      expect(higher!.defence).toBeGreaterThan(lower!.defence);
    }
  });
});

describe('factors', () => {
  it('go by line from one slant to the next', () => {
    const factors = structuredClone(EVEN_FACTORS);
    const row = factors.hp.pet[1];
    row[2] = 10_000;
    row[3] = 11_000;
    expect(SLANTS.map((slant) => factorOf(factors, 'pet', 4, slant))).toEqual([...row]);
    expect(factorOf(factors, 'pet', 4, 1_130)).toBe(10_500);
    expect([factorOf(factors, 'pet', 4, 1), factorOf(factors, 'pet', 4, 9_999)]).toEqual([row[0], row[4]]);
  });
});
