import { describe, expect, it } from 'vitest';
import { runCli } from './harness/cli-run.ts';

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
