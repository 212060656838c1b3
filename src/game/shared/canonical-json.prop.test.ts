import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

/** A second, plain implementation to compare with. */
const reference = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(reference).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${reference(part)}`).join(',')}}`;
  }
  return JSON.stringify(value);
};

const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 });

const shuffled = (value: unknown, pick: (below: number) => number): unknown => {
  if (Array.isArray(value)) return value.map((part) => shuffled(part, pick));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const result: [string, unknown][] = [];
  while (entries.length > 0) {
    const [entry] = entries.splice(pick(entries.length), 1);
    if (entry !== undefined) result.push([entry[0], shuffled(entry[1], pick)]);
  }
  return Object.fromEntries(result);
};

describe('canonical JSON', () => {
  it('equals a plain implementation and reads back as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(text).toBe(reference(value));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(json, fc.nat(), (value, seed) => {
        let state = seed;
        const pick = (below: number): number => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 1;
          return state % below;
        };
        expect(canonicalJson(shuffled(value, pick))).toBe(canonicalJson(value));
      }),
    );
  });

  it('does not change the value it was given', () => {
    fc.assert(
      fc.property(json, (value) => {
        const before = JSON.stringify(value);
        canonicalJson(value);
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });

  it('writes the example of RFC 8785', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code units, digits and astral characters too', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\u{1f600}': 5, '\u0080': 6, 10: 7, 9: 8 };
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":4,"10":7,"9":8,"\u0080":6,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
    );
  });

  it('keeps an own key called __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":{"z":1,"__proto__":{"x":1}},"a":1}'))).toBe(
      '{"a":1,"b":{"__proto__":{"x":1},"z":1}}',
    );
  });

  it('writes minus zero as zero', () => {
    expect(canonicalJson([-0])).toBe('[0]');
  });

  it('keeps null where a neighbour had to be put into order', () => {
    expect(canonicalJson({ a: null, b: { d: null, c: 1 } })).toBe('{"a":null,"b":{"c":1,"d":null}}');
  });

  it.each([
    ['undefined', { a: undefined }],
    ['a hole', [1, undefined]],
    ['NaN', { b: 1, a: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a bigint', [1n]],
    ['a function', { toJSON: () => 1 }],
    ['a date', new Date(0)],
    ['a lone surrogate', ['\ud800']],
    ['a lone surrogate in a key', { '\udc00': 1 }],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
