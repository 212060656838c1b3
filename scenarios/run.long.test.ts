import { describe, expect, it } from 'vitest';
import { runCli } from './harness/cli-run.ts';

describe('scenarios at length', () => {
  it('kill-nine loses nothing over 20 kills at 10 points', async () => {
    const { code, out } = await runCli('kill-nine', '--kills', '20');
    expect(out).toContain('passed: kill-nine');
    expect(code).toBe(0);
  });

  it('pet-day passes with 1,000 pets', async () => {
    const { code, out } = await runCli('pet-day', '--players', '1000');
    expect(out).toContain('passed: pet-day');
    expect(code).toBe(0);
  });

  it('opposite-payments passes with 1,000 pairs', async () => {
    const { code, out } = await runCli('opposite-payments');
    expect(out).toContain('passed: opposite-payments');
    expect(code).toBe(0);
  });

  it('kill-mid-battle ends 20 times in the middle and changes no battle', async () => {
    const { code, out } = await runCli('kill-mid-battle', '--kills', '20');
    expect(out).toContain('passed: kill-mid-battle');
    expect(code).toBe(0);
  });

  it.each([['rules-upgrade'], ['battle-night']])('%s passes', async (name) => {
    const { code, out } = await runCli(name);
    expect(out).toContain(`passed: ${name}`);
    expect(code).toBe(0);
  });

  it.each([
    ['rolling-restart', '--players', '20'],
    ['redis-gone', '--players', '20', '--rounds', '1'],
    ['server-kill', '--players', '20', '--kills', '2'],
    ['response-loss', '--players', '40', '--rounds', '10'],
    ['zombie-owner', '--rounds', '1'],
    ['lease-steal', '--rounds', '1', '--players', '20'],
    ['scale-out', '--players', '30', '--seconds', '2'],
    ['token-lost', '--rounds', '2', '--players', '20'],
    ['two-versions', '--rounds', '2', '--players', '20'],
  ])('%s passes on real servers', async (...args) => {
    const { code, out } = await runCli(...args);
    expect(out).toContain(`passed: ${args[0]}`);
    expect(code).toBe(0);
  });

  it.each([
    ['kill-nine', '--kills', '10'],
    ['kill-mid-battle', '--kills', '3'],
    ['server-kill', '--players', '20', '--kills', '1'],
    ['response-loss', '--players', '40', '--rounds', '10'],
    ['zombie-owner', '--rounds', '1'],
    ['lease-steal', '--rounds', '1', '--players', '20'],
    ['scale-out', '--players', '30', '--seconds', '2'],
    ['token-lost', '--rounds', '2', '--players', '20'],
    ['two-versions', '--rounds', '2', '--players', '20'],
  ])('ends with 1 when the rule that %s guards is broken', async (...args) => {
    const { code, out } = await runCli(...args, '--break');
    expect(out).toContain('FAILED');
    expect(code).toBe(1);
  });
});
