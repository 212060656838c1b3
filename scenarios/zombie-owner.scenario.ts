import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './harness/scenario.ts';
import { streamOfUser } from './several/clients.ts';
import { Crowd } from './several/crowd.ts';
import { type Member, Processes } from './several/processes.ts';
import { type Register, Registers, repeat } from './several/registers.ts';

/** Short, so that a run has many rounds; nothing depends on it. */
const LEASE_TTL_MS = 3_000;
/** Until what was sent to a process that stands still lies in its sockets, ms. */
const ON_ITS_WAY_MS = 150;
const CROWD = 10;

interface Round {
  /** People whose entities the stopped process held. */
  readonly own: number;
  readonly served: number;
  readonly refused: number;
}

/** How many of the people a process looks after. */
const heldBy = (
  owners: readonly (string | undefined)[],
  { node }: Member,
  all: readonly Register[],
): number =>
  all.filter(({ userId }) => {
    const shard = userId === undefined ? undefined : streamOfUser(userId).shard;
    return shard !== undefined && owners[shard]?.startsWith(`${node}/`) === true;
  }).length;

/** One process stands still until the others own everything and have gone on; then it wakes up to questions. */
const haunt = async (
  processes: Processes,
  registers: Registers,
  zombie: Member,
  other: Member,
): Promise<Round> => {
  const { all } = registers;
  await Promise.all(all.map((register) => registers.writeSurely(register, zombie, other)));
  const own = heldBy(await processes.owners(), zombie, all);
  zombie.isInRotation = false;
  zombie.process.signal('SIGSTOP');
  await processes.evenly(1);
  await Promise.all(all.map((register) => registers.writeSurely(register, other, other)));
  // a write holds reads of its entity back until it is durable: some entities are only asked
  const reads = all.flatMap((register) => [
    registers.read(register, zombie),
    registers.read(register, zombie),
  ]);
  const writes = all.filter((_, n) => n % 2 === 1).map((register) => registers.write(register, zombie));
  await sleep(ON_ITS_WAY_MS);
  zombie.process.signal('SIGCONT');
  const answered = await Promise.all(reads);
  const failed = (await Promise.all(writes)).filter((again) => again !== undefined);
  await Promise.all(failed.map((again) => repeat(again, () => other)));
  await processes.evenly(2);
  zombie.isInRotation = true;
  const served = answered.filter(Boolean).length + writes.length - failed.length;
  return { own, served, refused: reads.length + writes.length - served };
};

/** Owners that stand still past their leases and go on: none of them answers from what it remembers. */
export const zombieOwner: Scenario = {
  name: 'zombie-owner',
  summary:
    'a process stopped past its lease and continued amid questions: it answers nothing from its memory',
  defaults: { players: 40, rounds: 50 },
  surfaces: ['http'],
  async run({ players, rounds, isBroken }, stage) {
    const processes = await Processes.open({ order: { leaseTtlMs: LEASE_TTL_MS, isTrusting: isBroken } });
    try {
      await processes.add();
      await processes.add();
      const registers = new Registers(players);
      const crowd = new Crowd(processes, CROWD, { pays: true });
      crowd.start();
      let served = 0;
      let refused = 0;
      let own = 0;
      for (let round = 0; round < rounds; round += 1) {
        const [one, two] = processes.members;
        if (one === undefined || two === undefined) return;
        const [zombie, other] = round % 2 === 0 ? [one, two] : [two, one];
        const seen = await haunt(processes, registers, zombie, other);
        served += seen.served;
        refused += seen.refused;
        own += seen.own;
        stage.progress(
          `${round + 1} of ${rounds}: ${served} served, ${refused} refused, ${registers.wrong} wrong`,
        );
      }
      await crowd.stop();
      const { lost, twice, ids } = await crowd.audit(processes.watcher, stage);
      const { lost: unwritten } = registers.audit(ids, stage);
      stage.say(`woken processes served ${served} and refused ${refused}`);
      stage.atLeast('questions to processes that woke up', served + refused, rounds * players * 2);
      stage.atLeast('entities that stopped processes held', own, (rounds * players) / 4);
      stage.figure('zombie-owner', registers.wrong + unwritten, 'count');
      stage.figure('zombie-owner.lost-or-twice', lost + twice, 'count');
      stage.figure('zombie-owner.rounds', rounds, 'count');
      stage.figure('zombie-owner.served', served, 'count');
      stage.figure('zombie-owner.refused', refused, 'count');
    } finally {
      await processes.end();
    }
  },
};
