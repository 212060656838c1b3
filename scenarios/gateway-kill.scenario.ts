import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayRig } from './gateway/gateway-rig.ts';
import { Presses } from './gateway/presses.ts';
import { checkLedger, readLog } from './harness/log-audit.ts';
import type { Scenario } from './harness/scenario.ts';

const WORKER = 'engine,web,jobs';
const CALM_MS = 2_000;
/** Discord gives an interaction three seconds; the last of them belongs to who has to answer. */
const IN_REACH_MS = 2_000;
/** Longer than an answer takes, and than a deferred one may. */
const LAST_ANSWERS_MS = 6_000;

/** Gateway and workers are killed while people press: what is in reach of the next one is answered. */
export const gatewayKill: Scenario = {
  name: 'gateway-kill',
  summary: 'kill -9 of the gateway and of a worker under load: no interaction is lost after resume',
  defaults: { players: 20, rate: 15, rounds: 2 },
  surfaces: ['http'],
  async run({ players, rate, rounds, isBroken }, stage) {
    const rig = await GatewayRig.open();
    const { gateway } = rig.fake;
    try {
      await rig.start('gateway', 'gateway');
      await rig.start('worker-1', WORKER);
      await rig.start('worker-2', WORKER);
      const presses = new Presses(rig.fake, players);
      await presses.arrive();
      presses.start(rate);
      await sleep(CALM_MS);
      const startedMs = Date.now();
      /** Times in which a press was out of reach: the gateway was away for longer than Discord waits. */
      const gaps: { readonly fromMs: number; readonly toMs: number }[] = [];
      let slowestMs = 0;
      for (let round = 0; round < rounds; round += 1) {
        await rig.kill('gateway');
        const goneMs = Date.now();
        await rig.connected(0);
        // the session is lost: nobody can say what was missed
        if (isBroken) gateway.forget();
        await rig.start('gateway', 'gateway');
        await rig.connected(1);
        const backMs = Date.now();
        slowestMs = Math.max(slowestMs, backMs - goneMs);
        gaps.push({ fromMs: goneMs - 100, toMs: Math.max(goneMs, backMs - IN_REACH_MS) });
        await sleep(CALM_MS);
        await rig.kill('worker-1');
        await sleep(CALM_MS);
        await rig.start('worker-1', WORKER);
        await sleep(CALM_MS);
        stage.progress(`round ${round + 1}: ${presses.sent} interactions, back after ${backMs - goneMs} ms`);
      }
      await presses.stop();
      await sleep(LAST_ANSWERS_MS);
      const all = presses.lost(startedMs, Number.POSITIVE_INFINITY);
      const outOfReach = gaps
        .map(({ fromMs, toMs }) => presses.lost(fromMs, toMs).unacknowledged)
        .reduce((sum, count) => sum + count, 0);
      stage.figure('gateway-kill', all.unacknowledged - outOfReach, 'count');
      stage.figure('gateway-kill.2', outOfReach, 'count');
      stage.figure('gateway-kill.away', slowestMs, 'ms');
      stage.atMost('interactions lost after resume', all.unacknowledged - outOfReach, 0);
      stage.atMost('interactions begun and never answered', all.unanswered, 0);
      stage.atLeast('interactions', presses.sent, rate * rounds * 4);
      stage.expect(
        'the gateway resumed each time and identified once',
        gateway.resumes >= rounds && gateway.identifies === 1,
        () => `${gateway.resumes} resumes, ${gateway.identifies} identifies`,
      );
      const { twice } = await readLog(rig.watcher, stage);
      stage.expect('nothing is in the log twice', twice === 0, () => `${twice} commands`);
      await checkLedger(rig.watcher, stage);
      const refused = rig.fake.requests.filter(({ status }) => status === 429).length;
      stage.atMost('requests that Discord refused as too many', refused, 0);
    } finally {
      await rig.end();
    }
  },
};
