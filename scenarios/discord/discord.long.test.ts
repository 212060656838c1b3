import { describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../harness/cli-run.ts';

/** Short forms of the stories on Discord, each with the bot and the fake in processes of their own. */
const SHORT = [
  ['discord-mix', '--players', '50', '--rate', '50', '--seconds', '5'],
  ['autocomplete-rush', '--players', '40', '--rate', '50', '--seconds', '5'],
  ['duplicate-delivery', '--players', '40', '--rate', '30', '--seconds', '5'],
  ['thread-night', '--players', '20', '--rate', '10', '--seconds', '10'],
  ['socket-drop', '--players', '40', '--rate', '30', '--seconds', '8'],
  ['rate-limit-storm', '--players', '40', '--rate', '30', '--seconds', '8'],
  ['spectators-429', '--players', '80', '--rate', '20', '--seconds', '8'],
] as const;

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

  it.each(SHORT)('ends with 1 when the rule that %s guards is broken', async (...args) => {
    const { code, out } = await runInTime([...args, '--break']);
    expect(out).toContain('FAILED');
    // and not because the run itself was no good
    expect(out).toContain('✓ the generator kept time');
    expect(code).toBe(1);
  });
});
