import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a run of the command line came to. */
export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run scenario -- …` as a person would, for the tests. */
export const runCli = async (...args: readonly string[]): Promise<CliRun> => {
  const program = fileURLToPath(new URL('../run.ts', import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
};

/** Runs of a machine that had no time for them decide nothing: at most so many. */
const RUNS_MAX = 4;

/** Runs a scenario, and again when that run was invalid because whoever asked was late. */
export const runInTime = async (...args: readonly string[]): Promise<CliRun> => {
  for (let run = 1; ; run += 1) {
    const done = await runCli(...args);
    if (run === RUNS_MAX || !done.out.includes('(invalid: not in time)')) return done;
  }
};

/** Runs a scenario with the rule broken that the scenario guards. */
export const breakIt = (...args: readonly string[]): Promise<CliRun> => runCli(...args, '--break');

/** What a run that failed found wrong, but for too little work and for a machine that had no time for it. */
export const rulesBrokenIn = ({ out }: CliRun): readonly string[] =>
  out.includes('FAILED') ? out.split('\n').filter((line) => /✗(?!.*(?:≥|kept time))/.test(line)) : [];
