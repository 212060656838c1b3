import { describe, expect, it } from 'vitest';
import { breakIt, rulesBrokenIn } from '../harness/cli-run.ts';

describe('scenarios on real servers whose guarded rule is broken', () => {
  it.each([
    ['server-kill', '--players', '20', '--kills', '1'],
    ['response-loss', '--players', '40', '--rounds', '5'],
    ['zombie-owner', '--rounds', '1'],
    ['lease-steal', '--rounds', '1', '--players', '20'],
    ['token-lost', '--rounds', '1', '--players', '20'],
    ['two-versions', '--rounds', '2', '--players', '20'],
  ])('ends with 1 when the rule that %s guards is broken', async (...args) => {
    const run = await breakIt(...args);
    expect(run.code, run.err).toBe(1);
    expect(rulesBrokenIn(run), run.out).not.toEqual([]);
  });
});
