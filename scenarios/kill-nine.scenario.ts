import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';
import { makePlace } from './harness/data-place.ts';
import { auditData } from './harness/kill-audit.ts';
import { KillClient } from './harness/kill-client.ts';
import { KILL_POINTS, type KillPoint } from './harness/kill-points.ts';
import type { DriverOrder, DriverWord, ParentWord } from './harness/kill-protocol.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

const IN_FLIGHT = 400;
const IN_FLIGHT_MIN = 100;
/** Runs with this many kills must hit each point at least {@link HITS_MIN} times. */
const KILLS_FOR_HITS = 100;
const HITS_MIN = 10;
/** Kills before a client could ask, at most. */
const EARLY_MAX = 50;
/** A process that is not killed within this time has not come to its point, ms. */
const LIFE_MAX_MS = 30_000;

/** How often a point is passed before the kill; some come rarely. */
const hitOf = (point: KillPoint, rng: Rng): number => {
  if (point === 'kit.activation-read' || point === 'kit.checkpoint') return 1 + randomBelow(rng, 4);
  if (point === 'mongo.renewal-sent') return 1;
  // side rows of up to 500 commits go out together
  if (point.startsWith('mongo.side-rows')) return 1 + randomBelow(rng, 4);
  if (point === 'sqlite.before-snapshot' || point === 'mongo.snapshot-sent') return 1 + randomBelow(rng, 20);
  return 2 + randomBelow(rng, 25);
};

/** One life of the driver: fed until it dies at its point, or until `until` says that it may finish. */
const live = async (
  client: KillClient,
  order: DriverOrder,
  stage: Stage,
): Promise<{ readonly wasKilled: boolean; readonly inFlight: number; readonly isClean: boolean }> => {
  const child: ChildProcess = fork(
    new URL('./harness/kill-driver.ts', import.meta.url),
    [JSON.stringify(order)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const isLast = order.point === undefined;
  const sent = new Set<string>();
  let isClean = false;
  let isFinishing = false;
  const send = (word: ParentWord): void => {
    if (child.connected) child.send(word, () => undefined);
  };
  const feed = (): void => {
    const asks = isLast
      ? []
      : Array.from({ length: Math.max(0, IN_FLIGHT - sent.size) }, () => client.next());
    for (const { commandId } of asks) sent.add(commandId);
    if (asks.length > 0) send({ asks });
    if (isLast && client.open.size === 0 && !isFinishing) {
      isFinishing = true;
      send({ finish: true });
    }
  };
  child.on('message', (word: DriverWord) => {
    if ('isReady' in word) {
      // whatever was never answered goes first, under the same ids
      const asks = [...client.open.values()];
      for (const { commandId } of asks) sent.add(commandId);
      send({ asks });
      feed();
    } else if ('told' in word) {
      const again = client.told(word.told);
      for (const { commandId } of word.told) if (!client.open.has(commandId)) sent.delete(commandId);
      if (again.length > 0) setTimeout(() => send({ asks: again }), 20);
      feed();
    } else if ('isClean' in word) {
      ({ isClean } = word);
    } else {
      stage.expect('nothing breaks inside', false, () => word.alarm);
    }
  });
  const watchdog = setTimeout(() => child.kill('SIGTERM'), LIFE_MAX_MS * (isLast ? 3 : 1));
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(watchdog);
  return { wasKilled: signal === 'SIGKILL', inFlight: sent.size, isClean };
};

/** Real processes killed at named points, again and again; the client's own record is compared with the data. */
export const killNine: Scenario = {
  name: 'kill-nine',
  summary: 'real processes, kill -9 at 10 named points under load: nothing acknowledged lost, nothing twice',
  defaults: { kills: 40 },
  surfaces: ['inproc'],
  async run({ kills, seed, store, isBroken }, stage) {
    const folder = mkdtempSync(join(tmpdir(), 'guildhall-kill-nine-'));
    const which = store === 'mongo' ? 'mongo' : 'sqlite';
    const points: readonly KillPoint[] = KILL_POINTS[which];
    const own = await makePlace(which);
    const { place } = own;
    const client = new KillClient(seed, join(folder, 'acknowledged.jsonl'));
    const rng = sfc32(seed, 7, 7, 7);
    const hits = new Map<KillPoint, number>(points.map((point) => [point, 0]));
    let least = Number.POSITIVE_INFINITY;
    const startedMs = performance.now();
    let early = 0;
    for (let kill = 0; kill < kills;) {
      const point = points[kill % points.length] ?? 'kit.after-answer';
      const end = await live(client, { place, point, hit: hitOf(point, rng) + early, isBroken }, stage);
      stage.expect('every process dies at its point', end.wasKilled, () => point);
      if (end.wasKilled && end.inFlight < IN_FLIGHT_MIN && early < EARLY_MAX) {
        // it died of what its start had to do, before a client could ask: a kill, but not one that counts
        early += 1;
        continue;
      }
      kill += 1;
      if (!end.wasKilled) continue;
      hits.set(point, (hits.get(point) ?? 0) + 1);
      least = Math.min(least, end.inFlight);
      stage.progress(`${kill + 1} of ${kills} kills, ${client.acknowledged.size} acknowledged`);
    }
    const last = await live(client, { place, hit: 0, isBroken }, stage);
    stage.expect('the last process ends in order', last.isClean);
    client.close();
    const audit = await auditData(place, client, stage);
    for (const [point, count] of hits) {
      stage.say(`${point}: ${count} kills`);
      stage.figure(`kill-nine.hits.${point}`, count, 'count');
      if (kills >= KILLS_FOR_HITS) stage.atLeast(`kills at ${point}`, count, HITS_MIN);
    }
    stage.atLeast('commands in flight at each kill', least, IN_FLIGHT_MIN);
    stage.atLeast('acknowledged commands', client.acknowledged.size, kills * 10);
    stage.expect(
      'repeats get the first answer',
      client.problems.length === 0,
      () => client.problems.slice(0, 3).join('; '),
      client.repeats,
    );
    stage.figure('kill-nine', audit.lost, 'count');
    stage.figure('kill-nine.2', audit.twice, 'count');
    stage.figure('kill-nine.3', audit.sums, 'count');
    stage.figure('kill-nine.killed-at-start', early, 'count');
    stage.figure('kill-nine.acknowledged', client.acknowledged.size, 'count');
    stage.figure(
      'kill-nine.kills',
      [...hits.values()].reduce((sum, count) => sum + count, 0),
      'count',
    );
    stage.figure('kill-nine.seconds', (performance.now() - startedMs) / 1_000, 'count');
    await own.end();
    rmSync(folder, { recursive: true, force: true });
  },
};
