import { setTimeout as sleep } from 'node:timers/promises';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';
import type { Direction, Fate } from '#test/support/fault-proxy/fault-proxy.ts';
import type { Scenario } from './harness/scenario.ts';
import { Crowd } from './several/crowd.ts';
import { Processes } from './several/processes.ts';

const PROCESSES = 2;
/** Of so many answers in a row one is lost, whichever. */
const LOST_OF = 20;
/** Of the answers that are lost so many of a hundred vanish on a line that lives; the others take their line with them. */
const SILENT_PERCENT = 20;
const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 30_000;
/** A run that gets no further for so long has failed, ms. */
const STUCK_MS = 60_000;
const LOST_SHARE_MIN = 0.03;

interface Losses {
  answers: number;
  lost: number;
}

/** Requests arrive; of their answers some are lost. */
const losing = (rng: Rng, losses: Losses): ((message: Buffer, direction: Direction) => Fate) => {
  let chosen = 0;
  return (_message, direction) => {
    if (direction === 'request') return 'pass';
    const turn = losses.answers % LOST_OF;
    losses.answers += 1;
    if (turn === 0) chosen = randomBelow(rng, LOST_OF);
    if (turn !== chosen) return 'pass';
    losses.lost += 1;
    return randomBelow(rng, 100) < SILENT_PERCENT ? 'drop' : 'reset';
  };
};

/** One in twenty answers of MongoDB is lost after it has done what it was asked; people repeat what failed. */
export const responseLoss: Scenario = {
  name: 'response-loss',
  summary:
    '5 % of the answers of MongoDB lost, people repeat under the same key: nothing lost, nothing twice',
  defaults: { players: 100, rounds: 1_000 },
  surfaces: ['http'],
  async run({ players, rounds, seed, isBroken }, stage) {
    const wanted = players * rounds;
    const processes = await Processes.open({ isProxied: true });
    try {
      for (let n = 0; n < PROCESSES; n += 1) await processes.add();
      const { proxy } = processes;
      if (proxy === undefined) return;
      const crowd = new Crowd(processes, players, {
        pays: true,
        missesAnswers: true,
        forgetsKeys: isBroken,
      });
      crowd.start();
      await crowd.untilAllAnswered(PATIENCE_MS);
      const losses: Losses = { answers: 0, lost: 0 };
      proxy.faults = { fate: losing(sfc32(seed, 3, 3, 3), losses) };
      let newestMs = performance.now();
      for (let before = 0; crowd.acknowledged.size < wanted;) {
        await sleep(LOOK_EVERY_MS);
        if (crowd.acknowledged.size > before) newestMs = performance.now();
        before = crowd.acknowledged.size;
        stage.progress(`${before} of ${wanted} answered; ${crowd.troublesText}`);
        if (performance.now() - newestMs > STUCK_MS) break;
      }
      await crowd.stop();
      proxy.faults = {};
      const { lost, twice, sums } = await crowd.audit(processes.watcher, stage);
      stage.say(`people saw: ${crowd.troublesText}`);
      stage.expect('nobody gave up', !crowd.troubles.has('gave up'), () => crowd.troublesText);
      stage.atLeast('commands answered', crowd.acknowledged.size, wanted);
      stage.atLeast('share of answers lost', losses.lost / losses.answers, LOST_SHARE_MIN);
      stage.figure('response-loss', lost + twice, 'count');
      stage.figure('response-loss.sums', sums, 'count');
      stage.figure('response-loss.commands', crowd.acknowledged.size, 'count');
      stage.figure('response-loss.answers-lost', losses.lost, 'count');
      stage.figure('response-loss.slowest-trouble', crowd.slowestTroubleMs, 'ms');
    } finally {
      await processes.end();
    }
  },
};
