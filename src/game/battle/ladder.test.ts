import { describe, expect, it } from 'vitest';
import type { Context } from '#game/shared/decider.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { undoDraft } from '#game/shared/undo.ts';
import { NEWCOMER, type Place, rated, rested } from './glicko.ts';
import { RATED_A_DAY } from './meetings.ts';
import {
  ladderDecider,
  ladderEventSchemas,
  ladderPages,
  ladderPageSchema,
  ladderReads,
  type LadderState,
  placeOf,
} from './ladder.ts';

const context = (by = 'battle:home:b1'): Context => ({
  nowMs: 1,
  rng: sfc32(1, 2, 3, 4),
  self: { kind: 'ladder', realm: 'home', id: 'cross' },
  by,
  commandId: 'k',
});

const place = (rating: number, rd: number): Place => ({ ...NEWCOMER, rating: rating * 100, rd: rd * 100 });

const fresh = (): LadderState => ladderDecider.initial({ kind: 'ladder', realm: 'home', id: 'cross' });

const play = (state: LadderState, first: string, second: string, winner: 0 | 1 | null, nowMs = 1): number => {
  const command = { type: 'Record', battleId: 'b1', players: [first, second], winner } as const;
  const decision = ladderDecider.decide(state, command, { ...context(), nowMs });
  if (!decision.ok) throw new Error(decision.rejection.code);
  for (const event of decision.events) {
    const { type, ...data } = event;
    ladderEventSchemas[type].parse(JSON.parse(JSON.stringify(data)));
    ladderDecider.evolve(state, event, nowMs);
  }
  return decision.events.length;
};

const everything = (state: LadderState) => ({
  battles: state.battles,
  places: [...state.places].toSorted(([a], [b]) => (a < b ? -1 : 1)),
});

describe('a rating', () => {
  // the three games of Glickman's example, each a period of its own: worked out by hand from his g and E in step 3
  it.each([
    [1_400, 30, 1, 1_563.56, 175.4],
    [1_550, 100, 0, 1_426.25, 175.66],
    [1_700, 300, 0, 1_455.84, 186.98],
  ])('of 1500 ± 200 after a game with %i ± %i, %i', (rating, rd, score, expected, deviation) => {
    const after = rated(place(1_500, 200), place(rating, rd), score as 0 | 1);
    expect(after.rating / 100).toBeCloseTo(expected, 0);
    expect(after.rd / 100).toBeCloseTo(deviation, 0);
    expect(after.vol / 1_000_000).toBeCloseTo(0.06, 4);
  });

  it('grows less certain with each week away, and never less than a newcomer’s', () => {
    const kept: Place = { ...place(1_600, 60), atMs: 1_000 };
    const week = 7 * 86_400_000;
    expect(rested(kept, 1_000 + week - 1)).toBe(kept);
    // by hand: sqrt(60² + 10 · (0.06 · 173.7178)²)
    expect(rested(kept, 1_000 + 10 * week).rd / 100).toBeCloseTo(68.47, 1);
    expect(rested(kept, 1_000 + 10_000 * week).rd).toBe(NEWCOMER.rd);
    expect(rested(NEWCOMER, week)).toBe(NEWCOMER);
    const state = fresh();
    play(state, 'a', 'b', 0);
    const [now] = ladderReads.table(state, { limit: 1 }, 1);
    const [later] = ladderReads.table(state, { limit: 1 }, 1 + 40 * week);
    expect(later?.deviation).toBeGreaterThan(now?.deviation ?? 0);
    expect(later?.rating).toBe(now?.rating);
  });

  it('of equals moves them apart by as much, and a draw not at all', () => {
    const won = rated(NEWCOMER, NEWCOMER, 1);
    const lost = rated(NEWCOMER, NEWCOMER, 0);
    expect(won.rating - NEWCOMER.rating).toBe(NEWCOMER.rating - lost.rating);
    expect(rated(NEWCOMER, NEWCOMER, 0.5).rating).toBe(NEWCOMER.rating);
    expect(won.rd).toBeLessThan(NEWCOMER.rd);
    expect([won.wins, lost.losses, rated(NEWCOMER, NEWCOMER, 0.5).draws]).toEqual([1, 1, 1]);
  });

  it('gains little from somebody far below and much from somebody far above', () => {
    const weak = rated(place(1_500, 50), place(1_000, 50), 1).rating;
    const strong = rated(place(1_500, 50), place(2_000, 50), 1).rating;
    expect(weak).toBeGreaterThanOrEqual(150_000);
    expect(strong - 150_000).toBeGreaterThan(10 * (weak - 150_000));
  });
});

