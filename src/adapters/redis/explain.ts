import { Fault } from '#ports/fault.ts';

/** A fault that no repeat cures. */
export const finalFault = (message: string, cause?: unknown): Fault =>
  new Fault(
    'E_UNAVAILABLE',
    message,
    cause === undefined ? { retryable: false } : { retryable: false, cause },
  );

/** A fault that may be over at the next try. */
export const passingFault = (message: string, cause?: unknown): Fault =>
  new Fault('E_UNAVAILABLE', message, cause === undefined ? { retryable: true } : { retryable: true, cause });

/** What an error says, without the arguments of the command that met it. */
export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 200);

/** The error without what hangs on it: the client hangs the command's arguments on refusals, passwords among them. */
const bare = (error: unknown): Error => {
  const copy = new Error(textOf(error));
  copy.name = error instanceof Error ? error.name : 'Error';
  return copy;
};

/** Refusals that the server words, what to say of them, and whether they may be over at the next try. */
const REFUSALS: readonly (readonly [pattern: RegExp, say: (text: string) => string, isPassing?: true])[] = [
  [
    /^(?:WRONGPASS|NOAUTH|ERR invalid password|ERR AUTH)/i,
    () =>
      'Redis does not take the user name or password of REDIS_URL (not shown): it takes redis://[user:password@]host[:port]; special letters of a password are written as %XX',
  ],
  [/^NOPERM/, (text) => `the Redis user of REDIS_URL may not do what Guildhall needs: ${text}`],
  [/^READONLY/, () => 'REDIS_URL names a read-only replica: give the address of the primary'],
  [/^OOM/, (text) => `Redis is full: raise its maxmemory (${text})`, true],
  [
    /^(?:LOADING|BUSY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|MISCONF)/,
    (text) => `Redis cannot answer now: ${text}`,
    true,
  ],
];

/** An error of the client as a fault that says what to do. Arguments, addresses and passwords are not repeated. */
export const explain = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const text = textOf(error);
  const refusal = REFUSALS.find(([pattern]) => pattern.test(text));
  if (refusal === undefined) return passingFault(`Redis is out of reach (${text})`, bare(error));
  const [, say, isPassing] = refusal;
  return isPassing === true ? passingFault(say(text), bare(error)) : finalFault(say(text), bare(error));
};
