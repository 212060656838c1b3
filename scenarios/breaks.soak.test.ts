import { describe, expect, it } from 'vitest';
import { breakIt, rulesBrokenIn } from './harness/cli-run.ts';

describe('scenarios whose guarded rule is broken, of those that take half a minute and more', () => {
  it.each([
    ['takeover'],
    ['spectator-flood', '--players', '600', '--seconds', '4'],
    ['rolling-restart', '--players', '20'],
    ['redis-gone', '--players', '20', '--rounds', '1'],
    ['scale-out', '--players', '20', '--seconds', '1'],
    ['thread-night', '--surface', 'discord', '--players', '20', '--rate', '10', '--seconds', '10'],
  ])('ends with 1 when the rule that %s guards is broken', async (...args) => {
    const run = await breakIt(...args);
    expect(run.code, run.err).toBe(1);
    expect(rulesBrokenIn(run), run.out).not.toEqual([]);
  });

  it('ends with 1 when no gateway can resume', async () => {
    const short = ['--players', '10', '--rate', '8', '--rounds', '1'];
    const run = await breakIt('gateway-kill', ...short);
    expect(run.code, run.err).toBe(1);
    expect(rulesBrokenIn(run).join('\n')).toContain('✗ the gateway resumed each time');
  });
});
