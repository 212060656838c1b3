import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { Clients, type Times } from './several/clients.ts';
import { Crowd } from './several/crowd.ts';
import { forget } from './several/forget.ts';
import { movedBetween, Processes } from './several/processes.ts';
import { Registers } from './several/registers.ts';

/** Of the fewest shards that have to move. */
const MOVED_MAX = 1.2;
const ROUTED_MAX = 3;
/** Fewer samples say nothing of a 99th percentile. */
const SAMPLES_MIN = 1_000;
const CROWD = 30;
const SETTLE_MS = 1_000;

const ratioOf = ({ routed, unrouted }: Times): number => routed.percentile(99) / unrouted.percentile(99);

/** Shards that moved while something was done, of the fewest that had to. */
const moves = async (
  processes: Processes,
  least: (before: readonly (string | undefined)[]) => number,
  act: () => Promise<unknown>,
): Promise<number> => {
  const before = await processes.owners();
  await act();
  return movedBetween(before, await processes.owners()) / least(before);
};

const killOne = async (processes: Processes, stage: Stage): Promise<void> => {
  const [killed] = processes.members;
  if (killed === undefined) return;
  const isIts = (owner: string | undefined): boolean => owner?.startsWith(`${killed.node}/`) === true;
  const left = processes.members.length - 1;
  const ratio = await moves(
    processes,
    (before) => before.filter((owner) => isIts(owner)).length,
    async () => {
      await killed.process.end('SIGKILL');
      processes.drop(killed);
      await processes.evenly(left);
    },
  );
  stage.figure('scale-out.moved-after-kill', ratio, 'ratio');
  stage.atMost('shards that move after a kill, of the fewest', ratio, MOVED_MAX);
};

/** One, two, three processes under load, one of them killed: what moves, what it costs to ask the wrong one. */
export const scaleOut: Scenario = {
  name: 'scale-out',
  summary:
    'one, two, three processes under load, one killed: nothing lost, no wrong owner, few moves, quick ways',
  defaults: { players: 100, seconds: 20 },
  surfaces: ['http'],
  async run({ players, seconds, isBroken }, stage) {
    const processes = await Processes.open();
    try {
      await processes.add();
      const registers = new Registers(players);
      const clients = new Clients(processes, registers);
      const crowd = new Crowd(processes, CROWD, { pays: true });
      crowd.start();
      clients.start();
      let worst = 0;
      for (const count of [2, 3]) {
        const ratio = await moves(
          processes,
          (before) => Math.floor(before.length / count),
          () => processes.add(),
        );
        worst = Math.max(worst, ratio);
        stage.atMost(`shards that move to process ${count}, of the fewest`, ratio, MOVED_MAX);
        await sleep(SETTLE_MS);
      }
      clients.isMeasured = true;
      await sleep(seconds * 1_000);
      clients.isMeasured = false;
      await killOne(processes, stage);
      await sleep(SETTLE_MS);
      await clients.stop();
      await crowd.stop();
      if (isBroken) await forget(processes.uri);
      const { lost, twice, ids } = await crowd.audit(processes.watcher, stage);
      const { lost: unwritten } = registers.audit(ids, stage);
      const { routed, unrouted } = clients.times;
      const ratio = ratioOf(clients.times);
      stage.say(`${unrouted.count} commands at their owner, ${routed.count} routed`);
      if (Math.min(routed.count, unrouted.count) >= SAMPLES_MIN)
        stage.atMost('routed against unrouted, p99', ratio, ROUTED_MAX);
      stage.atLeast('values read and written', registers.answers, players * 10);
      stage.figure('scale-out', lost + twice + unwritten, 'count');
      stage.figure('scale-out.2', registers.wrong, 'count');
      stage.figure('scale-out.3', worst, 'ratio');
      stage.figure('scale-out.4', ratio, 'ratio');
      stage.figure('scale-out.routed-p99', routed.percentile(99) / 1_000, 'ms');
      stage.figure('scale-out.unrouted-p99', unrouted.percentile(99) / 1_000, 'ms');
      stage.figure('scale-out.samples', Math.min(routed.count, unrouted.count), 'count');
    } finally {
      await processes.end();
    }
  },
};
