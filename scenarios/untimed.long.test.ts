import { describe, expect, it } from 'vitest';
import { runCli } from './harness/cli-run.ts';

describe('scenarios in which nothing is timed', () => {
  it.each([
    ['kill-nine', '--kills', '12'],
    ['kill-mid-battle', '--kills', '8'],
    ['pet-day', '--players', '1000'],
    ['rules-upgrade'],
  ])('%s passes', async (...args) => {
    const { code, out, err } = await runCli(...args);
    expect(out, err).toContain(`passed: ${args[0]}`);
    expect(code).toBe(0);
  });

  it.each([
    ['kill-nine', '--store', 'mongo', '--kills', '6'],
    ['kill-mid-battle', '--store', 'mongo', '--kills', '3'],
    ['rules-upgrade', '--store', 'mongo', '--rounds', '30'],
    ['response-loss', '--players', '40', '--rounds', '10'],
    ['zombie-owner', '--rounds', '1'],
    ['token-lost', '--rounds', '2', '--players', '20'],
    ['two-versions', '--rounds', '2', '--players', '20'],
    ['gateway-kill', '--players', '10', '--rate', '8', '--rounds', '1'],
  ])('%s passes on real servers', async (...args) => {
    const { code, out, err } = await runCli(...args);
    expect(out, err).toContain(`passed: ${args[0]}`);
    expect(code).toBe(0);
  });
});
