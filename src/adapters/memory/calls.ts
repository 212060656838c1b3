import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Defer, MemoryFaults, Operation } from './faults.ts';

/** Runs each call of a view in two steps, its effect and its answer, both in the hands of the scheduler. */
export interface Calls {
  /** @throws Fault E_UNAVAILABLE by an injected fault or after `close`. */
  call<T>(operation: Operation, effect: () => T): Promise<T>;
  /** For calls that never reject. */
  answerAlways<T>(operation: Operation, effect: () => T, unavailable: (cause: Fault) => T): Promise<T>;
  /** From now on every call fails. */
  close(): void;
  /** The process dies: no answer arrives any more; `lost` says which waiting effects never happen. */
  kill(lost: (operation: Operation) => boolean): void;
}

const closed = (): Fault =>
  new Fault('E_UNAVAILABLE', 'the store is closed: the service is stopping', { retryable: true });

const outOfReach = (operation: Operation): Fault =>
  new Fault('E_UNAVAILABLE', `the store does not answer (${operation}): try again`, { retryable: true });

export interface CallsOptions {
  readonly clock: Clock;
  readonly faults: MemoryFaults;
  readonly defer: Defer;
}

/** Makes the calls of one view. */
export const createCalls = ({ clock, faults, defer }: CallsOptions): Calls => {
  let state: 'open' | 'closed' | 'killed' = 'open';
  let lostAtDeath: ((operation: Operation) => boolean) | undefined;

  const answer = (operation: Operation, run: () => void): void => {
    const guarded = (): void => {
      if (state !== 'killed') run();
    };
    const delayMs = faults.delayMs?.(operation) ?? 0;
    if (delayMs > 0) clock.after(delayMs, () => defer(operation, true, guarded));
    else defer(operation, true, guarded);
  };

  const begin = (operation: Operation, happens: (fault: Fault | undefined) => void): void => {
    if (state === 'killed') return;
    if (state === 'closed') {
      happens(closed());
      return;
    }
    defer(operation, false, () => {
      if (state === 'killed' && lostAtDeath?.(operation) === true) return;
      happens(faults.unavailable?.(operation) === true ? outOfReach(operation) : undefined);
    });
  };

  return {
    call: async (operation, effect) =>
      new Promise((resolve, reject) => {
        begin(operation, (fault) => {
          if (fault !== undefined) {
            answer(operation, () => reject(fault));
            return;
          }
          try {
            const value = effect();
            answer(operation, () => resolve(value));
          } catch (error) {
            answer(operation, () => reject(error instanceof Error ? error : new Error(String(error))));
          }
        });
      }),
    answerAlways: async (operation, effect, unavailable) =>
      new Promise((resolve) => {
        begin(operation, (fault) => {
          const value = fault === undefined ? effect() : unavailable(fault);
          answer(operation, () => resolve(value));
        });
      }),
    close: () => {
      if (state === 'open') state = 'closed';
    },
    kill: (lost) => {
      state = 'killed';
      lostAtDeath = lost;
    },
  };
};
