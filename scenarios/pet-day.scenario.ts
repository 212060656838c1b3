import { petDayRun } from './harness/pet-day.ts';
import type { Scenario } from './harness/scenario.ts';

const SECONDS_MAX = 60;

/** A whole day of many pets, in a minute at most. */
export const petDay: Scenario = {
  name: 'pet-day',
  summary:
    'a simulated day of 10,000 pets on a virtual clock: every expedition comes home once, nobody starves',
  defaults: { players: 10_000, store: 'memory' },
  surfaces: ['inproc'],
  async run({ players, seed, isBroken }, stage) {
    const startedMs = performance.now();
    await petDayRun({ pets: players, seed, isBroken }, stage);
    const seconds = (performance.now() - startedMs) / 1_000;
    stage.figure('pet-day', seconds * 1_000, 'ms');
    stage.atMost('seconds for the day', seconds, SECONDS_MAX);
  },
};
