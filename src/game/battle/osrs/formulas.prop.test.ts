import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attack, type Boost, expectation, expectedAttacks, hitChance } from './formulas.ts';

/** A fraction of whole numbers without end: nothing is rounded but where the rules say so. */
interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const fraction = (n: bigint, d = 1n): Fraction => {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b > 0n) [a, b] = [b, a % b];
  return a === 0n ? { n: 0n, d: 1n } : { n: n / a, d: d / a };
};
const plus = (x: Fraction, y: Fraction): Fraction => fraction(x.n * y.d + y.n * x.d, x.d * y.d);
const times = (x: Fraction, y: Fraction): Fraction => fraction(x.n * y.n, x.d * y.d);
const over = (x: Fraction, y: Fraction): Fraction => fraction(x.n * y.d, x.d * y.n);
/** As a double; the quotient keeps 60 binary digits. */
const toNumber = ({ n, d }: Fraction): number => Number((n << 60n) / d) / 2 ** 60;

/** Every pair of rolls counted, as the game rolls them: the attacker hits with the larger one. */
const countedChance = (attackRoll: number, defenceRoll: number): Fraction => {
  let hits = 0;
  for (let attack = 0; attack <= attackRoll; attack += 1) hits += Math.min(attack, defenceRoll + 1);
  return fraction(BigInt(hits), BigInt((attackRoll + 1) * (defenceRoll + 1)));
};

/** The formulas of the wiki once more, in exact fractions. */
const exact = (attack: Attack) => {
  const { style, stance, target } = attack;
  const whole = (level: number, [n, d]: Boost): bigint => (BigInt(level) * BigInt(n + d)) / BigInt(d);
  const isMagic = style === 'magic';
  const bonusOf = (melee: string, ranged: boolean): bigint => {
    if (style === 'melee') return stance === melee ? 3n : stance === 'controlled' ? 1n : 0n;
    return ranged && stance === 'accurate' ? 3n : 0n;
  };
  const accurateMagic = isMagic && stance === 'accurate' ? 2n : 0n;
  const accuracyLevel =
    whole(attack.accuracyLevel, attack.accuracyPrayer) +
    (isMagic ? 9n + accurateMagic : 8n + bonusOf('accurate', style === 'ranged'));
  const attackRoll = accuracyLevel * BigInt(attack.accuracyBonus + 64);
  const defenceRoll = BigInt(target.defenceLevel + 9) * BigInt(target.bonus + 64);
  const strength =
    whole(attack.damageLevel, attack.damagePrayer) + 8n + bonusOf('aggressive', style === 'ranged');
  const maxHit = isMagic
    ? (BigInt(attack.spellMaxHit) * BigInt(100 + attack.damageBonus)) / 100n
    : (strength * BigInt(attack.damageBonus + 64) + 320n) / 640n;
  const accuracy =
    attackRoll > defenceRoll
      ? plus(fraction(1n), fraction(-(defenceRoll + 2n), 2n * (attackRoll + 1n)))
      : fraction(attackRoll, 2n * (defenceRoll + 1n));
  const mean = fraction((maxHit * (maxHit + 1n)) / 2n + 1n, maxHit + 1n);
  const dps = over(times(accuracy, mean), fraction(BigInt(attack.speedTicks) * 6n, 10n));
  return { maxHit: Number(maxHit), attackRoll, defenceRoll, accuracy, dps };
};

/** One hitpoint after the other and one roll after the other, in exact fractions. */
const exactAttacks = (hitpoints: number, maxHit: number, accuracy: Fraction): Fraction => {
  const after = [fraction(0n)];
  const roll = over(accuracy, fraction(BigInt(maxHit + 1)));
  for (let left = 1; left <= hitpoints; left += 1) {
    let sum = fraction(1n);
    for (let damage = 0; damage <= maxHit; damage += 1) {
      const rest = after[Math.max(0, left - Math.max(1, damage))] ?? fraction(0n);
      sum = plus(sum, times(roll, rest));
    }
    after.push(over(sum, accuracy));
  }
  return after[hitpoints] ?? fraction(0n);
};

