import { destination, type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { type CommandLog } from '#commands/desk.ts';
import { type LogLevel } from './config.ts';

export type { Logger } from 'pino';

/** Keys whose values never reach the log, wherever they stand. */
const SECRET_KEYS = ['token', 'authorization', 'cookie', 'password', 'secret', 'discordToken'];

export interface LoggingOptions {
  readonly level: LogLevel;
  /** Values that must not appear in any line, whatever key they stand under. */
  readonly secrets: readonly string[];
  /** A file path or a stream; default: standard output. */
  readonly to?: string | DestinationStream;
}

const redactPaths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** How a secret looks inside a JSON line. */
const asWritten = (secret: string): string => JSON.stringify(secret).slice(1, -1);

/** JSON lines by pino: one object a line, times in ISO 8601, secrets cut out by key and by value. */
export const createLogger = ({ level, secrets, to }: LoggingOptions): Logger => {
  const written = secrets.filter((secret) => secret.length >= 6).map(asWritten);
  const stream =
    to === undefined || typeof to === 'string'
      ? destination({
          ...(to === undefined ? { fd: 1 } : { dest: to, mkdir: true }),
          sync: false,
          minLength: 0,
        })
      : to;
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: redactPaths, censor: '[hidden]' },
      hooks: {
        streamWrite: (line) => {
          let clean = line;
          for (const secret of written) clean = clean.replaceAll(secret, '[hidden]');
          return clean;
        },
      },
    },
    stream,
  );
};

/** Codes of faults: the outside failing, worth a warning. */
const FAULTS: ReadonlySet<string> = new Set([
  'E_RETRY',
  'E_UNKNOWN',
  'E_UNAVAILABLE',
  'E_FROZEN',
  'E_UPSTREAM',
]);

/** One line for each command; with the cause only when the outside or our own code failed. */
export const commandLog =
  (logger: Logger): CommandLog =>
  (line, error) => {
    if (line.code === 'BUG') logger.error({ ...line, err: error }, 'command broke');
    else if (FAULTS.has(line.code)) logger.warn({ ...line, err: error }, 'command failed');
    else logger.info(line, 'command');
  };

/** Most human lines at a start on a terminal. */
const HUMAN_LINES_MAX = 10;

/** What a person at a terminal reads when the service starts; at most 10 lines, nothing when nobody watches. */
export const greet = (
  terminal: { readonly isTTY?: boolean; write(text: string): unknown },
  lines: readonly string[],
): void => {
  if (terminal.isTTY !== true) return;
  for (const line of lines.slice(0, HUMAN_LINES_MAX)) terminal.write(`${line}\n`);
};
