import { setTimeout as sleep } from 'node:timers/promises';
import { Long } from 'mongodb';
import type { StoredLease } from '#adapters/mongo/collections.ts';
import { COMMIT_FORMAT, commitKey } from '#ports/commit.ts';
import { withDatabase } from '#test/support/services/mongo-fixture.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { Clients, streamOfUser } from './several/clients.ts';
import { Crowd } from './several/crowd.ts';
import { forget } from './several/forget.ts';
import { Processes } from './several/processes.ts';
import { Registers } from './several/registers.ts';

const LEASE_TTL_MS = 3_000;
const AFTER_TTL_MS = 3_000;
const PATIENCE_MS = 20_000;
const PAUSE_MS = 700;
const CROWD = 10;
/** Shards taken in one go, at most. */
const TAKEN_MAX = 24;
const CLAIM_TRIES = 50;
const THIEF = 'thief';

/** Where a thief has claimed: streams with the place of the claim. */
type Claims = Map<string, number[]>;

/** Takes shards from a living owner, who is not asked; their epochs from now on. */
const steal = (uri: string, shards: readonly number[]): Promise<ReadonlyMap<number, number>> =>
  withDatabase(uri, async (db) => {
    const leases = db.collection<StoredLease>('leases');
    await leases.updateMany({ _id: { $in: [...shards] } }, [
      {
        $set: {
          owner: THIEF,
          node: THIEF,
          epoch: { $add: ['$epoch', Long.ONE] },
          untilMs: { $add: [{ $toLong: '$$NOW' }, Long.fromNumber(LEASE_TTL_MS)] },
        },
      },
    ]);
    const rows = await leases.find({ _id: { $in: [...shards] }, owner: THIEF }).toArray();
    return new Map(rows.map(({ _id, epoch }) => [_id, Number(epoch)]));
  });

/** Claims a stream as a new owner does: the old one's next commit finds its place taken. */
const claim = async ({ watcher }: Processes, stream: string, epoch: number): Promise<number> => {
  const { journal } = watcher;
  let seq = 0;
  for (let tries = 0; tries < CLAIM_TRIES; tries += 1) {
    const rest = await journal.read(stream, seq + 1, 1_000);
    seq += rest.length;
    const commit = {
      _id: commitKey(stream, seq + 1),
      f: COMMIT_FORMAT,
      kind: 'claim' as const,
      epoch,
      writer: THIEF,
      commitId: `${THIEF}-${stream}-${seq + 1}`,
      at: Date.now(),
      cmds: [],
    };
    const [result] = await journal.append([{ commit }]);
    if (result?.status === 'committed') return seq + 1;
  }
  throw new Error(`the thief never got a place in ${stream}`);
};

/** Takes the shards of some people and claims their entities; how many it got. */
const rob = async (
  processes: Processes,
  registers: Registers,
  from: number,
  claims: Claims,
): Promise<number> => {
  const known = registers.all.flatMap(({ userId }) => (userId === undefined ? [] : [streamOfUser(userId)]));
  const shards = [...new Set(known.map(({ shard }) => shard))];
  const wanted = [...shards.slice(from % shards.length), ...shards].slice(0, TAKEN_MAX);
  const epochs = await steal(processes.uri, wanted);
  await Promise.all(
    known.map(async ({ stream, shard }) => {
      const epoch = epochs.get(shard);
      if (epoch === undefined) return;
      const seq = await claim(processes, stream, epoch);
      claims.set(stream, [...(claims.get(stream) ?? []), seq]);
    }),
  );
  return epochs.size;
};

/** Commits that an owner wrote after somebody with a higher epoch had claimed its stream. */
const auditEpochs = async ({ watcher }: Processes, claims: Claims, stage: Stage): Promise<number> => {
  let late = 0;
  for (const [stream, places] of claims) {
    const commits = await watcher.journal.read(stream, 1, 100_000);
    let highest = 0;
    for (const { epoch } of commits) {
      if (epoch < highest) late += 1;
      highest = Math.max(highest, epoch);
    }
    stage.expect(
      'every entity went on after it was stolen',
      commits.length > Math.max(...places),
      () => stream,
    );
  }
  stage.expect(
    'no former owner wrote after the claim of another',
    late === 0,
    () => `${late} commits`,
    claims.size,
  );
  return late;
};

/** Leases are taken in the database while their owners live and work: they stop, and nothing is lost or doubled. */
export const leaseSteal: Scenario = {
  name: 'lease-steal',
  summary:
    'leases taken by another writer from living owners: they stop without an answer, nothing lost or doubled',
  defaults: { players: 60, rounds: 20 },
  surfaces: ['http'],
  async run({ players, rounds, isBroken }, stage) {
    const processes = await Processes.open({ order: { leaseTtlMs: LEASE_TTL_MS } });
    try {
      await processes.add();
      await processes.add();
      const registers = new Registers(players);
      const clients = new Clients(processes, registers);
      const crowd = new Crowd(processes, CROWD, { pays: true });
      crowd.start();
      clients.start();
      await registers.untilAllWritten(PATIENCE_MS);
      const claims: Claims = new Map();
      let stolen = 0;
      let slowestMs = 0;
      for (let round = 0; round < rounds; round += 1) {
        await sleep(PAUSE_MS);
        stolen += await rob(processes, registers, round * TAKEN_MAX, claims);
        const backMs = await registers.untilAllWritten(PATIENCE_MS);
        slowestMs = Math.max(slowestMs, backMs);
        stage.progress(`${round + 1} of ${rounds}: ${stolen} stolen, back after ${Math.round(backMs)} ms`);
      }
      await clients.stop();
      await crowd.stop();
      if (isBroken) await forget(processes.uri);
      const { lost, twice, ids } = await crowd.audit(processes.watcher, stage);
      const { lost: unwritten } = registers.audit(ids, stage);
      const late = await auditEpochs(processes, claims, stage);
      stage.atMost('a person waits for a new owner, ms', slowestMs, LEASE_TTL_MS + AFTER_TTL_MS);
      stage.atLeast('leases stolen', stolen, rounds * 10);
      stage.atLeast('values read and written', registers.answers, players * rounds);
      stage.figure('lease-steal', lost + twice + unwritten, 'count');
      stage.figure('lease-steal.2', late + registers.wrong, 'count');
      stage.figure('lease-steal.3', slowestMs, 'ms');
      stage.figure('lease-steal.stolen', stolen, 'count');
    } finally {
      await processes.end();
    }
  },
};
