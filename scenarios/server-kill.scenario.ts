import { setTimeout as sleep } from 'node:timers/promises';
import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import type { Scenario } from './harness/scenario.ts';
import { Crowd } from './several/crowd.ts';
import { forget } from './several/forget.ts';
import { Processes } from './several/processes.ts';

/** How long the servers stay away, ms: longer than a process believes in its leases, too. */
const DOWN_MS = [100, 1_500, 300, 4_000, 8_500] as const;
const AGAIN_WITHIN_MS = 5_000;
/** How much longer is waited before it counts as never, ms. */
const PATIENCE_MS = 30_000;
const LOAD_MS = 500;
const PROCESSES = 2;

/** MongoDB, and Redis every second time, die under load and come back, again and again. */
export const serverKill: Scenario = {
  name: 'server-kill',
  summary: 'MongoDB and Redis killed with SIGKILL under load and started again: nothing lost, soon back',
  defaults: { players: 60, kills: 20 },
  surfaces: ['http'],
  async run({ players, kills, seed, isBroken }, stage) {
    const processes = await Processes.open();
    try {
      for (let n = 0; n < PROCESSES; n += 1) await processes.add();
      const { mongo, redis } = processes;
      if (mongo.process === undefined || redis.process === undefined)
        throw new Error('This scenario kills its servers: it needs some of its own.');
      const rng = sfc32(seed, 5, 5, 5);
      const crowd = new Crowd(processes, players, { pays: true });
      crowd.start();
      await crowd.untilAllAnswered(PATIENCE_MS);
      let slowestMs = 0;
      let fewest = Number.POSITIVE_INFINITY;
      for (let kill = 0; kill < kills; kill += 1) {
        const before = crowd.acknowledged.size;
        await sleep(LOAD_MS + randomBelow(rng, LOAD_MS));
        const withRedis = kill % 2 === 1;
        fewest = Math.min(fewest, crowd.acknowledged.size - before);
        await Promise.all([mongo.process.kill(), ...(withRedis ? [redis.process.kill()] : [])]);
        await sleep(DOWN_MS[kill % DOWN_MS.length] ?? 0);
        await Promise.all([mongo.process.restart(), ...(withRedis ? [redis.process.restart()] : [])]);
        const backMs = await crowd.untilAllAnswered(PATIENCE_MS);
        slowestMs = Math.max(slowestMs, backMs);
        stage.atMost('everybody is answered after the servers are back, ms', backMs, AGAIN_WITHIN_MS);
        stage.say(`kill ${kill + 1}: all answered ${Math.round(backMs)} ms after the servers were back`);
      }
      await crowd.stop();
      if (isBroken) await forget(processes.uri);
      const { lost, twice, sums } = await crowd.audit(processes.watcher, stage);
      stage.expect(
        'troubles are of those that pass',
        crowd.troublesBut('E_OVERLOAD', 'E_RETRY', 'E_UNAVAILABLE', 'E_UNKNOWN') === 0,
        () => crowd.troublesText,
      );
      stage.atLeast('commands answered before each kill', fewest, players / 2);
      stage.atLeast('commands answered', crowd.acknowledged.size, players * kills);
      stage.say(`people saw: ${crowd.troublesText}`);
      stage.figure('server-kill', lost, 'count');
      stage.figure('server-kill.2', twice, 'count');
      stage.figure('server-kill.3', sums, 'count');
      stage.figure('server-kill.4', slowestMs, 'ms');
      stage.figure('server-kill.kills', kills, 'count');
      stage.figure('server-kill.acknowledged', crowd.acknowledged.size, 'count');
    } finally {
      await processes.end();
    }
  },
};
