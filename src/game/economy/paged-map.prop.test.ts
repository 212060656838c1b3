import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PagedMap } from './paged-map.ts';

const small = (): PagedMap<number> => new PagedMap(() => 1, 4);
const writes = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.option(fc.nat(), { nil: undefined })), {
  maxLength: 200,
  size: 'max',
});

describe('a paged map', () => {
  it('is a map, however often its pages were split and frozen', () => {
    fc.assert(
      fc.property(writes, fc.nat({ max: 20 }), (sequence, every) => {
        const map = small();
        const model = new Map<string, number>();
        for (const [at, [key, value]] of sequence.entries()) {
          if (at % (every + 1) === 0) map.freeze();
          expect(map.set(key, value)).toBe(model.get(key));
          if (value === undefined) model.delete(key);
          else model.set(key, value);
        }
        expect(map.size).toBe(model.size);
        expect(new Map(map)).toEqual(model);
        for (const key of model.keys()) expect(map.get(key)).toBe(model.get(key));
      }),
    );
  });

  it('comes back from its frozen pages in the same division', () => {
    fc.assert(
      fc.property(writes, (sequence) => {
        const map = small();
        for (const [key, value] of sequence) map.set(key, value);
        const pages = map.freeze();
        const copy = small();
        copy.thaw(new Map(pages.map(({ name, entries }) => [name, entries])));
        expect(copy.size).toBe(map.size);
        const again = copy.freeze();
        expect(again.map(({ name, entries }) => [name, entries])).toEqual(
          pages.map(({ name, entries }) => [name, entries]),
        );
      }),
    );
  });

  it('divides many entries into pages of bounded weight and writes only what changed', () => {
    const map = new PagedMap<number>(() => 100, 10_000);
    for (let at = 0; at < 10_000; at += 1) map.set(`u:${at}`, at);
    const pages = map.freeze();
    expect(pages.length).toBeGreaterThan(100);
    expect(Math.max(...pages.map(({ entries }) => entries.size))).toBeLessThanOrEqual(100);
    map.set('u:77', 1);
    const versions = new Map(pages.map(({ name, version }) => [name, version]));
    expect(map.freeze().filter(({ name, version }) => versions.get(name) !== version)).toHaveLength(1);
  });

  it('refuses pages that do not make a whole map', () => {
    const map = small();
    for (let at = 0; at < 40; at += 1) map.set(`u:${at}`, at);
    const pages = map.freeze().map(({ name, entries }) => [name, entries] as const);
    expect(() => {
      small().thaw(new Map(pages.slice(1)));
    }).toThrow(RangeError);
    const [first, second] = pages;
    expect(() => {
      small().thaw(new Map([...pages, [first![0], second![1]]]));
    }).toThrow(RangeError);
    expect(() => {
      small().thaw(new Map([['99.0', new Map()]]));
    }).toThrow(RangeError);
    expect(() => {
      small().thaw(new Map());
    }).toThrow(RangeError);
  });
});
