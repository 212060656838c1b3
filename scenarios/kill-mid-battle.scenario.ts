import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import { auditBattles } from './battle/kill-audit.ts';
import { type BattleOrder, type BattleWord, LANES } from './battle/kill-protocol.ts';
import { makePlace } from './harness/data-place.ts';
import { KILL_POINTS, type KillPoint } from './harness/kill-points.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

/** Points that every battle passes often enough; the others belong to waking up and to followers. */
const SELDOM: ReadonlySet<KillPoint> = new Set([
  'kit.activation-read',
  'kit.after-answer',
  'mongo.renewal-sent',
]);
/** A process that is not killed within this time has not come to its point, ms. */
const LIFE_MAX_MS = 20_000;
/** The last one plays every battle to its end. */
const LAST_MAX_MS = 60_000;
/** Kills before every lane was in a battle, at most; they count for nothing. */
const EARLY_MAX = 40;

/** How often a point may be passed before the kill, at most. */
const hitsMax = (point: KillPoint): number => {
  if (point === 'kit.checkpoint' || point.startsWith('mongo.side-rows')) return 4;
  return point === 'sqlite.before-snapshot' || point === 'mongo.snapshot-sent' ? 20 : 60;
};

/** One life of the process; `isFighting`: it was in the middle of battles when it ended. */
const live = async (
  order: BattleOrder,
  overs: number[],
  stage: Stage,
): Promise<{ readonly wasKilled: boolean; readonly isFighting: boolean; readonly isClean: boolean }> => {
  const child: ChildProcess = fork(
    new URL('./battle/kill-driver.ts', import.meta.url),
    [JSON.stringify(order)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const end = { isFighting: false, isClean: false };
  child.on('message', (word: BattleWord) => {
    if ('isFighting' in word) end.isFighting = true;
    else if ('over' in word) overs[word.lane] = Math.max(overs[word.lane] ?? -1, word.over);
    else if ('isClean' in word) end.isClean = word.isClean;
    else stage.expect('nothing breaks inside', false, () => word.alarm);
  });
  const watchdog = setTimeout(
    () => child.kill('SIGTERM'),
    order.point === undefined ? LAST_MAX_MS : LIFE_MAX_MS,
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(watchdog);
  return { wasKilled: signal === 'SIGKILL', ...end };
};

/** Battles with stakes in processes that are killed in the middle of them. */
export const killMidBattle: Scenario = {
  name: 'kill-mid-battle',
  summary:
    'kill -9 in the middle of battles: each ends as if never killed, stakes neither lost nor paid twice',
  defaults: { kills: 20 },
  surfaces: ['inproc'],
  async run({ kills, seed, store, isBroken }, stage) {
    const which = store === 'mongo' ? 'mongo' : 'sqlite';
    const points = KILL_POINTS[which].filter((point) => !SELDOM.has(point));
    const own = await makePlace(which);
    const { place } = own;
    const rng = sfc32(seed, 11, 11, 11);
    const overs: number[] = Array.from({ length: LANES }, () => -1);
    const startedMs = performance.now();
    let done = 0;
    let early = 0;
    // what is broken once stays broken
    while (done < kills && early < EARLY_MAX && stage.failures.length === 0) {
      const point = points[randomBelow(rng, points.length)] ?? 'kit.effect-delivery';
      const hit = 1 + randomBelow(rng, hitsMax(point)) + early;
      const firsts = overs.map((over) => over + 1);
      const end = await live({ place, point, hit, isBroken: isBroken && done > 0, firsts }, overs, stage);
      stage.expect('every process dies at its point', end.wasKilled, () => point);
      if (end.wasKilled && end.isFighting) done += 1;
      else early += 1;
      stage.progress(`${done} of ${kills} kills`);
    }
    const firsts = overs.map((over) => over + 1);
    const last = await live({ place, hit: 0, isBroken, firsts }, overs, stage);
    stage.expect('the last process ends in order', last.isClean);
    const { battles, differing, wrongPurses } = await auditBattles(place, overs, stage);
    stage.atLeast('kills in the middle of battles', done, kills);
    stage.atLeast('battles', battles, LANES);
    stage.figure('kill-mid-battle', differing, 'count');
    stage.figure('kill-mid-battle.2', wrongPurses, 'count');
    stage.figure('kill-mid-battle.kills', done, 'count');
    stage.figure('kill-mid-battle.killed-early', early, 'count');
    stage.figure('kill-mid-battle.battles', battles, 'count');
    stage.figure('kill-mid-battle.seconds', (performance.now() - startedMs) / 1_000, 'count');
    await own.end();
  },
};
