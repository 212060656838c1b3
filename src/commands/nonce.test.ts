import { describe, expect, it } from 'vitest';
import { mintNonce, nonceTimeMs } from './nonce.ts';

describe('nonce', () => {
  it('has 14 characters that a custom id takes and gives its time back', () => {
    const nonce = mintNonce({ nowMs: 1_795_000_123_456 });
    expect(nonce).toMatch(/^[a-z0-9]{14}$/);
    expect(nonceTimeMs(nonce)).toBe(1_795_000_123_456);
  });

  it('never repeats within one millisecond', () => {
    const nonces = new Set(Array.from({ length: 10_000 }, () => mintNonce({ nowMs: 1_795_000_123_456 })));
    expect(nonces.size).toBe(10_000);
  });

  it('sorts as text in order of time', () => {
    const early = mintNonce({ nowMs: 999 });
    const late = mintNonce({ nowMs: 1_795_000_123_456 });
    expect([late, early].toSorted()).toEqual([early, late]);
  });

  it('reads no time out of a text of another form', () => {
    expect(nonceTimeMs('Z0000000000000')).toBeUndefined();
    expect(nonceTimeMs('abc')).toBeUndefined();
  });

  it('repeats itself for a command under a key of its caller, one after the other', () => {
    const draw = (commandId: string) => {
      const context = { nowMs: 1_795_000_123_456, commandId };
      return [mintNonce(context), mintNonce(context)];
    };
    expect(draw('u1/h-abc')).toEqual(draw('u1/h-abc'));
    expect(new Set([...draw('u1/h-abc'), ...draw('u1/h-abd'), ...draw('u2/h-abc')]).size).toBe(6);
    for (const nonce of draw('u1/h-abc')) {
      expect(nonce).toMatch(/^[a-z0-9]{14}$/);
      expect(nonceTimeMs(nonce)).toBeLessThan(Date.UTC(1975, 0, 1));
    }
  });
});
