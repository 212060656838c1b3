import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';

/** A part of an ending. */
export interface EndingStep {
  /** Names it where it could not be done. */
  readonly what: string;
  /** What the steps after it are left at least, ms. */
  readonly keepsMs: number;
  /** Does it, and says whether all was done; `leftMs`: how long it may take. */
  readonly run: (leftMs: number) => unknown;
}

export interface EndingParts {
  readonly clock: Clock;
  /** For all steps together, ms. */
  readonly withinMs: number;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Takes the steps of an ending in order under one deadline. One that fails, or is not over in time, is an alarm, and the next
 * one is taken all the same. `false`: not all was done. It never fails.
 */
export const endInSteps = async (
  { clock, withinMs, onTrouble }: EndingParts,
  steps: readonly EndingStep[],
): Promise<boolean> => {
  const endMs = clock.monoMs() + withinMs;
  let isClean = true;
  for (const { what, keepsMs, run } of steps) {
    const leftMs = Math.max(0, endMs - keepsMs - clock.monoMs());
    let cancel = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      cancel = clock.after(leftMs, () =>
        reject(new Fault('E_UNAVAILABLE', `${what} did not end in time`, { retryable: true })),
      );
    });
    try {
      // what throws at once is caught with the rest
      const done = await Promise.race([Promise.resolve(leftMs).then(run), late]);
      if (done === false) isClean = false;
    } catch (error) {
      isClean = false;
      onTrouble(error);
    } finally {
      cancel();
    }
  }
  return isClean;
};
