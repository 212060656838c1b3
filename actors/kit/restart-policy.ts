/** Restarts in a row, without a commit in between, before an entity is quarantined. */
export const RESTARTS_MAX = 5;
const BACKOFF_FIRST_MS = 50;
const BACKOFF_MAX_MS = 5_000;

/** How long an entity waits before it starts again after so many failures in a row, ms: the first time not at all. */
export const restartDelayMs = (failures: number): number =>
  failures <= 1 ? 0 : Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** failures);
