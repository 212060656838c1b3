import { describe, expect, it } from 'vitest';
import { createSeal } from './seal.ts';

const KEY = Buffer.alloc(32, 7);

describe('a seal', () => {
  it('gives back what was closed, for every process of the deployment', () => {
    const value = { text: '猫', list: [1, undefined], at: new Map([['a', 1n]]) };
    expect(createSeal(KEY).open(createSeal(KEY).close(value, 'call 1'), 'call 1')).toEqual(value);
  });

  it('shows nothing, and never the same twice', () => {
    const seal = createSeal(KEY);
    const sealed = seal.close('canary', 'p');
    expect(sealed.includes('canary')).toBe(false);
    expect(sealed.equals(seal.close('canary', 'p'))).toBe(false);
  });

  it('opens nowhere else, under no other key and not when it was changed', () => {
    const seal = createSeal(KEY);
    const sealed = seal.close('v', 'call 1');
    expect(() => seal.open(sealed, 'answer 1')).toThrow('unable to authenticate data');
    expect(() => createSeal(Buffer.alloc(32, 8)).open(sealed, 'call 1')).toThrow(
      'unable to authenticate data',
    );
    for (const at of [0, 12, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => seal.open(changed, 'call 1')).toThrow('unable to authenticate data');
    }
    expect(() => seal.open(Buffer.alloc(0), 'call 1')).toThrow(/initialization vector|tag/i);
  });
});
