import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sfc32 } from '../../../shared/rng.ts';
import { hitChance } from '../formulas.ts';
import { OsrsBattle } from './battle.ts';
import { RULES } from './orders.ts';
import type { Setup } from './setup.ts';
import { stateSchema } from './state.ts';
import { draw, startStream } from './stream.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const seed = fc.tuple(word, word, word, word);
const roll = fc.nat(60_000);
const form = fc.record({
  name: fc.constant('Abyssal whip'),
  attackRoll: roll,
  targetRoll: roll,
  maxHit: fc.nat(60),
  speedTicks: fc.integer({ min: 2, max: 7 }),
  defenceRoll: roll,
});
const setups: fc.Arbitrary<Setup> = fc.record({
  player: fc.record({
    hitpoints: fc.integer({ min: 10, max: 99 }),
    prayer: fc.nat(99),
    food: fc.nat(28),
    heals: fc.nat(22),
    forms: fc.array(form, { minLength: 1, maxLength: 4 }),
  }),
  monster: fc.record({
    name: fc.constant('Hill Giant'),
    hitpoints: fc.integer({ min: 1, max: 400 }),
    attackRoll: roll,
    maxHit: fc.nat(60),
    speedTicks: fc.integer({ min: 2, max: 8 }),
    style: fc.nat(2),
  }),
  seeds: fc.tuple(seed, seed),
});
/** Orders by tick, nonsense among them. */
const orders = fc.array(
  fc.tuple(
    fc.nat(200),
    fc.oneof(fc.integer({ min: -3, max: 14 }), fc.double(), fc.constantFrom(NaN, Infinity, 2 ** 31, -1, 0.5)),
  ),
  { maxLength: 60 },
);

const played = (setup: Setup, given: readonly (readonly [number, number])[], step = 1): OsrsBattle => {
  const battle = OsrsBattle.start(setup);
  for (let tick = 0; tick < 220; tick += step) {
    for (const [at, order] of given) if (at >= tick && at < tick + step) battle.order(order);
    battle.run(tick + step);
  }
  battle.run(RULES.cap);
  return battle;
};

describe('battles of the osrs rules', () => {
  it('are the same whenever seeds and orders are', () => {
    fc.assert(
      fc.property(setups, orders, (setup, given) => {
        const [first, second] = [played(setup, given), played(setup, given)];
        expect(second.hash).toBe(first.hash);
        expect(second.save()).toEqual(first.save());
      }),
      { numRuns: 150 },
    );
  });

  it('never throw, always end, and stay within what can be', () => {
    fc.assert(
      fc.property(setups, orders, (setup, given) => {
        const battle = played(setup, given);
        expect(battle.result).not.toBe('running');
        const state = stateSchema.parse(battle.save());
        expect(state.player.hitpoints).toBeLessThanOrEqual(setup.player.hitpoints);
        expect(state.monster.hitpoints).toBeLessThanOrEqual(setup.monster.hitpoints);
        expect(state.tick).toBeLessThanOrEqual(RULES.cap);
      }),
      { numRuns: 150 },
    );
  });

  it('do not change with the size of the steps in which they are played', () => {
    fc.assert(
      fc.property(setups, fc.integer({ min: 1, max: 64 }), (setup, step) => {
        expect(played(setup, [], step).hash).toBe(played(setup, []).hash);
      }),
      { numRuns: 60 },
    );
  });

  it('draw from the stream that the rest of the house draws from', () => {
    fc.assert(
      fc.property(seed, (words) => {
        const theirs = sfc32(...words);
        const ours = startStream(words);
        for (let n = 0; n < 20; n += 1) expect(draw(ours)).toBe(theirs.next());
      }),
    );
  });

  it('deal the damage on average that the formula says', () => {
    const cases: readonly (readonly [attackRoll: number, targetRoll: number, maxHit: number])[] = [
      [18_396, 12_096, 36],
      [9_000, 20_000, 25],
      [500, 700, 3],
    ];
    for (const [attackRoll, targetRoll, maxHit] of cases) {
      const dealt: number[] = [];
      for (let n = 0; n < 40; n += 1) {
        const battle = OsrsBattle.start({
          player: {
            hitpoints: 99,
            prayer: 0,
            food: 0,
            heals: 0,
            forms: [{ name: 'Whip', attackRoll, targetRoll, maxHit, speedTicks: 4, defenceRoll: 1 }],
          },
          monster: { name: 'Post', hitpoints: 10_000, attackRoll: 0, maxHit: 0, speedTicks: 4, style: 0 },
          seeds: [
            [n, 1, 2, 3],
            [n, 4, 5, 6],
          ],
        });
        battle.run(1_000, (_tick, event) => {
          if (event.type === 'attack' && event.side === 0) dealt.push(event.damage);
        });
      }
      const mean = dealt.reduce((sum, damage) => sum + damage, 0) / dealt.length;
      const variance = dealt.reduce((sum, damage) => sum + (damage - mean) ** 2, 0) / (dealt.length - 1);
      const expected = (hitChance(attackRoll, targetRoll) * (maxHit * (maxHit + 1) + 2)) / (2 * (maxHit + 1));
      expect(dealt.length).toBeGreaterThan(5_000);
      // four standard errors: the seeds are fixed, so this holds always or never
      expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / dealt.length));
    }
  });
});