describe('a ladder', () => {
  it('listens to battles only, and to two people', () => {
    const command = { type: 'Record', battleId: 'b1', players: ['a', 'b'], winner: 0 } as const;
    expect(ladderDecider.decide(fresh(), command, context('a'))).toMatchObject({
      ok: false,
      rejection: { code: 'E_PERM' },
    });
    expect(ladderDecider.decide(fresh(), { ...command, players: ['a', 'a'] }, context())).toMatchObject({
      ok: false,
      rejection: { code: 'E_INPUT', field: 'players' },
    });
  });

  it('lists who is surely good first, and the places around somebody', () => {
    const state = fresh();
    for (let n = 0; n < 12; n += 1) play(state, 'top', `low${n % 6}`, 0);
    play(state, 'lucky', 'low0', 0);
    const table = ladderReads.table(state, { limit: 3 }, 1);
    expect(table[0]).toMatchObject({ userId: 'top', rank: 1, wins: 12, losses: 0 });
    const around = ladderReads.table(state, { limit: 3, around: 'low0' }, 1);
    expect(around.map(({ userId }) => userId)).toContain('low0');
    expect(around[0]?.rank).toBeGreaterThan(1);
    expect(ladderReads.table(state, { limit: 3, around: 'nobody' }, 1)[0]?.rank).toBe(1);
    expect(ladderReads.rating(state, 'nobody')).toEqual({ rating: 1_500, battles: 0 });
  });

  it('rates the same two people so often a day, whoever challenges, and begins anew with the next', () => {
    const state = fresh();
    const day = 86_400_000;
    for (let n = 0; n < RATED_A_DAY; n += 1)
      expect(n % 2 === 0 ? play(state, 'a', 'b', 0, n) : play(state, 'b', 'a', 1, n)).toBe(1);
    const before = everything(state);
    expect(play(state, 'a', 'b', 0, day - 1)).toBe(0);
    expect(play(state, 'b', 'a', 1, day - 1)).toBe(0);
    expect(everything(state)).toEqual(before);
    expect(play(state, 'a', 'c', 0, day - 1)).toBe(1);
    expect(play(state, 'a', 'b', 0, day)).toBe(1);
    expect(ladderReads.rating(state, 'a').battles).toBe(RATED_A_DAY + 2);
  });

  it('gives whom a friend gives up to all day no more than five wins do', () => {
    const state = fresh();
    for (let n = 0; n < 100; n += 1) play(state, 'climber', 'friend', 0, n);
    const [climber] = ladderReads.table(state, { limit: 1 }, 100);
    expect(climber).toMatchObject({ userId: 'climber', wins: RATED_A_DAY });
    // what the table sorts by; all hundred would have brought 1,680
    expect((climber?.rating ?? 0) - (climber?.deviation ?? 0)).toBeLessThan(1_350);
  });

  it('forgets the first of very many whom somebody meets in one day', () => {
    const state = fresh();
    for (let n = 0; n < 60; n += 1) play(state, 'a', `u${n}`, 0, n);
    expect(Object.keys(placeOf(state, 'a').met?.with ?? {})).toEqual(
      Array.from({ length: 50 }, (_, n) => `u${n + 10}`),
    );
  });

  it('takes back what never became durable, and keeps what did', () => {
    const state = fresh();
    undoDraft.mark(state);
    play(state, 'a', 'b', 0);
    const kept = everything(state);
    const mark = undoDraft.mark(state);
    play(state, 'a', 'b', 1);
    play(state, 'c', 'a', null);
    undoDraft.rollback(state, mark);
    expect(everything(state)).toEqual(kept);
    undoDraft.release(state, mark);
    play(state, 'c', 'a', null);
    undoDraft.rollback(state, mark);
    expect(everything(state)).toEqual(kept);
  });

  it('comes back from its pages as it was', () => {
    const state = fresh();
    for (let n = 0; n < 3_000; n += 1)
      play(state, `u${n % 1_700}`, `v${n % 1_300}`, ([0, 1, null] as const)[n % 3] ?? null);
    const pages = ladderPages.freeze(state);
    expect(pages.length).toBeGreaterThan(2);
    const thawing = ladderPages.thaw();
    for (const { name, encode } of pages) {
      thawing.page(name, ladderPageSchema.parse(JSON.parse(JSON.stringify(encode()))));
    }
    const thawed = thawing.end();
    expect(everything(thawed)).toEqual(everything(state));
    // a page that nothing wrote to is not written again
    play(thawed, 'u1', 'v1', 0);
    expect(placeOf(thawed, 'u1').wins).toBe(placeOf(state, 'u1').wins + 1);
    expect(() => ladderPages.thaw().page('book', 7)).toThrow(RangeError);
  });
});
