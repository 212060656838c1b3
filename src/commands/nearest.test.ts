import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const AREAS = ['pet', 'eco', 'battle', 'profile', 'pet expedition start', 'eco balance'];

describe('what was probably meant', () => {
  it.each([
    ['bla', undefined],
    ['foo', undefined],
    ['ec', 'eco'],
    ['epo', 'eco'],
    ['pte', 'pet'],
    ['batle', 'battle'],
    ['BATTEL', 'battle'],
    ['eco balence', 'eco balance'],
    ['pet expedition strat', 'pet expedition start'],
    ['x'.repeat(5_000), undefined],
    [`pet expedition start${'x'.repeat(5_000)}`, undefined],
    ['', undefined],
  ])('by “%s”', (typed, meant) => {
    expect(nearest(typed, AREAS)).toBe(meant);
  });
});
