import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId } from './ids.ts';
import { decodeShortId, encodeShortId } from './short-id.ts';

const numbers = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

describe('short ids', () => {
  it('come back as the number that they were made of, in upper case and with look-alikes too', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const id = encodeShortId(number);
        expect(isId(id)).toBe(true);
        expect(decodeShortId(id)).toBe(number);
        expect(decodeShortId(id.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'I'))).toBe(number);
        expect(decodeShortId(`${id.slice(0, 3)}-${id.slice(3)}`)).toBe(number);
      }),
    );
  });

  it('notice every single wrong letter', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(), (number, where, what) => {
        const id = encodeShortId(number);
        const at = where % id.length;
        const wrong = letters.charAt(what % 32);
        fc.pre(wrong !== id.charAt(at));
        expect(decodeShortId(id.slice(0, at) + wrong + id.slice(at + 1))).toBeUndefined();
      }),
    );
  });

  it('notice every swap of two different letters', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(), (number, one, two) => {
        const id = Array.from(encodeShortId(number));
        const a = one % id.length;
        const b = two % id.length;
        fc.pre(id[a] !== id[b]);
        [id[a], id[b]] = [id[b]!, id[a]!];
        expect(decodeShortId(id.join(''))).toBeUndefined();
      }),
    );
  });

  it.each(['', '0', '0000', 'u0000', '١٢٣٤٥', 'zzzzzzzzzzzzz', '__proto__', 'x'.repeat(5000)])(
    'refuse %j',
    (text) => {
      expect(decodeShortId(text)).toBeUndefined();
    },
  );
});