const boost = fc.tuple(fc.nat(30), fc.constantFrom(100, 64, 20));
const attacks: fc.Arbitrary<Attack> = fc.record({
  style: fc.constantFrom('melee', 'ranged', 'magic'),
  accuracyLevel: fc.nat(120),
  damageLevel: fc.nat(120),
  accuracyPrayer: boost,
  damagePrayer: boost,
  stance: fc.constantFrom('accurate', 'aggressive', 'controlled', 'defensive', 'rapid', 'longrange'),
  accuracyBonus: fc.integer({ min: -64, max: 250 }),
  damageBonus: fc.integer({ min: -64, max: 250 }),
  speedTicks: fc.integer({ min: 2, max: 7 }),
  spellMaxHit: fc.nat(60),
  target: fc.record({
    defenceLevel: fc.nat(400),
    bonus: fc.integer({ min: -64, max: 400 }),
    hitpoints: fc.integer({ min: 1, max: 800 }),
  }),
});

describe('the formulas of OSRS', () => {
  it('equal exact fractions to 1e-9', () => {
    fc.assert(
      fc.property(attacks, (attack) => {
        const ours = expectation(attack);
        const theirs = exact(attack);
        expect(ours.maxHit).toBe(theirs.maxHit);
        expect(ours.attackRoll).toBe(Number(theirs.attackRoll));
        expect(ours.defenceRoll).toBe(Number(theirs.defenceRoll));
        expect(Math.abs(ours.accuracy - toNumber(theirs.accuracy))).toBeLessThan(1e-9);
        expect(Math.abs(ours.dps - toNumber(theirs.dps))).toBeLessThan(1e-9);
      }),
      { numRuns: 5_000 },
    );
  });

  it('give the chance that counting every pair of rolls gives', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (attackRoll, defenceRoll) => {
        const counted = toNumber(countedChance(attackRoll, defenceRoll));
        expect(Math.abs(hitChance(attackRoll, defenceRoll) - counted)).toBeLessThan(1e-9);
      }),
    );
  });

  it('expect as many attacks as walking through every roll does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.nat(12),
        fc.integer({ min: 1, max: 64 }),
        (hitpoints, maxHit, of64) => {
          const accuracy = fraction(BigInt(of64), 64n);
          const counted = toNumber(exactAttacks(hitpoints, maxHit, accuracy));
          expect(expectedAttacks(hitpoints, maxHit, of64 / 64) / counted).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stay exact over the hitpoints of the largest bosses', () => {
    // from 1e5 attacks on, what was added and taken away again must still not show
    const many = expectedAttacks(10_000, 7, 1 / 64);
    const half = expectedAttacks(5_000, 7, 1 / 64);
    const each = (many - half) / 5_000;
    expect(each / (64 / ((7 * 8) / 2 + 1) / (1 / 8))).toBeCloseTo(1, 9);
  });

  it('say that a target which cannot be hit never falls', () => {
    const hopeless = expectation({
      style: 'melee',
      accuracyLevel: 99,
      damageLevel: 99,
      accuracyPrayer: [0, 100],
      damagePrayer: [0, 100],
      stance: 'accurate',
      accuracyBonus: -64,
      damageBonus: 0,
      speedTicks: 4,
      spellMaxHit: 0,
      target: { defenceLevel: 1, bonus: 0, hitpoints: 10 },
    });
    expect([hopeless.accuracy, hopeless.dps, hopeless.hitsToKill, hopeless.ttkSeconds]).toEqual([
      0,
      0,
      null,
      null,
    ]);
  });

  it('give the whip of a maxed player the published figures', () => {
    // 99 Attack and 118 Strength with Piety, aggressive, whip bonuses of 82: worked out by hand from the wiki's steps
    const whip = expectation({
      style: 'melee',
      accuracyLevel: 99,
      damageLevel: 118,
      accuracyPrayer: [20, 100],
      damagePrayer: [23, 100],
      stance: 'aggressive',
      accuracyBonus: 82,
      damageBonus: 82,
      speedTicks: 4,
      spellMaxHit: 0,
      target: { defenceLevel: 135, bonus: 20, hitpoints: 150 },
    });
    expect([whip.maxHit, whip.attackRoll, whip.defenceRoll]).toEqual([36, 18_396, 12_096]);
    expect(whip.accuracy).toBeCloseTo(24_696 / 36_794, 12);
  });
});
