import type { Progress } from '#adapters/sqlite/tools/inspect.ts';
import type { Verification } from '#adapters/sqlite/tools/verify.ts';
import type { Clock } from '#ports/clock.ts';
import type { Store } from '#ports/store.ts';
import { checkSideRows, sumProblems } from './proof.ts';
import { recordsOfStore } from './store-records.ts';
import { Tally } from './tally.ts';

const PROBLEMS_MAX = 100;

/** What a verification through the ports found. */
export interface StoreVerification extends Verification {
  /** Processes that use the store: while there are any, outbox and reminders follow the log and are not compared. */
  readonly others: readonly string[];
}

/**
 * Checks a store through its ports, a service may run beside it: every commit can be read, sequences without gaps, times,
 * hash chains, sums of ledgers, outbox and reminders against the log. @throws Fault E_UNAVAILABLE
 */
export const verifyStore = async (
  store: Store,
  clock: Clock,
  progress: Progress,
): Promise<StoreVerification> => {
  const problems: string[] = [];
  const report = (problem: string): void => {
    if (problems.length < PROBLEMS_MAX) problems.push(problem);
  };
  const others = await store.moving.others();
  const { commits: total } = await store.journal.stats();
  const tally = new Tally(report);
  for await (const some of recordsOfStore(store, clock, report)) {
    for (const record of some) tally.add(record);
    progress(tally.commits, total, 'commits');
  }
  const figures = tally.figures();
  for (const problem of sumProblems(figures)) report(problem);
  if (others.length === 0) await checkSideRows(store, clock, tally.expected, report);
  return {
    commits: figures.commits,
    commands: figures.commands,
    streams: figures.streams,
    chained: figures.links,
    snapshots: figures.snapshots,
    outbox: figures.outbox,
    reminders: figures.reminders,
    problems,
    others,
  };
};
