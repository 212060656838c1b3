import { DiscordRig } from './discord/discord-rig.ts';
import { Evening } from './discord/evening.ts';
import { firstSteps } from './discord/flows.ts';
import { judgeGenerator, judgeRefusals } from './discord/waits.ts';
import { KINDS, type Step } from './discord/words.ts';
import { openLoop } from './harness/open-loop.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

const PEOPLE_EACH_GUILD = 20;
const ACK_P99_MAX_MS = 1_000;
const FINAL_P99_MAX_MS = 2_000;
const FINAL_MAX_MS = 10_000;
/** Of all interactions, each kind must be at least this share. */
const KIND_SHARE_MIN = 0.03;
/** For the self-test: how long the service stands still. */
const STILL_MS = 4_000;

const judge = ({ waits, undone }: Evening, lost: number, offered: number, stage: Stage): void => {
  stage.say(`${waits.kindsText}; ${waits.deferred} deferred first, ${undone} not offered`);
  stage.figure('discord-mix', waits.ackP99Ms, 'ms');
  stage.figure('discord-mix.2', waits.finalP99Ms, 'ms');
  stage.figure('discord-mix.3', waits.slowestFinalMs, 'ms');
  stage.figure('discord-mix.4', waits.tooLate, 'count');
  stage.figure('discord-mix.5', lost, 'count');
  stage.atMost('acknowledgement, p99 ms', waits.ackP99Ms, ACK_P99_MAX_MS);
  stage.atMost('final answer, p99 ms', waits.finalP99Ms, FINAL_P99_MAX_MS);
  stage.atMost('slowest final answer, ms', waits.slowestFinalMs, FINAL_MAX_MS);
  stage.atMost('acknowledgements beyond 3 s', waits.tooLate, 0);
  stage.atMost('interactions lost', lost, 0);
  stage.expect('nothing breaks inside', waits.broken === 0, () => `${waits.broken} answers`, waits.answered);
  stage.atLeast('interactions answered', waits.answered, Math.ceil(offered * 0.99));
  for (const kind of KINDS) {
    const least = Math.floor(offered * KIND_SHARE_MIN);
    stage.atLeast(`interactions of kind ${kind}`, waits.kinds.get(kind) ?? 0, least);
  }
};

/** A busy evening on Discord. */
export const discordMix: Scenario = {
  name: 'discord-mix',
  summary: '200 mixed interactions a second for a minute on Discord: all acknowledged in time, none lost',
  defaults: { players: 2_000, rate: 200, seconds: 60 },
  surfaces: ['discord'],
  async run({ players, rate, seconds, isBroken }, stage) {
    const guilds = Math.max(1, Math.floor(players / PEOPLE_EACH_GUILD));
    const rig = await DiscordRig.open({ guilds, people: players });
    rig.isBroken = isBroken;
    try {
      stage.say(`${players} people in ${guilds} guilds settle in`);
      await rig.prepare(players, (person): readonly Step[] => firstSteps(person));
      await rig.ask('mark', {});
      const evening = new Evening(rig, players);
      const acks = stage.line('acknowledgement p99, ms');
      const still = isBroken ? rig.bot.pause(STILL_MS) : undefined;
      const result = await openLoop({
        ratePerSecond: rate,
        seconds,
        fire: (n, intendedMs) => evening.act(n, intendedMs),
        onTick: (elapsedMs, { offered }) => {
          acks.points.push([elapsedMs / 1_000, evening.waits.ackP99Ms]);
          stage.progress(`${offered} offered, ${evening.waits.answered} answered`);
        },
      });
      await still;
      const counts = await rig.counts();
      judgeGenerator('discord-mix', result, counts, stage);
      judge(evening, result.failed, result.offered, stage);
      judgeRefusals(counts, stage);
      await rig.audit(stage);
    } finally {
      await rig.end();
    }
  },
};
