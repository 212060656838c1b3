import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './harness/scenario.ts';
import { Crowd } from './several/crowd.ts';
import { Processes } from './several/processes.ts';

const REFUSED_WITHIN_MS = 1_000;
const WORKS_WITHIN_MS = 2_000;
const GONE_MS = 4_000;

/** Redis is killed under load and comes back empty: nothing is wrong, and what needs it says so at once. */
export const redisGone: Scenario = {
  name: 'redis-gone',
  summary:
    'Redis killed and back empty under two processes: in-process commands go on, routed ones say so at once',
  defaults: { players: 40, rounds: 2 },
  surfaces: ['http'],
  async run({ players, rounds, isBroken }, stage) {
    const processes = await Processes.open();
    try {
      await processes.add();
      await processes.add();
      const server = processes.redis.process;
      if (server === undefined) throw new Error('This scenario kills Redis: it needs one of its own.');
      const crowd = new Crowd(processes, players);
      crowd.start();
      await sleep(2_000);
      for (let round = 0; round < rounds; round += 1) {
        crowd.mark();
        const before = crowd.acknowledged.size;
        await server.kill();
        await sleep(GONE_MS);
        const during = crowd.acknowledged.size - before;
        stage.atLeast('commands answered while Redis is gone', during, players);
        stage.expect(
          'whoever cannot be served is told E_UNAVAILABLE',
          // E_RETRY: the key of a command may have been bound, and the command was surely not begun
          crowd.troublesBut('E_UNAVAILABLE', 'E_UNKNOWN', 'E_RETRY') === 0,
          () => crowd.troublesText,
        );
        stage.atMost('slowest refusal, ms', crowd.slowestTroubleMs, REFUSED_WITHIN_MS);
        if (!isBroken) await server.restart();
        const backMs = performance.now();
        await sleep(WORKS_WITHIN_MS);
        crowd.mark();
        await sleep(1_500);
        stage.expect(
          'works again soon after it is back',
          crowd.troublesBut('E_OVERLOAD') === 0,
          () => crowd.troublesText,
        );
        stage.say(
          `round ${round + 1}: ${during} answered without Redis, back for ${Math.round(performance.now() - backMs)} ms`,
        );
      }
      await crowd.stop();
      const { lost, twice } = await crowd.audit(processes.watcher, stage);
      stage.figure('redis-gone', lost + twice, 'count');
    } finally {
      await processes.end();
    }
  },
};
