import { describe, expect, it } from 'vitest';
import { rulesBrokenIn, runCli } from './harness/cli-run.ts';

describe('scenarios whose guarded rule is broken, of those that take half a minute and more', () => {
  it.each([
    ['overload', '--store', 'memory', '--seconds', '4'],
    ['hot-guild', '--store', 'memory', '--seconds', '2'],
    ['takeover', '--players', '20', '--rounds', '1'],
    ['rolling-restart', '--players', '20'],
    ['redis-gone', '--players', '20', '--rounds', '1'],
    ['scale-out', '--players', '20', '--seconds', '1'],
    ['gateway-kill', '--players', '10', '--rate', '8', '--rounds', '1'],
    ['thread-night', '--surface', 'discord', '--players', '20', '--rate', '10', '--seconds', '10'],
  ])('ends with 1 when the rule that %s guards is broken', async (...args) => {
    const run = await runCli(...args, '--break');
    expect(run.code, run.err).toBe(1);
    expect(rulesBrokenIn(run), run.out).not.toEqual([]);
  });
});
