import { describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../harness/cli-run.ts';
import { SHORT } from './short-forms.ts';

/** Runs of a machine that had no time for them decide nothing: at most so many. */
const RUNS_MAX = 4;

const runInTime = async (args: readonly string[]): Promise<CliRun> => {
  for (let run = 1; ; run += 1) {
    const done = await runCli(...args, '--surface', 'discord');
    if (run === RUNS_MAX || !/✗ the (?:generator|fake) kept time/.test(done.out)) return done;
  }
};

describe('scenarios on Discord', () => {
  it.each(SHORT)('%s passes', async (...args) => {
    const { code, out } = await runInTime(args);
    expect(out).toContain(`passed: ${args[0]}`);
    expect(code).toBe(0);
  });
});
