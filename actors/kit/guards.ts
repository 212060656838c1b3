/**
 * The guards that make results right under every fault. The simulator's wiring switches one off to prove that its absence
 * is noticed; nothing else can.
 */
export interface Guards {
  /** A new owner claims the stream before it answers. */
  readonly claim: boolean;
  /** Nothing leaves before its head is durable. */
  readonly outputGate: boolean;
  /** A repeated command id gets the stored answer. */
  readonly dedup: boolean;
  /** One commit of a stream in flight. */
  readonly oneInFlight: boolean;
  /** A log with a higher epoch than ours is not ours. */
  readonly epochRefusal: boolean;
  /** Effects are driven from the outbox until they are acknowledged. */
  readonly outbox: boolean;
}

export const ALL_GUARDS: Guards = {
  claim: true,
  outputGate: true,
  dedup: true,
  oneInFlight: true,
  epochRefusal: true,
  outbox: true,
};
