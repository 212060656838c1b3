import type { Fact } from '#events/fact.ts';

/** Told what other processes published. */
export type FactListener = (fact: Fact) => void;

/**
 * Carries facts to the buses of other processes, so that whoever watches there sees what happens here. As much a hint as
 * the bus itself: what is lost is not told again.
 */
export interface FactRelay {
  /** Tells all other processes, never this one. */
  publish(fact: Fact): void;
  /** Told what other processes published. Returns the way to stop it. */
  onFact(listener: FactListener): () => void;
}
