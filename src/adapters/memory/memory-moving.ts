import type { Moving } from '#ports/moving.ts';
import type { MemoryBacking } from './backing.ts';
import type { Calls } from './calls.ts';

/** Moving house in memory: whoever shares the backing is known to the one who opened it. */
export const createMemoryMoving = (backing: MemoryBacking, calls: Calls): Moving => ({
  others: async () => calls.call('moving', () => []),
  mark: async () => calls.call('moving', () => backing.mark),
  setMark: async (copy) =>
    calls.call('moving', () => {
      if (copy === undefined) delete backing.mark;
      else backing.mark = copy;
    }),
  raiseEpochs: async (epoch) =>
    calls.call('moving', () => {
      backing.lastEpoch = Math.max(backing.lastEpoch, epoch);
    }),
});
