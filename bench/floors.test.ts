import { describe, expect, it } from 'vitest';
import type { Figure } from './figure.ts';
import { type Floor, judge, readFloors } from './floors.ts';
import { BENCHES } from './list.ts';
import { compare } from './rounds.ts';

/** A measurement on a made-up stopwatch: the baseline takes 10 ms a piece, the measured side 1. */
const measure = async (costMs: number, slow = 1): Promise<Figure> => {
  let nowMs = 0;
  const side = (ms: number) => async () => {
    nowMs += ms;
    return Promise.resolve({ work: 1_000, checksum: 7 });
  };
  const compared = await compare(
    { baseline: side(10), measured: side(costMs) },
    { rounds: 5, slow, nowMs: () => nowMs },
  );
  return {
    name: 'kit.tell.100',
    value: compared.ratio,
    unit: 'times',
    ratio: compared.ratio,
    noise: compared.noise,
    checksum: compared.checksum,
  };
};

const FLOOR: Floor = { figure: 'kit.tell.100', of: 'ratio', least: 5 };

describe('the floors', () => {
  it('let a figure pass that is where it was', async () => {
    expect(judge([await measure(1)], [FLOOR])).toEqual([
      { figure: 'kit.tell.100', ok: true, text: 'kit.tell.100: ratio 10, at least 5' },
    ]);
  });

  it('let noise of a third pass', async () => {
    expect(judge([await measure(1.4)], [FLOOR])[0]?.ok).toBe(true);
  });

  it('fail and name a figure whose code became three times slower', async () => {
    expect(judge([await measure(3)], [FLOOR])).toEqual([
      { figure: 'kit.tell.100', ok: false, text: 'kit.tell.100: ratio 3.33, at least 5' },
    ]);
  });

  it('fail when a slowdown by three is planted', async () => {
    expect(judge([await measure(1, 3)], [FLOOR])[0]?.ok).toBe(false);
  });

  it('fail a figure that nobody measured', () => {
    expect(judge([], [FLOOR])).toEqual([
      { figure: 'kit.tell.100', ok: false, text: 'kit.tell.100: was not measured' },
    ]);
  });

  it('hold sizes and counts from above', async () => {
    const swapped = { ...(await measure(1)), name: 'kit.ask.100.2', value: 1 };
    const floor: Floor = { figure: 'kit.ask.100.2', of: 'value', most: 0 };
    expect(judge([swapped], [floor])[0]?.ok).toBe(false);
    expect(judge([{ ...swapped, value: 0 }], [floor])[0]?.ok).toBe(true);
  });

  it('name figures that are there, each bound once and with one side', () => {
    const known = BENCHES.flatMap(({ figures }) => figures);
    const floors = readFloors();
    expect(floors.length).toBeGreaterThan(10);
    for (const { figure, least, most } of floors) {
      expect(known).toContain(figure);
      expect((least === undefined) !== (most === undefined)).toBe(true);
    }
    expect(new Set(floors.map(({ figure }) => figure)).size).toBe(floors.length);
  });

  it('bound rates by ratios of the same run only', () => {
    const absolute = readFloors().filter(({ of }) => of === 'value');
    expect(absolute.map(({ most }) => most === 0 || (most ?? 0) > 1_000)).not.toContain(false);
    expect(absolute.every(({ least }) => least === undefined)).toBe(true);
  });
});
