import type { Worker } from 'node:worker_threads';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createPkmnSim } from '#adapters/pkmn-sim/pkmn-sim.ts';

/** The simulator in its thread, and the way to take that away. */
export const openPkmnRules = async () => {
  let thread: Worker | undefined;
  const rules = createPkmnSim({
    clock: systemClock,
    onThread: (started) => {
      thread = started;
    },
  });
  return {
    rules,
    lose: async () => {
      await thread?.terminate();
    },
  };
};
