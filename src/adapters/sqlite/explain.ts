import type { ErrorCode } from '#game/shared/errors.ts';
import { Fault } from '#ports/fault.ts';

/** A fault as it travels between threads. */
export interface FaultMessage {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** Primary result codes of SQLite. Source: https://www.sqlite.org/rescode.html */
const SQLITE = {
  perm: 3,
  busy: 5,
  readOnly: 8,
  ioErr: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  tooBig: 18,
  constraint: 19,
  mismatch: 20,
  auth: 23,
  notADb: 26,
} as const;

const primaryCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;

/** What an error says. */
export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether pages of the file are damaged. */
export const isDamage = (error: unknown): boolean =>
  primaryCode(error) === SQLITE.corrupt || primaryCode(error) === SQLITE.notADb;

/** What the process does when it meets the error: a start ends with it, else the same is tried again. */
type When = 'start' | 'running';

const adviceOf = (
  error: unknown,
  path: string,
  when: When,
): { readonly advice: string; readonly retryable: boolean } => {
  const then = when === 'start' ? 'then start again' : 'then it goes on by itself';
  switch (primaryCode(error)) {
    case SQLITE.full:
      return {
        advice: `the disk of "${path}" is full: make room, ${then}`,
        retryable: true,
      };
    case SQLITE.busy:
      return {
        advice: `"${path}" is held by another program: close it, ${then}`,
        retryable: true,
      };
    case SQLITE.ioErr:
      return { advice: `the disk of "${path}" fails: check it and the room on it`, retryable: true };
    case SQLITE.corrupt:
    case SQLITE.notADb:
      return {
        advice: `"${path}" is damaged: stop the service, keep a copy and run "npm run data -- restore FILE" with a backup`,
        retryable: false,
      };
    case SQLITE.readOnly:
    case SQLITE.perm:
    case SQLITE.auth:
      return {
        advice: `"${path}" cannot be written: give this user the right to write it and its directory, or set GUILDHALL_DATA_DIR to another directory`,
        retryable: false,
      };
    case SQLITE.cantOpen:
      return {
        advice: `"${path}" cannot be opened: check that it is a file and that this user may write it and its directory, or set GUILDHALL_DATA_DIR to another directory`,
        retryable: false,
      };
    case undefined:
    default:
      return { advice: `the store at "${path}" failed`, retryable: true };
  }
};

/** What happened to the file at `path` and what to do, ready to travel. */
export const explain = (error: unknown, path: string, when: When = 'running'): FaultMessage => {
  if (error instanceof Fault) return { code: error.code, message: error.message, retryable: error.retryable };
  const code = primaryCode(error);
  if (code === SQLITE.constraint || code === SQLITE.mismatch || code === SQLITE.tooBig) {
    return { code: 'E_LIMIT', message: `the store refuses the value: ${textOf(error)}`, retryable: false };
  }
  const { advice, retryable } = adviceOf(error, path, when);
  return { code: 'E_UNAVAILABLE', message: `${advice} (${textOf(error)})`, retryable };
};

/** The fault that a message stands for. */
export const toFault = ({ code, message, retryable }: FaultMessage): Fault =>
  new Fault(code, message, { retryable });

/** A fault that no repeat cures. */
export const finalFault = (message: string, cause?: unknown): Fault =>
  new Fault(
    'E_UNAVAILABLE',
    message,
    cause === undefined ? { retryable: false } : { retryable: false, cause },
  );
