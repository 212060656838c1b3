import type { Defer, Operation } from '#adapters/memory/faults.ts';

/** A store whose calls wait in the hand of the test. */
export interface Hold {
  readonly defer: Defer;
  /** From now on calls of this kind wait: `before` their effect, or `after` it, before the answer. */
  hold(operation: Operation, when: 'before' | 'after'): void;
  /** Lets everything go on that waits, and what comes later. */
  release(operation: Operation): void;
  /** Lets go on what waits now; what comes later waits again. */
  step(operation: Operation): void;
  /** How many calls wait. */
  waiting(operation: Operation): number;
}

/** Makes the hand; give its `defer` to the memory store. */
export const createHold = (): Hold => {
  const holding = new Map<Operation, 'before' | 'after'>();
  const held: { readonly operation: Operation; readonly run: () => void }[] = [];
  const step = (operation: Operation): void => {
    const going = held.filter((call) => call.operation === operation);
    held.splice(0, held.length, ...held.filter((call) => call.operation !== operation));
    for (const { run } of going) run();
  };
  return {
    step,
    defer: (operation, answer, run) => {
      if (holding.get(operation) === (answer ? 'after' : 'before')) held.push({ operation, run });
      else queueMicrotask(run);
    },
    hold: (operation, when) => holding.set(operation, when),
    release: (operation) => {
      holding.delete(operation);
      step(operation);
    },
    waiting: (operation) => held.filter((call) => call.operation === operation).length,
  };
};

/** What became of a promise so far, without waiting for it. */
export const watch = <T>(
  promise: Promise<T>,
): { readonly state: () => 'waiting' | 'done' | 'failed'; value?: T; error?: unknown } => {
  let state: 'waiting' | 'done' | 'failed' = 'waiting';
  const watched: { state: () => typeof state; value?: T; error?: unknown } = { state: () => state };
  promise.then(
    (value) => {
      state = 'done';
      watched.value = value;
    },
    (error: unknown) => {
      state = 'failed';
      watched.error = error;
    },
  );
  return watched;
};
