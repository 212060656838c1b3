import { parseArgs } from 'node:util';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { migrateDatabase } from '#adapters/mongo/mongo-store.ts';
import { Fault } from '#ports/fault.ts';
import { ConfigError, readConfig } from '../config.ts';
import type { Output } from '../data-tool/output.ts';

/** Exit codes: the database is at this version (or would be), it could not be, the command line makes no sense. */
const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

const USAGE = `Usage: npm run db:migrate -- [--dry-run]

  Makes the collections, indexes and validators of this version in the database of MONGODB_URI. Running it again changes
  nothing. The service does the same at its start.

  --dry-run   say what would be done and do nothing
  --help      this text

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

const parse = (args: readonly string[]): { readonly isDryRun: boolean } | 'help' | undefined => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return values.help === true ? 'help' : { isDryRun: values['dry-run'] ?? false };
  } catch {
    return undefined;
  }
};

/** Runs `db:migrate` with these arguments and gives its exit code. Never throws for what a person can cause. */
export const runMigrate = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  out: Output,
): Promise<number> => {
  const call = parse(args);
  if (call === 'help') {
    out.line(USAGE);
    return EXIT.ok;
  }
  if (call === undefined) {
    out.problem(USAGE);
    return EXIT.usage;
  }
  try {
    const { mongodbUri, deployment } = readConfig(env);
    if (mongodbUri === undefined) {
      throw new ConfigError('MONGODB_URI is not set: name the database that shall be migrated.');
    }
    const onWait = (waitMs: number, why: Fault): void =>
      out.problem(`${why.message}; trying again in ${waitMs / 1_000} s`);
    const steps = await migrateDatabase(
      { uri: mongodbUri, deployment, clock: systemClock, onWait },
      call.isDryRun,
    );
    for (const step of steps) out.line(call.isDryRun ? `would ${step}` : step);
    out.line(
      steps.length === 0 ? 'Nothing to do: the database is at this version.' : `${steps.length} steps`,
    );
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof Fault || error instanceof ConfigError)) throw error;
    out.problem(error.message);
    return EXIT.failed;
  }
};
