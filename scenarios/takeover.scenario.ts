import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_TTL_MS } from '#adapters/mongo/sharing.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Scenario } from './harness/scenario.ts';
import { streamOfUser } from './several/clients.ts';
import { Crowd } from './several/crowd.ts';
import { movedBetween, Processes } from './several/processes.ts';

const AFTER_TTL_MS = 2_000;
const HANDOVER_MAX_MS = 300;
const LEAVE_MS = 300;
const USUAL_MS = 3_000;
/** Of the fewest shards that have to move. */
const MOVED_MAX = 1.2;

/** Processes come, go in order and die, and people go on with those that are left. */
export const takeover: Scenario = {
  name: 'takeover',
  summary:
    'one, two, three processes; one leaves in order, one is killed: who waits, how long, and what moves',
  // many more people keep two cores busy when three processes share them, and all is measured in one
  defaults: { players: 12 },
  surfaces: ['http'],
  async run({ players, isBroken }, stage) {
    const processes = await Processes.open();
    try {
      await processes.add();
      const crowd = new Crowd(processes, players);
      crowd.start();
      await sleep(1_500);
      crowd.mark();
      for (const count of [2, 3]) {
        const before = await processes.owners();
        await processes.add();
        const moved = movedBetween(before, await processes.owners());
        const least = Math.floor(SHARDS / count);
        stage.figure(`scale-out.moved-to-${count}`, moved / least, 'ratio');
        stage.atMost(`shards that move to process ${count}, of the fewest`, moved / least, MOVED_MAX);
        await sleep(1_000);
      }
      stage.expect(
        'more processes: nobody sees an error',
        crowd.troublesBut('E_OVERLOAD') === 0,
        () => crowd.troublesText,
      );
      stage.figure('scale-out.longest-wait', crowd.longestWaitMs, 'ms');

      crowd.mark();
      await sleep(USUAL_MS);
      stage.figure('takeover.usual-wait', crowd.longestWaitMs, 'ms');

      // one leaves in order
      crowd.mark();
      const [leaving] = processes.members;
      if (leaving === undefined) return;
      const owners = await processes.owners();
      leaving.isInRotation = false;
      await sleep(LEAVE_MS);
      await leaving.process.end(isBroken ? 'SIGKILL' : 'SIGTERM');
      processes.drop(leaving);
      await processes.evenly(2);
      await sleep(1_000);
      const moved = [...crowd.waits]
        .filter(([user]) => owners[streamOfUser(user).shard]?.startsWith(`${leaving.node}/`) === true)
        .map(([, waitMs]) => waitMs)
        .toSorted((a, b) => a - b);
      const handoverMs = crowd.longestWaitMs;
      stage.expect(
        'in order: nobody sees an error',
        crowd.troublesBut('E_OVERLOAD') === 0,
        () => crowd.troublesText,
      );
      stage.figure('takeover.2', handoverMs, 'ms');
      stage.figure('takeover.moved-half', moved[Math.floor(moved.length / 2)] ?? Number.NaN, 'ms');
      stage.figure('takeover.moved-people', moved.length, 'count');
      stage.figure('takeover.3', crowd.troublesBut('E_OVERLOAD'), 'count');
      stage.atMost('a wait while a process leaves in order, ms', handoverMs, HANDOVER_MAX_MS);

      // one is killed
      crowd.mark();
      const [killed] = processes.members;
      if (killed === undefined) return;
      const before = await processes.owners();
      await killed.process.end('SIGKILL');
      processes.drop(killed);
      await processes.evenly(1);
      await sleep(2_000);
      const deadMs = crowd.longestWaitMs;
      stage.figure('takeover', deadMs, 'ms');
      stage.figure('scale-out.moved-after-kill', movedBetween(before, await processes.owners()), 'count');
      stage.say(`after the kill people saw: ${crowd.troublesText}`);
      stage.atMost('a wait after a kill, ms', deadMs, LEASE_TTL_MS + AFTER_TTL_MS);
      await crowd.stop();
      const { lost, twice } = await crowd.audit(processes.watcher, stage);
      stage.figure('takeover.lost-or-twice', lost + twice, 'count');
      stage.atLeast('commands answered', crowd.acknowledged.size, players * 10);
    } finally {
      await processes.end();
    }
  },
};
