import { describe, expect, it } from 'vitest';
import { paceOf } from './pace.ts';

describe('the pace of a battle', () => {
  it.each([
    ['rounds', true, false, 8, 15_000],
    ['rounds', false, true, 8, 4_800],
    ['live', true, false, 2, 1_200],
    ['live', false, true, 2, 1_200],
    ['live', false, false, 64, 38_400],
    ['sim', false, true, 64, 0],
  ] as const)(
    '%s, person %s, watched %s: %i ticks after %i ms',
    (tempo, hasPerson, isWatched, span, waitMs) => {
      expect(paceOf({ tempo, hasPerson, isWatched, tick: 0 })).toEqual({ span, waitMs });
    },
  );

  it('never goes beyond the last tick', () => {
    for (const tempo of ['rounds', 'live', 'sim'] as const)
      expect(paceOf({ tempo, hasPerson: true, isWatched: true, tick: 1_999 }).span).toBe(1);
  });
});
