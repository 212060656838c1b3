/** Time for tests: stands still until it is told to go on. */
export const createVirtualTimer = (): {
  readonly after: (delayMs: number, call: () => void) => () => void;
  readonly advance: (ms: number) => void;
  readonly nowMs: () => number;
} => {
  let nowMs = 0;
  let waiting: readonly { readonly dueMs: number; readonly call: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    after: (delayMs, call) => {
      const one = { dueMs: nowMs + delayMs, call };
      waiting = [...waiting, one];
      return () => {
        waiting = waiting.filter((other) => other !== one);
      };
    },
    advance: (ms) => {
      const endMs = nowMs + ms;
      for (;;) {
        const next = waiting.toSorted((a, b) => a.dueMs - b.dueMs)[0];
        if (next === undefined || next.dueMs > endMs) break;
        nowMs = Math.max(nowMs, next.dueMs);
        waiting = waiting.filter((other) => other !== next);
        next.call();
      }
      nowMs = endMs;
    },
  };
};
