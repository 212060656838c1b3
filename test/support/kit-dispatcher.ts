import { createNactDispatcher } from '#actors/kit/nact-dispatcher.ts';
import type { Dispatcher } from '#ports/dispatcher.ts';
import { chanceOf } from '../../scenarios/sim/chance.ts';
import { Schedule } from '../../scenarios/sim/schedule.ts';
import { createSeededDispatcher } from '../../scenarios/sim/seeded-dispatcher.ts';

/** A schedule that the loop drives: each turn lets one of the things happen that could. */
class LoopSchedule extends Schedule {
  override add(task: () => void): void {
    super.add(task);
    setImmediate(() => this.step());
  }
}

/**
 * The actor library under the kit in its own suites, which run twice: over nact, and over the simulator's dispatcher, where a
 * seed says which of the ready actors is next.
 */
export const createKitDispatcher = (onEscape: (error: unknown) => void): Dispatcher => {
  const seed = process.env['GUILDHALL_TEST_DISPATCHER_SEED'];
  if (seed === undefined) return createNactDispatcher(onEscape);
  return createSeededDispatcher(new LoopSchedule(chanceOf(Number(seed), 1)), onEscape);
};
