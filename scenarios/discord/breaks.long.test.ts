import { describe, expect, it } from 'vitest';
import { breakIt, rulesBrokenIn } from '../harness/cli-run.ts';
import { BROKEN } from './short-forms.ts';

describe('scenarios on Discord whose guarded rule is broken', () => {
  it.each(BROKEN)('end with 1: %s', async (...args) => {
    const run = await breakIt(...args, '--surface', 'discord');
    expect(run.code).toBe(1);
    expect(rulesBrokenIn(run), run.out).not.toEqual([]);
  });
});
