import { parseArgs } from 'node:util';

/** How to use the tool. */
export const USAGE = `Usage: npm run data -- COMMAND [--dir DIR] [--json]

  verify         check sequences, hash chains, sums of ledgers, outbox, reminders and snapshots; the service may run
  stats          count what the data holds; the service may run
  backup FILE    write a copy of the embedded data to FILE; the service may run
  restore FILE   put a backup in the place of the embedded data; the service must be stopped;
                 the data before is kept as guildhall.db.before-restore
  export FILE    write everything into one file that every kind of store takes in; the service must be stopped
  import FILE    fill an empty store from such a file
  copy --from PLACE --to PLACE
                 fill an empty store from another one; both services must be stopped

  Cut off, import and copy go on where they were when the same is run again. They end with a proof: both sides, read
  anew, compared line by line. Until then the target opens for nobody else.

  PLACE          a folder, or "mongodb" for the address in MONGODB_URI, or an address mongodb://… itself, which
                 others on this machine can see
  --dir DIR      embedded data in DIR; default: MONGODB_URI when it is set, else $GUILDHALL_DATA_DIR or ./data
  --json         everything but backup and restore prints JSON
  --help         this text

Exit codes: 0 all well, 1 failed or damage found, 2 wrong usage.`;

/** A command line that makes no sense. */
export class UsageError extends Error {}

const TAKES_FILE = {
  verify: false,
  stats: false,
  backup: true,
  restore: true,
  export: true,
  import: true,
  copy: false,
} as const;

type Command = keyof typeof TAKES_FILE;

/** What was asked for. */
export interface Call {
  readonly command: Command;
  readonly file: string;
  readonly dir: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

const OPTIONS = {
  dir: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const isCommand = (text: string): text is Command => Object.hasOwn(TAKES_FILE, text);

/** Reads the command line. @throws UsageError */
export const parseCall = (args: readonly string[]): Call | 'help' => {
  const { values, positionals } = parsed(args);
  if (values.help === true) return 'help';
  const [command, file, ...more] = positionals;
  if (command === undefined) throw new UsageError('name a command');
  if (!isCommand(command)) throw new UsageError(`there is no command "${command}"`);
  const wantsFile = TAKES_FILE[command];
  if (wantsFile && file === undefined) throw new UsageError(`${command} needs a FILE`);
  if (more.length > 0 || (!wantsFile && file !== undefined)) {
    throw new UsageError(`"${more[0] ?? file ?? ''}" is one argument too many`);
  }
  const { dir, from = '', to = '', json = false } = values;
  if (command === 'copy') {
    if (from === '' || to === '') throw new UsageError('copy needs --from PLACE and --to PLACE');
    if (dir !== undefined) throw new UsageError('copy takes --from and --to, not --dir');
  } else if (from !== '' || to !== '') {
    throw new UsageError(`${command} takes --dir, not --from and --to`);
  }
  return { command, file: file ?? '', dir, from, to, json };
};
