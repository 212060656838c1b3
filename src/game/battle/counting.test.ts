import { describe, expect, it } from 'vitest';
import { COUNTS_FROM, doesCount, uncountedText } from './counting.ts';

describe('what counts', () => {
  it.each([
    ['cross', 0, false],
    ['cross', 15, false],
    ['cross', 16, true],
    ['pokemon', 0, false],
    ['pokemon', 2, false],
    ['pokemon', 3, true],
    ['osrs', 1, false],
    ['osrs', 2, false],
    ['osrs', 3, true],
  ] as const)('of %s given up at %i: %s', (rules, length, counts) => {
    expect(doesCount(rules, { how: 'forfeit', length })).toBe(counts);
  });

  it('always is what was fought out, however short', () => {
    for (const how of ['knockout', 'cap', 'draw'] as const)
      expect(doesCount('cross', { how, length: 1 })).toBe(true);
  });

  it('is said by the number that decides it', () => {
    for (const rules of ['cross', 'pokemon', 'osrs'] as const)
      expect(uncountedText(rules)).toContain(` ${COUNTS_FROM[rules]} `);
  });
});
