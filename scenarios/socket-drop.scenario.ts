import { DiscordRig } from './discord/discord-rig.ts';
import { Evening } from './discord/evening.ts';
import { firstSteps } from './discord/flows.ts';
import { ACK_MAX_MS, judgeGenerator, judgeRefusals } from './discord/waits.ts';
import { openLoop } from './harness/open-loop.ts';
import type { Scenario } from './harness/scenario.ts';

const PEOPLE_EACH_GUILD = 20;
const CUT_EVERY_MS = 3_000;

/** The network breaks again and again while people play. */
export const socketDrop: Scenario = {
  name: 'socket-drop',
  summary: 'every connection to Discord is cut under load, again and again: resumed, no interaction lost',
  defaults: { players: 400, rate: 80, seconds: 30 },
  surfaces: ['discord'],
  sources: ['client', 'stream'],
  async run({ players, rate, seconds, source, isBroken }, stage) {
    const guilds = Math.ceil(players / PEOPLE_EACH_GUILD);
    const rig = await DiscordRig.open({ guilds, people: players }, source);
    rig.isBroken = isBroken;
    try {
      await rig.prepare(players, firstSteps);
      await rig.ask('mark', {});
      const before = await rig.counts();
      const evening = new Evening(rig, players);
      let cuts = 0;
      const result = await openLoop({
        ratePerSecond: rate,
        seconds,
        fire: (n, intendedMs) => evening.act(n, intendedMs),
        onTick: (elapsedMs, { offered }) => {
          stage.progress(`${offered} offered, ${evening.waits.answered} answered, ${cuts} cuts`);
          if (elapsedMs < (cuts + 1) * CUT_EVERY_MS) return;
          cuts += 1;
          // broken: Discord forgets the session too, and what was on its way with it
          void rig.ask('cut', { forgets: isBroken });
        },
      });
      const counts = await rig.counts();
      const { waits } = evening;
      const resumes = counts.resumes - before.resumes;
      judgeGenerator('socket-drop', result, counts, stage);
      judgeRefusals(counts, stage);
      stage.say(`${cuts} cuts, ${resumes} resumes; ${waits.kindsText}`);
      stage.figure('socket-drop', result.failed, 'count');
      stage.figure('socket-drop.slowest-ack', waits.slowestAckMs, 'ms');
      stage.figure('socket-drop.ack-p99', waits.ackP99Ms, 'ms');
      stage.figure('socket-drop.resumes', resumes, 'count');
      stage.atMost('interactions lost', result.failed, 0);
      stage.atMost('slowest acknowledgement, ms', waits.slowestAckMs, ACK_MAX_MS);
      stage.atLeast('resumes', resumes, cuts);
      stage.atMost('sessions begun anew', counts.identifies - before.identifies, 0);
      stage.atLeast('cuts', cuts, Math.floor((seconds * 1_000) / CUT_EVERY_MS) - 1);
      stage.atLeast('interactions answered', waits.answered, rate * seconds);
      await rig.audit(stage);
    } finally {
      await rig.end();
    }
  },
};
