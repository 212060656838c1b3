import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';

const AGAIN_AFTER_MS = 500;
const PATIENCE_MS = 60_000;

/** Makes a call again while a fault says that it may work later, for a minute since `startedMs`. @throws what the call throws */
export const patiently = async <T>(clock: Clock, call: () => Promise<T>): Promise<T> => {
  const untilMs = clock.monoMs() + PATIENCE_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Fault) || !error.retryable || clock.monoMs() > untilMs) throw error;
      await new Promise<void>((resolve) => clock.after(AGAIN_AFTER_MS, resolve));
    }
  }
};
