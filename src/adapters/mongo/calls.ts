import { MongoServerSelectionError } from 'mongodb';
import type { Clock } from '#ports/clock.ts';
import type { Fault } from '#ports/fault.ts';
import { explain, isOutOfReach, passingFault } from './explain.ts';
import { Lines } from './lines.ts';

/** An answer that is not there by then may never come, ms. */
const SLOW_MS = 500;

/** How long a call may take before nobody waits for its answer any more, ms. */
export const CALL_WITHIN_MS = 5_000;

/** The one way to the driver: nothing after the end, an own time limit for each call, errors that say what to do. */
export interface Calls {
  /** Asks the server as soon as a line is free. @throws Fault E_UNAVAILABLE, E_LIMIT */
  run<T>(name: string, call: () => Promise<T>, withinMs?: number): Promise<T>;
  /**
   * The same for what may be done twice: when no answer comes for a while it is asked once more on another line, and the first
   * answer counts. So an answer that vanished costs half a second and not the whole time limit (Dean and Barroso, The Tail at
   * Scale, 2013).
   */
  insist<T>(name: string, call: () => Promise<T>): Promise<T>;
  /**
   * The same for what waits for news, or must not wait behind work, and for what this process itself has to do first: it takes
   * none of the lines. @throws as {@link run}
   */
  wait<T>(name: string, call: () => Promise<T>, withinMs?: number): Promise<T>;
  readonly isClosed: boolean;
  close(): void;
}

/** A line broke, and another one may still do; when no server was found there is none. */
const isOneLine = (error: unknown): boolean =>
  isOutOfReach(error) && !(error instanceof MongoServerSelectionError);

/** The driver's own `timeoutMS` does nothing in 7.9, so that each call is timed here (ADR 0024). */
export const createCalls = (clock: Clock, callWithinMs = CALL_WITHIN_MS): Calls => {
  let isClosed = false;
  const lines = new Lines({ clock, isBreak: isOutOfReach });
  const closed = (): Fault => passingFault('the store is closed');
  /** `begin` is told whether somebody still waits. */
  const timed = async <T>(
    name: string,
    withinMs: number,
    begin: (check: () => void) => Promise<T>,
  ): Promise<T> => {
    if (isClosed) throw closed();
    return new Promise((resolve, reject) => {
      let late: Fault | undefined;
      const cancel = clock.after(withinMs, () => {
        late = passingFault(`MongoDB did not answer within ${withinMs} ms (${name})`);
        reject(late);
      });
      begin(() => {
        if (late !== undefined) throw late;
        if (isClosed) throw closed();
      })
        .then(resolve, (error: unknown) => reject(explain(error)))
        .finally(cancel);
    });
  };
  const onLine = <T>(call: () => Promise<T>, ...checks: readonly (() => void)[]): Promise<T> =>
    lines.use(async () => {
      for (const check of checks) check();
      return call();
    });
  /**
   * Once more when the first is slow; a broken line decides nothing while the other one may answer. What waits for a line when
   * the other was answered is not sent: a server with too much to do gets no more of it.
   */
  const twice = <T>(attempt: (check: () => void) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let underWay = 0;
      let isAnswered = false;
      const end = (): void => {
        isAnswered = true;
        cancel();
      };
      const begin = (): void => {
        underWay += 1;
        attempt(() => {
          if (isAnswered) throw passingFault('it was answered on another line');
        }).then(
          (result) => {
            end();
            resolve(result);
          },
          (error: unknown) => {
            underWay -= 1;
            if (underWay > 0 && isOneLine(error)) return;
            end();
            reject(explain(error));
          },
        );
      };
      const cancel = clock.after(SLOW_MS, begin);
      begin();
    });
  return {
    run: (name, call, withinMs = callWithinMs) => timed(name, withinMs, (check) => onLine(call, check)),
    insist: (name, call) =>
      timed(name, callWithinMs, (check) => twice((checkAnswered) => onLine(call, check, checkAnswered))),
    wait: (name, call, withinMs = callWithinMs) => timed(name, withinMs, async () => call()),
    get isClosed() {
      return isClosed;
    },
    close: () => {
      isClosed = true;
    },
  };
};

/** The same way for what must not wait long: a lost answer is given up and asked for again while there is time. */
export const hurried = (calls: Calls, withinMs: () => number): Pick<Calls, 'run'> => ({
  run: (name, call) => calls.wait(name, call, withinMs()),
});
