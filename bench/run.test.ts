import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Figure, reaches } from './figure.ts';
import { BENCHES, named } from './list.ts';
import { describeMachine, refuseMemoryDisk } from './machine.ts';
import { jsonOf, markdownOf } from './report.ts';
import { readWish } from './run.ts';
import { terminalTable } from './table.ts';

const figure = (more: Partial<Figure>): Figure => ({
  name: 'durable',
  value: 31_234.5,
  unit: '/s',
  noise: 0.04,
  checksum: 'abc',
  ...more,
});

describe('the list of benches', () => {
  it('has each bench file in it once', () => {
    const files = globSync('*.bench.ts', { cwd: import.meta.dirname });
    expect(files.length).toBeGreaterThan(8);
    expect(BENCHES.length).toBe(files.length);
    expect(new Set(BENCHES.map(({ name }) => name)).size).toBe(files.length);
  });

  it('reports each figure of the bars, named once', () => {
    const names = BENCHES.flatMap(({ figures }) => figures);
    expect(new Set(names).size).toBe(names.length);
    const bars = `start start.2 kit.tell.100 kit.tell.10 kit.tell.1 kit.tell.100k kit.ask.1000 kit.ask.1000.2
      kit.ask.1000.3 kit.ask.100 durable durable.2 durable.p99 durable.hot ledger ledger.2 memory memory.2 activate
      activate.2 hydrate loop loop.2`;
    for (const bar of bars.split(/\s+/)) {
      expect(names).toContain(bar);
    }
  });

  it('finds a bench by its name, a figure of it, or the first part', () => {
    expect(named('ledger').map(({ name }) => name)).toEqual(['ledger']);
    expect(named('loop.2').map(({ name }) => name)).toEqual(['loop']);
    expect(named('kit').map(({ name }) => name)).toEqual(['kit.tell', 'kit.ask']);
    expect(named('kat')).toEqual([]);
  });
});

describe('the arguments', () => {
  it('ask for all of it without any', () => {
    expect(readWish([])).toMatchObject({ mode: 'full', slow: 1 });
    expect(readWish([]).benches).toEqual(BENCHES);
  });

  it('measure a part at full length, too, and leave the kept results alone for a short form', () => {
    expect(readWish(['ledger']).mode).toBe('full');
    expect(readWish(['--quick']).mode).toBe('quick');
    expect(readWish(['--check']).mode).toBe('check');
  });

  it('check only what has a floor', () => {
    const names = readWish(['--check']).benches.map(({ name }) => name);
    expect(names).toContain('kit.tell');
    expect(names).not.toContain('start');
  });

  it.each([
    [['kat'], 'there is no bench "kat"'],
    [['ledger', 'memory'], 'one NAME at most, but there are 2'],
    [['--quick', '--check'], 'exclude each other'],
    [['--fast'], "Unknown option '--fast'"],
    [['--json'], 'argument missing'],
    [['--slow', 'x'], '--slow takes a number from 1'],
  ])('say what is wrong with %j', (args, message) => {
    expect(() => readWish(args)).toThrow(message);
  });
});

describe('the report', () => {
  it('says whether a bar is reached from below and from above', () => {
    expect(reaches({ value: 5, bar: { least: 5 } })).toBe(true);
    expect(reaches({ value: 4.9, bar: { least: 5 } })).toBe(false);
    expect(reaches({ value: 40, bar: { most: 40 } })).toBe(true);
    expect(reaches({ value: 41, bar: { most: 40 } })).toBe(false);
    expect(reaches({ value: 1 })).toBeUndefined();
  });

  it('prints one row a figure', () => {
    const text = terminalTable([
      figure({
        bar: { least: 25_000 },
        baseline: { what: 'single', value: 3_000, unit: '/s' },
        ratio: 10.41,
      }),
    ]);
    expect(text.split('\n')[1]).toMatch(
      /^durable {2}31,235 {2}\/s +≥ 25,000 {2}ok +3,000 \/s \(single\) {2}10.4 +±4 %$/,
    );
  });

  it('is JSON with commit, machine and figures by name', () => {
    const report = { figures: [figure({})], machine: describeMachine(5_000), atMs: 0 };
    expect(JSON.parse(jsonOf(report))).toEqual({
      commit: expect.any(String) as string,
      machine: expect.objectContaining({ fdatasyncPerS: 5_000, node: process.version }) as object,
      figures: { durable: { value: 31_234.5, unit: '/s' } },
    });
  });

  it('keeps date, machine, disk and checksum beside the numbers', () => {
    const text = markdownOf(
      {
        figures: [{ ...figure({}), on: '2026-11-29', commit: 'c0ffee' }],
        machine: describeMachine(5_000),
      },
      ['bars.svg'],
    );
    for (const part of [
      '2026-11-29, `c0ffee`',
      process.version,
      '5000 fdatasync/s',
      '`abc`',
      '](charts/bars.svg)',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('the disk', () => {
  it('must not be memory', () => {
    expect(() => refuseMemoryDisk(0x0102_1994, '/dev/shm/x')).toThrow('/dev/shm/x lies in memory (tmpfs)');
    expect(() => refuseMemoryDisk(0xef53, '/work')).not.toThrow();
  });
});
