import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import { auditBattles } from './battle/kill-audit.ts';
import { type BattleOrder, type BattleWord, LANES } from './battle/kill-protocol.ts';
import { KILL_POINTS, type KillPoint } from './harness/kill-points.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

/** Points that every battle passes often enough; the others belong to waking up and to followers. */
const POINTS = KILL_POINTS.sqlite.filter(
  (point) => point !== 'kit.activation-read' && point !== 'kit.after-answer',
);
/** A process that is not killed within this time has not come to its point, ms. */
const LIFE_MAX_MS = 20_000;
/** The last one plays every battle to its end. */
const LAST_MAX_MS = 60_000;
/** Kills before every lane was in a battle, at most; they count for nothing. */
const EARLY_MAX = 40;

const hitOf = (point: KillPoint, chance: number): number =>
  point === 'kit.checkpoint'
    ? 1 + (chance % 4)
    : point === 'sqlite.before-snapshot'
      ? 1 + (chance % 20)
      : 1 + (chance % 60);

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
  async run({ kills, seed, isBroken }, stage) {
    const folder = mkdtempSync(join(tmpdir(), 'guildhall-kill-battle-'));
    const dir = join(folder, 'data');
    const rng = sfc32(seed, 11, 11, 11);
    const overs: number[] = Array.from({ length: LANES }, () => -1);
    const startedMs = performance.now();
    let done = 0;
    let early = 0;
    // what is broken once stays broken
    while (done < kills && early < EARLY_MAX && stage.failures.length === 0) {
      const point = POINTS[randomBelow(rng, POINTS.length)] ?? 'sqlite.before-commit';
      const hit = hitOf(point, randomBelow(rng, 10_000)) + early;
      const firsts = overs.map((over) => over + 1);
      const end = await live({ dir, point, hit, isBroken: isBroken && done > 0, firsts }, overs, stage);
      stage.expect('every process dies at its point', end.wasKilled, () => point);
      if (end.wasKilled && end.isFighting) done += 1;
      else early += 1;
      stage.progress(`${done} of ${kills} kills`);
    }
    const firsts = overs.map((over) => over + 1);
    const last = await live({ dir, hit: 0, isBroken, firsts }, overs, stage);
    stage.expect('the last process ends in order', last.isClean);
    const { battles, differing, wrongPurses } = await auditBattles(dir, overs, stage);
    stage.atLeast('kills in the middle of battles', done, kills);
    stage.atLeast('battles', battles, LANES);
    stage.figure('kill-mid-battle', differing, 'count');
    stage.figure('kill-mid-battle.2', wrongPurses, 'count');
    stage.figure('kill-mid-battle.kills', done, 'count');
    stage.figure('kill-mid-battle.killed-early', early, 'count');
    stage.figure('kill-mid-battle.battles', battles, 'count');
    stage.figure('kill-mid-battle.seconds', (performance.now() - startedMs) / 1_000, 'count');
    rmSync(folder, { recursive: true, force: true });
  },
};
