import type { Commit } from '#ports/commit.ts';

/**
 * What happens to one append that would have been committed.
 * - `committed`: nothing goes wrong.
 * - `ack-lost`: applied, the answer is `unknown`.
 * - `lost`: not applied, the answer is `unknown`.
 * - `ghost`: the answer is `unknown`; it arrives later, when settled, if its place is still free then.
 * - `rollback`: the answer is `unknown`; it holds its place for a while (others get `unknown` there, reads do not see
 *   it) and vanishes when settled.
 * - `refused`: surely not applied.
 */
export type AppendFate = 'committed' | 'ack-lost' | 'lost' | 'ghost' | 'rollback' | 'refused';

/** Calls of the store, as the scheduler and the faults see them. */
export type Operation =
  | 'append'
  | 'read'
  | 'find'
  | 'streams'
  | 'stats'
  | 'snapshots'
  | 'outbox'
  | 'reminders'
  | 'followers'
  | 'dead-letters'
  | 'keys'
  | 'moving';

/** Faults to inject; every method absent means a store that works. Called in a fixed order, so a seeded source replays. */
export interface MemoryFaults {
  fate?(commit: Commit): AppendFate;
  /** Whether this call fails with `E_UNAVAILABLE`. Appends then answer `unknown` without being applied. */
  unavailable?(operation: Operation): boolean;
  /** How long the answer takes after the effect, ms on the clock. */
  delayMs?(operation: Operation): number;
  /** After how many ms a ghost lands or a rollback vanishes; `undefined`: only when the control is told to. */
  settleAfterMs?(commit: Commit): number | undefined;
  /** How many commits before the position a follower gets again in this page. */
  repeats?(): number;
}

/**
 * When things happen. Each call of the store is handed over twice: first its effect (`answer` false), then its answer
 * (`answer` true). A simulator keeps the functions and runs them in a seeded order.
 */
export type Defer = (operation: Operation, answer: boolean, run: () => void) => void;
