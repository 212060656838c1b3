import { describe, expect, it } from 'vitest';
import { isAfter } from './keep.ts';

describe('the newest seen event', () => {
  it('covers the events of its run up to itself', () => {
    expect(isAfter('r1-7', 'r1-7')).toBe(false);
    expect(isAfter('r1-7', 'r1-10')).toBe(false);
    expect(isAfter('r1-11', 'r1-10')).toBe(true);
  });

  it('covers nothing of another run, and nothing that has no number', () => {
    expect(isAfter('r2-1', 'r1-10')).toBe(true);
    expect(isAfter('', 'r1-10')).toBe(true);
    expect(isAfter('r1-1', '')).toBe(true);
  });
});
