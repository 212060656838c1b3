import { describe, expect, it } from 'vitest';
import { runInTime } from '../harness/cli-run.ts';
import { SHORT } from './short-forms.ts';

describe('scenarios on Discord', () => {
  it.each(SHORT)('%s passes', async (...args) => {
    const { code, out } = await runInTime(...args, '--surface', 'discord');
    expect(out).toContain(`passed: ${args[0]}`);
    expect(code).toBe(0);
  });
});
