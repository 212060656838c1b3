import { describe, expect, it } from 'vitest';
import { breakIt, rulesBrokenIn } from './harness/cli-run.ts';

describe('scenarios whose guarded rule is broken', () => {
  it.each([
    ['kill-nine', '--kills', '6'],
    ['kill-mid-battle', '--kills', '2'],
    ['shard-moves', '--players', '3', '--seconds', '120'],
  ])('ends with 1 when the rule that %s guards is broken', async (...args) => {
    const run = await breakIt(...args);
    expect(run.code, run.err).toBe(1);
    expect(rulesBrokenIn(run), run.out).not.toEqual([]);
  });

  it.each([
    ['double-click-storm', '--rounds', '1'],
    ['opposite-payments', '--players', '200', '--rounds', '1'],
    ['pet-day', '--players', '100'],
    ['rules-upgrade', '--rounds', '3'],
    ['battle-night', '--rate', '4', '--seconds', '2', '--players', '40'],
    ['sim', '--rounds', '10'],
  ])('ends with 1 when the rule that %s guards is broken, in memory', async (...args) => {
    const run = await breakIt(...args, '--store', 'memory');
    expect(run.code, run.err).toBe(1);
    expect(rulesBrokenIn(run), run.out).not.toEqual([]);
  });
});
