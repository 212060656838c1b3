import type { Clock } from '#ports/clock.ts';
import type { Fault } from '#ports/fault.ts';
import { explain, passingFault } from './explain.ts';

/** How long a call may take before nobody waits for its answer any more, ms. */
export const CALL_WITHIN_MS = 5_000;

/** The one way to the driver: nothing after the end, an own time limit for each call, errors that say what to do. */
export interface Calls {
  /** @throws Fault E_UNAVAILABLE, E_LIMIT */
  run<T>(name: string, call: () => Promise<T>, withinMs?: number): Promise<T>;
  readonly isClosed: boolean;
  close(): void;
}

/** The driver's own `timeoutMS` does nothing in 7.9, so that each call is timed here (ADR 0024). */
export const createCalls = (clock: Clock, callWithinMs = CALL_WITHIN_MS): Calls => {
  let isClosed = false;
  const limit = <T>(name: string, call: Promise<T>, withinMs: number): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(withinMs, () =>
        reject(passingFault(`MongoDB did not answer within ${withinMs} ms (${name})`)),
      );
      call.then(resolve, reject).finally(cancel);
    });
  const closed = (): Fault => passingFault('the store is closed');
  return {
    run: async (name, call, withinMs = callWithinMs) => {
      if (isClosed) throw closed();
      try {
        return await limit(name, call(), withinMs);
      } catch (error) {
        throw explain(error);
      }
    },
    get isClosed() {
      return isClosed;
    },
    close: () => {
      isClosed = true;
    },
  };
};

/** The same way for what must not wait long: a lost answer is given up and asked for again while there is time. */
export const hurried = (calls: Calls, withinMs: () => number): Calls => ({
  run: (name, call) => calls.run(name, call, withinMs()),
  get isClosed() {
    return calls.isClosed;
  },
  close: () => calls.close(),
});
