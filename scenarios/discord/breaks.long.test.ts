import { describe, expect, it } from 'vitest';
import { runCli } from '../harness/cli-run.ts';
import { SHORT } from './short-forms.ts';

describe('scenarios on Discord whose guarded rule is broken', () => {
  it.each(SHORT)('end with 1: %s', async (...args) => {
    const { code, out } = await runCli(...args, '--surface', 'discord', '--break');
    expect(out).toContain('FAILED');
    expect(code).toBe(1);
    // and not because the run itself was late
    const wrong = out.split('\n').filter((line) => line.includes('✗') && !line.includes('kept time'));
    expect(wrong).not.toEqual([]);
  });
});
