import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { CommandLog } from '#commands/desk.ts';
import type { LogLevel } from './config.ts';

export type { Logger } from 'pino';

/** Keys whose values never reach the log, wherever they stand. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  'token',
  'authorization',
  'cookie',
  'password',
  'secret',
  'discordToken',
]);

const HIDDEN = '[hidden]';
/** Objects inside objects that are looked through. */
const DEPTH_MAX = 6;

const hidden = (value: unknown, depth: number): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Error) && depth <= DEPTH_MAX
    ? Array.isArray(value)
      ? value.map((item) => hidden(item, depth + 1))
      : hide(value as Record<string, unknown>, depth)
    : value;

/** The same object with what stands under a secret's key hidden, at any depth; the object itself when there is none. */
const hide = (value: Record<string, unknown>, depth = 0): Record<string, unknown> => {
  let copy: Record<string, unknown> | undefined;
  for (const [key, inner] of Object.entries(value)) {
    const shown = SECRET_KEYS.has(key) ? HIDDEN : hidden(inner, depth + 1);
    if (shown !== inner) (copy ??= { ...value })[key] = shown;
  }
  return copy ?? value;
};

export interface LoggingOptions {
  readonly level: LogLevel;
  /** Values that must not appear in any line, whatever key they stand under. */
  readonly secrets: readonly string[];
  readonly to: DestinationStream;
}

/** How a secret looks inside a JSON line. */
const asWritten = (secret: string): string => JSON.stringify(secret).slice(1, -1);

/** JSON lines by pino: one object a line, times in ISO 8601, secrets cut out by key and by value. */
export const createLogger = ({ level, secrets, to }: LoggingOptions): Logger => {
  const written = secrets.filter((secret) => secret.length >= 6).map(asWritten);
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { log: (line) => hide(line) },
      serializers: { err: (error: Error) => hide({ ...stdSerializers.err(error) }) },
      hooks: {
        streamWrite: (line) => {
          let clean = line;
          for (const secret of written) clean = clean.replaceAll(secret, HIDDEN);
          return clean;
        },
      },
    },
    to,
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
