import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import { expectedAttacks } from './formulas.ts';
import { killSpread } from './kill-spread.ts';

/** Attacks of which `of64` in 64 hit. */
interface Fight {
  readonly hitpoints: number;
  readonly maxHit: number;
  readonly of64: number;
}

/**
 * How many of all equally likely ways lead to a kill within so many attacks, and how many ways there are: each attack
 * has 64 · (max hit + 1) of them, counted one by one and without rounding.
 */
const countWays = (
  { hitpoints, maxHit, of64 }: Fight,
  attacks: number,
): readonly [good: bigint, all: bigint] => {
  const rolls = BigInt(maxHit + 1);
  let left = new Map<number, bigint>([[hitpoints, 1n]]);
  let all = 1n;
  for (let attack = 0; attack < attacks; attack += 1) {
    const next = new Map<number, bigint>();
    const add = (h: number, ways: bigint): unknown => next.set(h, (next.get(h) ?? 0n) + ways);
    for (const [h, ways] of left) {
      if (h === 0) {
        add(0, ways * 64n * rolls);
        continue;
      }
      add(h, ways * BigInt(64 - of64) * rolls);
      for (let roll = 0; roll <= maxHit; roll += 1) {
        add(Math.max(0, h - Math.max(1, roll)), ways * BigInt(of64));
      }
    }
    left = next;
    all *= 64n * rolls;
  }
  return [left.get(0) ?? 0n, all];
};

/** A chance as a double; the quotient keeps 60 binary digits. */
const exactWithin = (fight: Fight, attacks: number): number => {
  const [good, all] = countWays(fight, attacks);
  return Number((good << 60n) / all) / 2 ** 60;
};

/** Plays it, attack by attack. */
const play = ({ hitpoints, maxHit, of64 }: Fight, rng: ReturnType<typeof sfc32>): number => {
  let attacks = 0;
  for (let left = hitpoints; left > 0; attacks += 1) {
    if (randomBelow(rng, 64) < of64) left -= Math.max(1, randomBelow(rng, maxHit + 1));
  }
  return attacks;
};

const spreadOf = ({ hitpoints, maxHit, of64 }: Fight) => killSpread(hitpoints, maxHit, of64 / 64);

const small = fc.record({
  hitpoints: fc.integer({ min: 1, max: 24 }),
  maxHit: fc.nat(10),
  of64: fc.integer({ min: 1, max: 64 }),
});
const large = fc.record({
  hitpoints: fc.integer({ min: 1, max: 600 }),
  maxHit: fc.nat(80),
  of64: fc.integer({ min: 1, max: 64 }),
});

describe('the spread of a kill', () => {
  it('equals counting every way that the attacks can go, to 1e-9', () => {
    fc.assert(
      fc.property(small, fc.nat(30), (fight, attacks) => {
        expect(Math.abs(spreadOf(fight).within(attacks) - exactWithin(fight, attacks))).toBeLessThan(1e-9);
      }),
      { numRuns: 150 },
    );
  });

  it('names the fewest attacks that are enough, by the same count', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 99 }), (fight, percent) => {
        // few attacks, or counting never ends
        fc.pre(fight.of64 >= 24 && fight.hitpoints <= 12);
        const attacks = spreadOf(fight).attacksFor(percent / 100);
        const [good, all] = countWays(fight, attacks);
        const [before, allBefore] = countWays(fight, attacks - 1);
        expect(good * 100n >= all * BigInt(percent)).toBe(true);
        expect(before * 100n < allBefore * BigInt(percent)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has the mean that recursion over hitpoints gives', () => {
    fc.assert(
      fc.property(large, (fight) => {
        const spread = spreadOf(fight);
        const last = spread.attacksFor(1 - 1e-10);
        // as many steps as one can wait for
        fc.pre(last < 3_000);
        let mean = 0;
        for (let attacks = 0; attacks < last; attacks += 1) mean += 1 - spread.within(attacks);
        const expected = expectedAttacks(fight.hitpoints, fight.maxHit, fight.of64 / 64);
        expect(mean / expected).toBeCloseTo(1, 7);
      }),
      { numRuns: 60 },
    );
  });

  it('only grows with attacks, from nothing to certainty', () => {
    fc.assert(
      fc.property(large, (fight) => {
        const spread = spreadOf(fight);
        expect(spread.within(0)).toBe(0);
        const marks = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99].map((chance) => spread.attacksFor(chance));
        expect(marks).toEqual(marks.toSorted((one, other) => one - other));
        const chances = marks.map((attacks) => spread.within(attacks));
        for (const [index, chance] of chances.entries()) {
          expect(chance).toBeGreaterThanOrEqual((chances[index - 1] ?? 0) - 1e-12);
          expect(chance).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });

  it('is what fights of that sort bring', () => {
    const fight = { hitpoints: 150, maxHit: 41, of64: 40 };
    const rng = sfc32(1, 2, 3, 4);
    const fights = 20_000;
    const taken = Array.from({ length: fights }, () => play(fight, rng));
    const spread = spreadOf(fight);
    for (const attacks of [6, 9, 12, 15, 20]) {
      const share = taken.filter((count) => count <= attacks).length / fights;
      // four standard deviations of a share of 20,000
      expect(Math.abs(share - spread.within(attacks))).toBeLessThan(4 * Math.sqrt(0.25 / fights));
    }
  });

  it('is certain where nothing is left to chance', () => {
    const sure = killSpread(10, 1, 1);
    expect([9, 10, 11].map((attacks) => sure.within(attacks))).toEqual([0, 1, 1]);
    expect([0.01, 0.5, 0.99].map((chance) => sure.attacksFor(chance))).toEqual([10, 10, 10]);
    // an accurate 0 counts as 1
    expect(killSpread(10, 0, 1).attacksFor(0.5)).toBe(10);
    expect(killSpread(1, 50, 1).attacksFor(0.99)).toBe(1);
  });

  it('comes to an end where a hit is one in a hundred thousand', () => {
    const rare = killSpread(600, 3, 1e-5);
    const half = rare.attacksFor(0.5);
    expect(half / expectedAttacks(600, 3, 1e-5)).toBeCloseTo(1, 2);
    expect(rare.within(half)).toBeCloseTo(0.5, 4);
  });
});
