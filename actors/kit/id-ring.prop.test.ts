import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash53, IdRing } from './id-ring.ts';

interface Added {
  readonly id: string;
  readonly atMs: number;
  /** When the id was minted: never after it was committed. */
  readonly mintedMs: number;
}

/** Commands of one stream: times never run backwards, in bursts and with pauses. */
const history = fc
  .array(
    fc.record({
      pauseMs: fc.oneof(fc.constant(0), fc.nat(5), fc.nat(10_000)),
      ageMs: fc.nat(50_000),
      burst: fc.oneof(
        { weight: 5, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: 2, max: 400 }) },
      ),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    const added: Added[] = [];
    let atMs = 1_000_000;
    for (const { pauseMs, ageMs, burst } of steps) {
      atMs += pauseMs;
      for (let n = 0; n < burst; n += 1)
        added.push({ id: `u/${added.length}`, atMs, mintedMs: atMs - ageMs });
    }
    return added;
  });

const filled = (added: readonly Added[]): IdRing => {
  const ring = new IdRing();
  for (const [index, { id, atMs }] of added.entries()) ring.add(id, index + 1, atMs);
  return ring;
};

/** Ids that were added and are neither found nor honestly unknown: there must be none. */
const forgotten = (ring: IdRing, added: readonly Added[]): readonly string[] =>
  added
    .filter(({ id, mintedMs }, index) => {
      const seq = ring.seqOf(id);
      return seq === 0 ? ring.missIsFinal(mintedMs) || ring.missIsFinal(undefined) : seq !== index + 1;
    })
    .map(({ id }) => id);

describe('the ring of command ids', () => {
  it('never calls a miss final for an id that was added', () => {
    fc.assert(
      fc.property(history, (added) => {
        expect(forgotten(filled(added), added)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('nor after it was packed and opened and went on', () => {
    fc.assert(
      fc.property(history, history, fc.nat(3), (before, after, rounds) => {
        let ring = filled(before);
        for (let round = 0; round <= rounds; round += 1) ring = IdRing.unpack(ring.pack());
        expect(forgotten(ring, before)).toEqual([]);
        const lastMs = before.at(-1)?.atMs ?? 0;
        const later = after.map(({ id, atMs, mintedMs }) => ({
          id: `later/${id}`,
          atMs: atMs + lastMs,
          mintedMs: mintedMs + lastMs,
        }));
        for (const [index, { id, atMs }] of later.entries()) ring.add(id, before.length + index + 1, atMs);
        expect(forgotten(ring, [...before, ...later])).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('calls every miss final while it holds all that there ever was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32 }), (count) => {
        const ring = new IdRing();
        for (let n = 0; n < count; n += 1) ring.add(`u/${n}`, n + 1, n * 60_000);
        expect(ring.missIsFinal(undefined)).toBe(true);
        expect(ring.seqOf('u/new')).toBe(0);
      }),
    );
  });

  it('of a busy entity holds the last two seconds, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (count) => {
        const ring = new IdRing();
        for (let n = 0; n < count; n += 1) ring.add(`u/${n}`, n + 1, Math.floor((n * 1_900) / count));
        expect(ring.seqOf('u/0')).toBe(1);
        expect(ring.seqOf(`u/${count - 1}`)).toBe(count);
      }),
      { numRuns: 20 },
    );
  });

  it('stays small when ids come slowly, however many', () => {
    const ring = new IdRing();
    for (let n = 0; n < 100_000; n += 1) ring.add(`u/${n}`, n + 1, n * 1_000);
    expect(ring.size).toBeLessThanOrEqual(64);
    expect(ring.pack().length).toBeLessThan(3_000);
  });

  it('refuses what is damaged instead of opening it as empty', () => {
    const packed = filled([{ id: 'a', atMs: 1, mintedMs: 1 }]).pack();
    for (const damaged of ['', packed.slice(0, 20), packed.slice(4)]) {
      expect(() => IdRing.unpack(damaged)).toThrow(RangeError);
    }
  });

  it('tells texts apart that differ in one character', () => {
    const hashes = new Set(Array.from({ length: 200_000 }, (_, n) => hash53(`u1/${n}`)));
    expect(hashes.size).toBe(200_000);
  });
});
