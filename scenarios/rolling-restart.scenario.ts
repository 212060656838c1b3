import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './harness/scenario.ts';
import { Crowd } from './several/crowd.ts';
import { Processes } from './several/processes.ts';

const PROCESSES = 3;
const DRAIN_MAX_MS = 10_000;
/** What is on its way to a process when it leaves the rotation, ms. */
const LEAVE_MS = 300;

/** Every process of a service is stopped in order and replaced, one after the other, while people go on. */
export const rollingRestart: Scenario = {
  name: 'rolling-restart',
  summary: 'three processes on MongoDB and Redis, each restarted under load: nobody sees an error',
  defaults: { players: 60 },
  surfaces: ['http'],
  async run({ players, isBroken }, stage) {
    const processes = await Processes.open();
    try {
      for (let n = 0; n < PROCESSES; n += 1) await processes.add();
      const crowd = new Crowd(processes, players);
      crowd.start();
      await sleep(2_000);
      crowd.mark();
      let slowestMs = 0;
      const first = processes.members.slice();
      for (const old of first) {
        old.isInRotation = false;
        await sleep(LEAVE_MS);
        const startedMs = performance.now();
        const { code } = await old.process.end(isBroken ? 'SIGKILL' : 'SIGTERM');
        slowestMs = Math.max(slowestMs, performance.now() - startedMs);
        stage.expect('every process ends in order', code === 0, () => `exit ${code}`);
        processes.drop(old);
        await processes.evenly(PROCESSES - 1);
        await processes.add();
        stage.progress(`restarted one; ${crowd.acknowledged.size} answered; ${crowd.troublesText}`);
        await sleep(1_000);
      }
      await crowd.stop();
      const troubles = crowd.troublesBut('E_OVERLOAD');
      stage.expect('nobody sees an error', troubles === 0, () => crowd.troublesText, crowd.acknowledged.size);
      stage.atMost('a process takes to stop, ms', slowestMs, DRAIN_MAX_MS);
      stage.atLeast('commands answered', crowd.acknowledged.size, players * 10);
      const { lost, twice } = await crowd.audit(processes.watcher, stage);
      stage.figure('rolling-restart', troubles, 'count');
      stage.figure('rolling-restart.2', lost + twice, 'count');
      stage.figure('rolling-restart.drain', slowestMs, 'ms');
      stage.figure('rolling-restart.longest-wait', crowd.longestWaitMs, 'ms');
    } finally {
      await processes.end();
    }
  },
};
