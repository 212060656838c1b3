import { describe, expect, it } from 'vitest';
import { runCli } from './harness/cli-run.ts';

describe('scenarios whose guarded rule is broken', () => {
  it.each([
    ['kill-nine', '--kills', '10'],
    ['kill-mid-battle', '--kills', '3'],
    ['server-kill', '--players', '20', '--kills', '1'],
    ['response-loss', '--players', '40', '--rounds', '5'],
    ['zombie-owner', '--rounds', '1'],
    ['lease-steal', '--rounds', '1', '--players', '20'],
    ['scale-out', '--players', '20', '--seconds', '1'],
    ['token-lost', '--rounds', '2', '--players', '20'],
    ['two-versions', '--rounds', '2', '--players', '20'],
  ])('ends with 1 when the rule that %s guards is broken', async (...args) => {
    const { code, out, err } = await runCli(...args, '--break');
    expect(out, err).toContain('FAILED');
    expect(code).toBe(1);
  });

  it('ends with 1 when no gateway can resume', async () => {
    const short = ['--players', '10', '--rate', '8', '--rounds', '1'];
    const { code, out, err } = await runCli('gateway-kill', ...short, '--break');
    expect(out, err).toContain('✗ the gateway resumed each time');
    expect(out).toContain('FAILED');
    expect(code).toBe(1);
  });

  it.each([
    ['double-click-storm', '--rounds', '1'],
    ['opposite-payments', '--players', '200', '--rounds', '1'],
    ['pet-day', '--players', '100'],
    ['rules-upgrade', '--rounds', '3'],
    ['battle-night', '--rate', '4', '--seconds', '2', '--players', '40'],
    ['sim', '--rounds', '10'],
  ])('ends with 1 when the rule that %s guards is broken, in memory', async (...args) => {
    const { code, out, err } = await runCli(...args, '--store', 'memory', '--break');
    expect(out, err).toContain('FAILED');
    expect(code).toBe(1);
  });
});
