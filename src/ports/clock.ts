/** Time for everything outside the rules. The simulator supplies a virtual one. */
export interface Clock {
  /** Wall clock, ms since the epoch. May jump. */
  nowMs(): number;
  /** Monotonic ms for timeouts, pacing and leases. */
  monoMs(): number;
  /** Calls back once after `delayMs` of monotonic time (0 to 2^31 - 1). Does not keep the process alive. Returns the way to cancel it. */
  after(delayMs: number, callback: () => void): () => void;
}
