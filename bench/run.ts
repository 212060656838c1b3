import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Figure, Mode } from './figure.ts';
import { judge, readFloors } from './floors.ts';
import { BENCHES, named } from './list.ts';
import { describeMachine, fdatasyncPerS, makeDirectory, removeDirectories } from './machine.ts';
import { jsonOf, type Report, writeReport } from './report.ts';
import { endAll, runBench } from './runner.ts';
import { terminalTable } from './table.ts';

const USAGE = `npm run bench -- [NAME] [--quick] [--json FILE] [--check]

NAME    one of ${BENCHES.map(({ name }) => name).join(', ')}, a figure of one of them, or the first part of several (kit)
--quick at most a minute in all, rougher figures; results.md is left alone
--json  writes commit, machine and figures to FILE
--check short forms against bench/floors.json; exits 1 and names what is below`;

interface Wish {
  readonly benches: readonly Bench[];
  readonly mode: Mode;
  readonly json: string | undefined;
  readonly slow: number;
}

class UsageError extends Error {
  override readonly name = 'UsageError';
}

const parse = (args: readonly string[]): ReturnType<typeof parseStrictly> => {
  try {
    return parseStrictly(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const parseStrictly = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      json: { type: 'string' },
      // stretches what is measured, to see the floors notice; for tests
      slow: { type: 'string', default: '1' },
    },
  });

/** What the arguments ask for. @throws UsageError */
export const readWish = (args: readonly string[]): Wish => {
  const { values, positionals } = parse(args);
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`one NAME at most, but there are ${positionals.length}`);
  const { quick, check, json, slow } = values;
  if (quick && check) throw new UsageError('--quick and --check exclude each other');
  const factor = Number(slow);
  if (!(factor >= 1)) throw new UsageError(`--slow takes a number from 1, not "${slow}"`);
  const mode = check ? 'check' : quick ? 'quick' : 'full';
  const wanted = name === undefined ? BENCHES : named(name);
  if (wanted.length === 0) throw new UsageError(`there is no bench "${name}"`);
  const floored = new Set(readFloors().map(({ figure }) => figure));
  const benches = check
    ? wanted.filter(({ figures }) => figures.some((figure) => floored.has(figure)))
    : wanted;
  return { benches, mode, json, slow: factor };
};

/** Runs the benches one after the other; the text of each failure by bench. */
const runAll = async (
  { benches, mode, slow }: Wish,
  figures: Figure[],
): Promise<ReadonlyMap<string, string>> => {
  const failures = new Map<string, string>();
  for (const bench of benches) {
    const startMs = performance.now();
    console.error(`· ${bench.name}`);
    const outcome = await runBench(bench, { mode, slow }, (line) => console.error(`  ${line}`));
    if ('failed' in outcome) failures.set(bench.name, outcome.failed);
    else figures.push(...outcome.figures);
    console.error(`  ${((performance.now() - startMs) / 1_000).toFixed(1)} s`);
  }
  return failures;
};

const diskRate = (benches: readonly Bench[]): number | undefined => {
  if (!benches.some(({ usesDisk }) => usesDisk === true)) return undefined;
  const rate = fdatasyncPerS(makeDirectory('sync'));
  console.error(`the disk does ${rate} fdatasync/s of 4 KB`);
  return rate;
};

/** Prints the rows against their floors; whether all hold. */
const check = (
  { benches }: Wish,
  figures: readonly Figure[],
  failures: ReadonlyMap<string, string>,
): boolean => {
  const measured = new Set(benches.flatMap((bench) => bench.figures));
  const verdicts = judge(
    figures,
    readFloors().filter(({ figure }) => measured.has(figure)),
  );
  for (const { ok, text } of verdicts) console.log(`${ok ? 'ok    ' : 'FAILED'} ${text}`);
  const failed = verdicts.filter(({ ok }) => !ok).length;
  console.log(`${verdicts.length - failed} passed, ${failed + failures.size} failed`);
  return failed + failures.size === 0;
};

const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const wish = readWish(args);
  const figures: Figure[] = [];
  const syncs = diskRate(wish.benches);
  const failures = await runAll(wish, figures);
  const report: Report = {
    figures,
    machine: describeMachine(syncs),
    atMs: Date.now(),
  };
  console.log(terminalTable(figures));
  for (const [name, text] of failures) console.log(`\n${name} did not end well: ${text}`);
  if (wish.json !== undefined) {
    mkdirSync(dirname(wish.json), { recursive: true });
    writeFileSync(wish.json, jsonOf(report));
  }
  if (wish.mode === 'full' && figures.length > 0) await writeReport(report);
  if (wish.mode === 'check') return check(wish, figures, failures) ? 0 : 1;
  return failures.size === 0 ? 0 : 1;
};

if (import.meta.main) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      endAll();
      process.exit(130);
    });
  }
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } finally {
    removeDirectories(process.pid);
  }
}
