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

  it('kill-mid-battle ends 12 times in the middle and changes no battle', async () => {
    const { code, out } = await runCli('kill-mid-battle', '--kills', '12');
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
    ['scale-out', '--players', '30', '--seconds', '2'],
  ])('%s passes on real servers', async (...args) => {
    const { code, out } = await runCli(...args);
    expect(out).toContain(`passed: ${args[0]}`);
    expect(code).toBe(0);
  });
});
