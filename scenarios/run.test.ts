import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseScenario } from './harness/choose.ts';
import { runCli } from './harness/cli-run.ts';
import { UsageError } from './harness/settings.ts';
import { SCENARIOS } from './list.ts';

describe('the scenario runner', () => {
  it('lists every scenario with a line when it is given none', async () => {
    const { code, out } = await runCli();
    expect(code).toBe(0);
    const lines = out.split('\n').map((line) => line.split(/ {2,}/));
    for (const { name, summary } of SCENARIOS) expect(lines).toContainEqual([name, summary]);
  });

  it.each([
    [['nosuch'], 'There is no scenario "nosuch"'],
    [['sim', '--bogus'], "Unknown option '--bogus'"],
    [['sim', '--seed', 'x'], '--seed takes a whole number'],
    [['sim', '--rounds', '0'], '--rounds takes a whole number from 1'],
    [['sim', '--players=-5'], '--players takes a whole number'],
    [['overload', '--surface', 'smoke'], '--surface takes inproc or http or discord'],
    [['pet-day', '--surface', 'http'], 'pet-day runs inproc only'],
    [['overload', '--store', 'paper'], '--store takes memory or sqlite'],
    [['overload', '--url', 'nowhere'], '--url takes an address'],
    [['sim', 'overload'], 'One scenario at a time'],
    [
      ['double-click-storm', '--surface', 'http', '--break'],
      '--break breaks double-click-storm on inproc only',
    ],
    [
      ['overload', '--url', 'http://127.0.0.1:7770', '--break'],
      "--break takes a service of the scenario's own",
    ],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => chooseScenario(args)).toThrow(UsageError);
    expect(() => chooseScenario(args)).toThrow(message);
  });

  it('ends with 2 and one line when it does not understand', async () => {
    const { code, out, err } = await runCli('overload', '--surface', 'smoke');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^--surface takes inproc or http[^\n]*\n$/);
  });

  it('runs a scenario, writes its report and its chart, and ends with 0', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guildhall-run-'));
    try {
      const [json, chart] = [join(folder, 'deep', 'report.json'), join(folder, 'chart.svg')];
      const { code, out } = await runCli(
        'double-click-storm',
        '--rounds',
        '1',
        '--store',
        'memory',
        '--json',
        json,
        '--chart',
        chart,
      );
      expect(out).toContain('passed: double-click-storm, seed 1');
      expect(code).toBe(0);
      expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
        name: 'double-click-storm',
        seed: 1,
        ok: true,
        invariants: expect.arrayContaining([
          { name: 'the ledger sums to zero', ok: true, checked: 2 },
        ]) as unknown,
        figures: { 'double-click-storm': { unit: 'ms' } },
      });
      expect(readFileSync(chart, 'utf8')).toMatch(/^<svg/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('drives a service of its own over HTTP', async () => {
    const { code, out } = await runCli(
      'double-click-storm',
      '--surface',
      'http',
      '--players',
      '5',
      '--rounds',
      '1',
    );
    expect(out).toContain('passed: double-click-storm');
    expect(code).toBe(0);
  });

  it('replays one seed of the simulator, twice the same', async () => {
    const [one, other] = await Promise.all([runCli('sim', '--seed', '7'), runCli('sim', '--seed', '7')]);
    expect(one.out).toMatch(/hash [0-9a-f]{8}/);
    expect(other.out).toBe(one.out);
  });
});
