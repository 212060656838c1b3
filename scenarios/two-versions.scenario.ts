import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { activate } from '#actors/kit/activation.ts';
import { Sealer } from '#actors/kit/sealer.ts';
import type { Snapshots } from '#ports/snapshots.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { Clients, streamOfUser } from './several/clients.ts';
import { Crowd } from './several/crowd.ts';
import { isOfNext, isOfThis, userOf } from './several/next-release.ts';
import { Processes } from './several/processes.ts';
import { Registers } from './several/registers.ts';

/** Few, so that each release meets snapshots of the other. */
const SNAPSHOT_EVERY = 6;
const CROWD = 10;
const LOAD_MS = 1_500;
const LEAVE_MS = 300;
const PATIENCE_MS = 20_000;
const PAGE = 10_000;

const NO_SNAPSHOTS: Pick<Snapshots, 'load'> = { load: async () => Promise.resolve(undefined) };

interface Seen {
  /** People whose state differs with and without snapshots. */
  readonly misread: number;
  readonly byNext: number;
  readonly byThis: number;
}

/** Reads every person as both releases do: with snapshots it must be what the whole log says. */
const auditReading = async ({ watcher }: Processes, registers: Registers, stage: Stage): Promise<Seen> => {
  const { journal, snapshots, keys } = watcher;
  const sealer = new Sealer(keys);
  let misread = 0;
  let byNext = 0;
  let byThis = 0;
  for (const { userId } of registers.all) {
    if (userId === undefined) continue;
    const { stream } = streamOfUser(userId);
    const self = { kind: 'user', realm: '0', id: userId };
    const events = (await journal.read(stream, 1, PAGE)).flatMap(({ cmds }) =>
      cmds.flatMap((cmd) => cmd.events),
    );
    byNext += events.filter(isOfNext).length;
    byThis += events.filter(isOfThis).length;
    for (const isNext of [false, true]) {
      const kind = userOf({ isNext });
      const read = (from: Snapshots): ReturnType<typeof activate> =>
        activate(kind, self, stream, { journal, snapshots: from, sealer }, (error) =>
          stage.expect('every snapshot can be read by both releases', false, () => String(error)),
        );
      const quick = await read(snapshots);
      const whole = await read({ ...snapshots, ...NO_SNAPSHOTS });
      const isSame = isDeepStrictEqual(quick.state, whole.state);
      if (!isSame) misread += 1;
      stage.expect(
        `the ${isNext ? 'next' : 'present'} release reads from snapshots what the log says`,
        isSame,
        () => stream,
      );
    }
  }
  return { misread, byNext, byThis };
};

/** Two releases at once, rolled forward and back under load: each goes on with what the other wrote. */
export const twoVersions: Scenario = {
  name: 'two-versions',
  summary:
    'this release beside the next one, rolled forward and back under load: nothing lost, nothing misread',
  defaults: { players: 60, rounds: 6 },
  surfaces: ['http'],
  async run({ players, rounds, isBroken }, stage) {
    const processes = await Processes.open({ order: { snapshotEvery: SNAPSHOT_EVERY, isBlind: isBroken } });
    try {
      await processes.add();
      await processes.add({ isNext: true });
      const registers = new Registers(players);
      const clients = new Clients(processes, registers);
      const crowd = new Crowd(processes, CROWD, { pays: true });
      crowd.start();
      clients.start();
      await registers.untilAllWritten(PATIENCE_MS);
      for (let round = 0; round < rounds; round += 1) {
        await sleep(LOAD_MS);
        // all of the next release, both, all of this one, both again
        const [old] = processes.members;
        if (old === undefined) return;
        old.isInRotation = false;
        await sleep(LEAVE_MS);
        const { code } = await old.process.end('SIGTERM');
        stage.expect('every process ends in order', code === 0, () => `exit ${code}`);
        processes.drop(old);
        await processes.evenly(1);
        await processes.add({ isNext: round % 4 === 0 || round % 4 === 3 });
        await registers.untilAllWritten(PATIENCE_MS);
        stage.progress(`${round + 1} of ${rounds} replaced, ${registers.answers} answers`);
      }
      await clients.stop();
      await crowd.stop();
      const { lost, twice, ids } = await crowd.audit(processes.watcher, stage);
      const { lost: unwritten } = registers.audit(ids, stage);
      const { misread, byNext, byThis } = await auditReading(processes, registers, stage);
      stage.expect('nobody gave up', !crowd.troubles.has('gave up'), () => crowd.troublesText);
      stage.say(`people saw: ${crowd.troublesText}`);
      stage.atLeast('events by the next release', byNext, players);
      stage.atLeast('events by the present release', byThis, players);
      stage.figure('two-versions', lost + twice + unwritten, 'count');
      stage.figure('two-versions.2', misread + registers.wrong, 'count');
      stage.figure('two-versions.by-next', byNext, 'count');
      stage.figure('two-versions.by-present', byThis, 'count');
    } finally {
      await processes.end();
    }
  },
};
