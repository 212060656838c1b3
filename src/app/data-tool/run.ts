import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp } from '#adapters/sqlite/tools/backup.ts';
import { openData } from '#adapters/sqlite/tools/inspect.ts';
import { restore } from '#adapters/sqlite/tools/restore.ts';
import { statsOf } from '#adapters/sqlite/tools/stats.ts';
import { verify } from '#adapters/sqlite/tools/verify.ts';
import { Fault } from '#ports/fault.ts';
import { grouped, sized, type Output } from './output.ts';

/** Exit codes: all well, something is wrong with the data or the call failed, the command line makes no sense. */
const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

const USAGE = `Usage: npm run data -- COMMAND [--dir DIR] [--json]

  backup FILE    write a copy of the data to FILE; the service may run
  restore FILE   put a backup in the place of the data; the service must be stopped;
                 the data before is kept as guildhall.db.before-restore
  verify         check structure, sequences, hash chains, outbox, reminders and snapshots; the service may run
  stats          count what the data holds; the service may run

  --dir DIR      data directory, default $GUILDHALL_DATA_DIR or ./data
  --json         stats and verify print JSON
  --help         this text

Exit codes: 0 all well, 1 failed or damage found, 2 wrong usage.`;

interface Call {
  readonly command: string;
  readonly file: string | undefined;
  readonly dir: string;
  readonly json: boolean;
}

const FILE_COMMANDS = new Set(['backup', 'restore']);
const COMMANDS = new Set(['backup', 'restore', 'verify', 'stats']);

class UsageError extends Error {}

const parseCall = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Call | 'help' => {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { dir: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  const [command, file, ...more] = positionals;
  if (command === undefined) throw new UsageError('name a command');
  if (!COMMANDS.has(command)) throw new UsageError(`there is no command "${command}"`);
  const wantsFile = FILE_COMMANDS.has(command);
  if (wantsFile && file === undefined) throw new UsageError(`${command} needs a FILE`);
  if (more.length > 0 || (!wantsFile && file !== undefined)) {
    throw new UsageError(`"${more[0] ?? file ?? ''}" is one argument too many`);
  }
  const dir = values.dir ?? (env['GUILDHALL_DATA_DIR'] || './data');
  return { command, file, dir, json: values.json === true };
};

const runBackup = async ({ dir, file = '' }: Call, out: Output): Promise<number> => {
  const database = openData(dir);
  try {
    await backUp(database, file, out.progress);
  } finally {
    database.close();
  }
  out.line(`backed up ${resolve(dir)} to ${resolve(file)} (${sized(statSync(file).size)})`);
  return EXIT.ok;
};

const runRestore = async ({ dir, file = '' }: Call, out: Output): Promise<number> => {
  const kept = await restore(dir, file, out.progress);
  out.line(`restored ${resolve(dir)} from ${resolve(file)}`);
  if (kept !== undefined) out.line(`the data before is kept as ${resolve(kept)}`);
  return EXIT.ok;
};

const runVerify = ({ dir, json }: Call, out: Output): number => {
  const database = openData(dir);
  try {
    const found = verify(database, out.progress);
    const isWell = found.problems.length === 0;
    if (json) out.line(JSON.stringify({ ok: isWell, ...found }));
    else {
      out.line(
        `${grouped(found.commits)} commits of ${grouped(found.streams)} streams with ${grouped(found.commands)} commands, ${grouped(found.chained)} links of hash chains, ${grouped(found.outbox)} effects waiting, ${grouped(found.reminders)} reminders, ${grouped(found.snapshots)} snapshots`,
      );
      for (const problem of found.problems) out.problem(`problem: ${problem}`);
      out.line(
        isWell
          ? 'all is well'
          : `${found.problems.length} problems: keep a copy of ${resolve(dir)} and restore a backup`,
      );
    }
    return isWell ? EXIT.ok : EXIT.failed;
  } finally {
    database.close();
  }
};

const runStats = ({ dir, json }: Call, out: Output): number => {
  const database = openData(dir);
  try {
    const stats = statsOf(database, dir);
    if (json) {
      out.line(JSON.stringify(stats));
      return EXIT.ok;
    }
    const { bytes, walBytes, streams, ...counts } = stats;
    out.line(`directory     ${resolve(dir)}`);
    out.line(`size          ${sized(bytes)} and ${sized(walBytes)} of write-ahead log`);
    for (const [kind, count] of Object.entries(streams))
      out.line(`${`${kind} streams`.padEnd(13)} ${grouped(count)}`);
    for (const [name, count] of Object.entries(counts)) {
      out.line(
        `${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).padEnd(13)} ${grouped(count)}`,
      );
    }
    return EXIT.ok;
  } finally {
    database.close();
  }
};

const run = async (call: Call, out: Output): Promise<number> => {
  switch (call.command) {
    case 'backup':
      return runBackup(call, out);
    case 'restore':
      return runRestore(call, out);
    case 'verify':
      return runVerify(call, out);
    default:
      return runStats(call, out);
  }
};

/** Runs `data` with these arguments and gives its exit code. Never throws for what a person can cause. */
export const runData = async (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  out: Output,
): Promise<number> => {
  try {
    const call = parseCall(args, env);
    if (call === 'help') {
      out.line(USAGE);
      return EXIT.ok;
    }
    return await run(call, out);
  } catch (error) {
    if (error instanceof UsageError) {
      out.problem(`${error.message}\n\n${USAGE}`);
      return EXIT.usage;
    }
    if (!(error instanceof Fault)) throw error;
    out.problem(error.message);
    return EXIT.failed;
  }
};
