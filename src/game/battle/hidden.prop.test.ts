import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { happens, showsOf, tell, twinOf, withOtherMinds } from '#test/support/twin-battles.ts';
import { type Other, otherOf, planOf, stageOf } from '#test/support/twin-plans.ts';
import type { Viewer } from './view.ts';

/** How often the battles that were compared had something worth hiding. */
const tallied = () => ({ told: 0, switched: 0, thirdFirst: 0, used: 0, spent: 0, minds: 0 });

/** Compares what a viewer gets of many battles and of their twins, in which these sides hide other things. */
const compare = (viewer: Viewer, sides: readonly (0 | 1)[], numRuns: number) => {
  const tally = tallied();
  fc.assert(
    fc.property(stageOf, planOf, otherOf, otherOf, (whole, plan, first, second) => {
      const others: (Other | undefined)[] = [first, second].map((other, side) =>
        sides.some((one) => one === side) ? other : undefined,
      );
      // the end shows everything: what is compared stops before it
      const stage = { ...whole, windows: tell(whole, plan).closed.length };
      const told = tell(stage, plan, viewer);
      const events = happens(stage, plan, told.closed);
      const twin = twinOf(plan, told, stage, others);
      // fighters, moves and items that were never shown change nothing of what happens
      expect(happens(stage, twin, tell(stage, twin).closed)).toEqual(events);
      const { plan: minded, changed } = withOtherMinds(twin, stage, others);
      expect(tell(stage, minded, viewer).sent).toBe(told.sent);
      const shows = sides.map((side) => showsOf(events, side));
      tally.told += told.sent.length;
      tally.switched += shows.some(({ fighters }) => fighters.size > 1) ? 1 : 0;
      tally.thirdFirst += shows.some(({ fighters }) => fighters.has(2) && !fighters.has(1)) ? 1 : 0;
      tally.used += shows.some(({ moves }) => moves.size > 1) ? 1 : 0;
      tally.spent += shows.some(({ food, antidotes }) => food + antidotes > 0) ? 1 : 0;
      tally.minds += changed;
    }),
    { numRuns },
  );
  return tally;
};

describe('what is hidden', () => {
  it('leaves no byte in what spectators get: 1,000 pairs of battles that differ in it alone', () => {
    const tally = compare('spectator', [0, 1], 1_000);
    // it was not the silence that was equal, nor what everybody had seen anyway
    expect(tally.told).toBeGreaterThan(5_000_000);
    expect(tally.switched).toBeGreaterThan(250);
    expect(tally.thirdFirst).toBeGreaterThan(20);
    expect(tally.used).toBeGreaterThan(250);
    expect(tally.spent).toBeGreaterThan(50);
    expect(tally.minds).toBeGreaterThan(300);
  }, 60_000);

  it('of one side leaves no byte in what the other side’s player gets', () => {
    for (const [viewer, hiding] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const tally = compare(viewer, [hiding], 200);
      expect(tally.told).toBeGreaterThan(1_500_000);
      expect(tally.switched).toBeGreaterThan(20);
      expect(tally.used).toBeGreaterThan(20);
      expect(tally.minds).toBeGreaterThan(20);
    }
  }, 60_000);

  it('is shown to its own player', () => {
    fc.assert(
      fc.property(stageOf, planOf, otherOf, (whole, plan, other) => {
        const stage = { ...whole, windows: tell(whole, plan).closed.length };
        const told = tell(stage, plan, 0);
        const twin = twinOf(plan, told, stage, [other, undefined]);
        fc.pre(JSON.stringify(twin.lineups) !== JSON.stringify(plan.lineups));
        expect(tell(stage, twin, 0).sent).not.toBe(told.sent);
      }),
      { numRuns: 50 },
    );
  });
});
