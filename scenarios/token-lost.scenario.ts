import { setTimeout as sleep } from 'node:timers/promises';
import { BSON } from 'mongodb';
import { withDatabase } from '#test/support/services/mongo-fixture.ts';
import { checkEffects, readLog } from './harness/log-audit.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { Crowd } from './several/crowd.ts';
import { Processes } from './several/processes.ts';
import { compareViews } from './several/views-audit.ts';

const LEASE_TTL_MS = 3_000;
const LOAD_MS = 1_500;
const PATIENCE_MS = 20_000;
const CATCH_UP_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 500;
/** Changes that the server remembers; renewals of leases alone make some hundred a second. */
const OPLOG_ENTRIES = 5_000;

const BAD_TOKEN = { _data: 'deadbeef' };

/** Every place that a follower goes on from becomes one that no server knows; how many there were. */
const spoilTokens = (uri: string): Promise<number> =>
  withDatabase(uri, async (db) => {
    const followers = db.collection('followers');
    // a transaction of the dead process would hold its row for a minute
    const sessions = await followers.distinct('lsid');
    await db.command({ killSessions: sessions.map((id: unknown) => ({ id })) });
    const position = `g${Buffer.from(BSON.serialize({ at: 'token', token: BAD_TOKEN })).toString('base64url')}`;
    const spoilt = await followers.updateMany({ position: { $exists: true } }, { $set: { position } });
    return spoilt.modifiedCount;
  });

/** Others write so much that the server forgets every place. */
const overrun = (uri: string): Promise<unknown> =>
  withDatabase(uri, async (db) => {
    const noise = Array.from({ length: OPLOG_ENTRIES * 1.2 }, () => ({ noise: true }));
    await db.collection('noise').insertMany(noise, { ordered: false });
  });

/** Waits until no effect is open; whether that came. */
const untilQuiet = async ({ watcher }: Processes): Promise<boolean> => {
  const endMs = performance.now() + CATCH_UP_WITHIN_MS;
  while ((await watcher.outbox.count()) > 0) {
    if (performance.now() > endMs) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
};

const auditViews = async (
  { watcher }: Processes,
  stage: Stage,
  withinMs = CATCH_UP_WITHIN_MS,
): Promise<number> => {
  const endMs = performance.now() + withinMs;
  let seen = await compareViews(watcher);
  while (seen.different.length > 0 && performance.now() < endMs) {
    await sleep(LOOK_EVERY_MS);
    seen = await compareViews(watcher);
  }
  const { rows, different } = seen;
  stage.expect(
    'every read model is what the log says',
    different.length === 0,
    () => `${different.length} rows: ${different.slice(0, 3).join(', ')}`,
    rows,
  );
  return different.length;
};

/** Whoever follows the log dies, and the places that they had come to are lost or spoilt: nothing is left out. */
export const tokenLost: Scenario = {
  name: 'token-lost',
  summary:
    'resume tokens lost or spoilt under load, their processes killed: effects and read models complete',
  defaults: { players: 40, rounds: 10 },
  surfaces: ['http'],
  async run({ players, rounds, isBroken }, stage) {
    const processes = await Processes.open({
      order: { leaseTtlMs: LEASE_TTL_MS },
      oplogEntries: OPLOG_ENTRIES,
    });
    try {
      await processes.add();
      await processes.add();
      const crowd = new Crowd(processes, players, { pays: true });
      crowd.start();
      let spoilt = 0;
      for (let round = 0; round < rounds; round += 1) {
        await crowd.untilAllAnswered(PATIENCE_MS);
        await sleep(LOAD_MS);
        // the stand-ins let a reader that lives go on behind what they forgot, where MongoDB ends it: all are dead then
        const isForgotten = round % 2 === 1;
        const dead = isForgotten ? [...processes.members] : processes.members.slice(0, 1);
        await Promise.all(dead.map(({ process }) => process.end('SIGKILL')));
        for (const member of dead) processes.drop(member);
        if (isForgotten) {
          await overrun(processes.uri);
        } else {
          spoilt += await spoilTokens(processes.uri);
          await processes.evenly(1);
        }
        for (const { dir } of dead) await processes.add(undefined, dir);
        stage.progress(
          `${round + 1} of ${rounds}: ${crowd.acknowledged.size} answered, ${spoilt} tokens spoilt`,
        );
      }
      await crowd.stop();
      stage.expect('no effect is stuck', await untilQuiet(processes));
      const { lost, twice } = await crowd.audit(processes.watcher, stage);
      const missing = checkEffects(await readLog(processes.watcher, stage), stage);
      let different = await auditViews(processes, stage);
      if (isBroken) {
        // a process that lives might put the row back
        await processes.kill();
        await withDatabase(processes.uri, (db) => db.collection('view_rows').deleteOne({}));
        different = await auditViews(processes, stage, 0);
      }
      stage.atLeast('commands answered', crowd.acknowledged.size, players * rounds * 3);
      stage.atLeast('tokens spoilt', spoilt, Math.ceil(rounds / 2) * 4);
      stage.figure('token-lost', missing + different, 'count');
      stage.figure('token-lost.2', lost + twice, 'count');
      stage.figure('token-lost.spoilt', spoilt, 'count');
      stage.figure('token-lost.answered', crowd.acknowledged.size, 'count');
    } finally {
      await processes.end();
    }
  },
};
