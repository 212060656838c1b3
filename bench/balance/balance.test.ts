import { describe, expect, it } from 'vitest';
import { FACTORS } from '#game/battle/data/index.ts';
import { forge } from '#game/battle/forge.ts';
import { barsOf, meanTicks, quantile } from './bars.ts';
import type { Measured } from './measure.ts';
import { tallyOf } from './play.ts';
import { openPool } from './pool.ts';
import { ARCHETYPES, neutral, shippedShapes } from './shapes.ts';
import { type Pairing, shareOf, summed, type Tally } from './tally.ts';

const sheets = ARCHETYPES.map((shape) => forge(shape, FACTORS));
const pairingOf = (row: number, column: number, seed: number): Pairing => ({
  teams: [[sheets[row]!, sheets[row]!], [sheets[column]!]],
  how: 'plain',
  battles: 50,
  seed,
});

const tally = (share: number, ticks = 65): Tally => ({
  battles: 1_000,
  first: 1_000 * share,
  draws: 0,
  lengths: { [ticks]: 1_000 },
});

const GOOD: Measured = {
  cells: [{ row: 0, column: 1, share: 0.52 }],
  pairings: Array.from({ length: 20 }, () => 0.5),
  thinking: [0.45],
  mirror: tally(0.5),
  typeEdge: [tally(0.6)],
  classEdge: [tally(0.6)],
  usual: tally(0.5),
  live: tally(0.64),
  rounds: tally(0.64),
  stronger: tally(0.64),
};
const missed = (change: Partial<Measured>): readonly string[] =>
  barsOf({ ...GOOD, ...change }, 0, 0)
    .filter(({ isMet }) => !isMet)
    .map(({ name }) => name);

describe('the balance tool', () => {
  it('plays the same on any number of threads', async () => {
    const pairings = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => pairingOf(n, n + 5, n));
    const pool = openPool(2);
    const tallies = await pool.play(pairings);
    await pool.close();
    expect(tallies).toEqual(pairings.map(tallyOf));
    expect(summed(tallies).battles).toBe(9 * 50);
    // two against one is no question
    for (const one of tallies) expect(shareOf(one)).toBeGreaterThan(0.85);
  });

  it('names each bar that is missed', () => {
    expect(missed({})).toEqual([]);
    expect(missed({ cells: [{ row: 0, column: 1, share: 0.41 }] })).toEqual([
      'archetypes within 45-55 %',
      'archetypes: the worst',
    ]);
    expect(missed({ pairings: [...GOOD.pairings, 0.585] })).toEqual(['random pairings: the worst']);
    expect(missed({ thinking: [0.5, 0.395] })).toHaveLength(1);
    expect(missed({ mirror: tally(0.54) })).toEqual(['mirrors']);
    expect(missed({ typeEdge: [tally(0.64), tally(0.67)] })).toHaveLength(1);
    expect(missed({ classEdge: [tally(0.66)] })).toHaveLength(1);
    expect(missed({ live: tally(0.59) })).toHaveLength(1);
    expect(missed({ rounds: tally(0.59) })).toHaveLength(1);
    expect(missed({ usual: tally(0.5, 61) })).toEqual(['ticks of a usual battle, mean']);
    expect(missed({ usual: tally(0.5, 120) })).toHaveLength(2);
  });

  it('measures lengths', () => {
    const lengths = { ...tally(0.5), lengths: { 40: 500, 60: 400, 100: 100 } };
    expect([meanTicks(lengths), quantile(lengths, 0.05), quantile(lengths, 0.95)]).toEqual([54, 40, 100]);
  });

  it('knows every pet and shapes of each kind at each of its intervals', () => {
    const shapes = shippedShapes();
    expect(new Set(shapes.map(({ kind, interval }) => `${kind} ${interval}`)).size).toBe(13);
    expect(shapes.length).toBeGreaterThan(300);
    expect(neutral(shapes[0]!).types).toEqual([18, 18]);
  });
});
