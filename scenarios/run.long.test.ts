import { describe, expect, it } from 'vitest';
import { breakIt, rulesBrokenIn, runCli } from './harness/cli-run.ts';

describe('scenarios that are timed', () => {
  it.each([
    ['opposite-payments'],
    ['lease-steal', '--rounds', '1', '--players', '20'],
    ['battle-night', '--seconds', '10'],
    ['spectator-flood', '--players', '500', '--seconds', '4'],
    ['rolling-restart', '--players', '20'],
    ['redis-gone', '--players', '20', '--rounds', '1'],
    ['server-kill', '--players', '20', '--kills', '2'],
    ['scale-out', '--players', '30', '--seconds', '2'],
  ])('%s passes', async (...args) => {
    const { code, out, err } = await runCli(...args);
    expect(out, err).toContain(`passed: ${args[0]}`);
    expect(code).toBe(0);
  });
});

// the machine is theirs alone here; what passes is measured at full length, as shorter forms do not say the same each time
describe('scenarios of load whose guarded rule is broken', () => {
  it.each([
    [
      'overload',
      '--surface',
      'inproc',
      '--players',
      '500',
      '--seconds',
      '1',
      '--rate',
      '10000',
      '--store',
      'memory',
    ],
    ['hot-guild', '--players', '500', '--seconds', '2', '--rate', '10000', '--store', 'memory'],
  ])('%s ends with 1', async (...args) => {
    const run = await breakIt(...args);
    expect(run.code, run.err).toBe(1);
    expect(rulesBrokenIn(run), run.out).not.toEqual([]);
  });
});
