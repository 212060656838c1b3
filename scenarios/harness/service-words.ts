/** Tells a service of our own to let everybody in: for self-tests alone. */
export const ADMITS = '--admits';

/** What a service of our own tells of itself. */
export interface Inside {
  /** What went wrong since the question before. */
  readonly alarms: readonly string[];
  /** Admitted and unanswered work. */
  readonly inFlight: number;
}
