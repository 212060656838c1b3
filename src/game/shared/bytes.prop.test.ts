import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, packWords, toHex, unpackWords } from './bytes.ts';

const words = fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { maxLength: 40 });

describe('bytes', () => {
  it('pack words as base64url of little-endian bytes, and back', () => {
    fc.assert(
      fc.property(words, (list) => {
        const bytes = Buffer.alloc(4 * list.length);
        for (const [n, word] of list.entries()) bytes.writeUInt32LE(word, 4 * n);
        expect(packWords(list)).toBe(bytes.toString('base64url'));
        expect(unpackWords(packWords(list))).toEqual(list);
      }),
    );
  });

  it('unpack nothing that is not packed so', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 24 }), (text) => {
        const list = unpackWords(text);
        expect(list === undefined || packWords(list) === text).toBe(true);
      }),
    );
    for (const bad of ['A', 'AAAA', 'AAAAAB', 'AAAAAA==', 'AAAA+A', '\u{1F600}'])
      expect(unpackWords(bad), bad).toBeUndefined();
  });

  it('write and read hexadecimal digits', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });
});
