import { Arena } from './discord/arena.ts';
import { DiscordRig } from './discord/discord-rig.ts';
import { Evening } from './discord/evening.ts';
import { firstSteps } from './discord/flows.ts';
import { latenessOf, within } from './discord/stands.ts';
import { judgeGenerator } from './discord/waits.ts';
import { openLoop } from './harness/open-loop.ts';
import type { Scenario } from './harness/scenario.ts';

const BATTLES = 30;
const PEOPLE_EACH_GUILD = 20;
/** Of the calls that nothing holds back, those that are refused. */
const SHARE = 0.12;
/** A refusal that answers are told to wait out takes a second; nobody waits for two in a row of the bot's. */
const ACK_P99_MAX_MS = 1_000;
const LATE_P99_MAX_MS = 500;

/** Discord says 429 by every limit it has, to the bot's own calls, while people play and battles are shown. */
export const rateLimitStorm: Scenario = {
  name: 'rate-limit-storm',
  summary:
    '429 of all kinds while people play: every wait is kept, answers never wait for the bot’s own calls',
  defaults: { players: 200, rate: 60, seconds: 40 },
  surfaces: ['discord'],
  async run({ players, rate, seconds, seed, isBroken }, stage) {
    const rig = await DiscordRig.open({
      guilds: Math.ceil(players / PEOPLE_EACH_GUILD),
      people: players + BATTLES,
    });
    const arena = new Arena(rig);
    try {
      await rig.prepare(players + BATTLES, firstSteps);
      await rig.ask('mark', {});
      await rig.ask('storm', { share: SHARE, seed, isBotOnly: true, isLying: isBroken });
      for (let n = 0; n < BATTLES; n += 1) void arena.fight(players + n);
      const evening = new Evening(rig, players);
      const result = await openLoop({
        ratePerSecond: rate,
        seconds,
        fire: (n, intendedMs) => evening.act(n, intendedMs),
        onTick: (_ms, { offered }) =>
          stage.progress(`${offered} offered, ${evening.waits.answered} answered`),
      });
      const { waits } = evening;
      const counts = await rig.counts();
      const stormed = await rig.ask('stormed', {});
      // the second act: answers are refused too, and come when they may
      await rig.ask('storm', { share: SHARE / 3, seed: seed + 1, isBotOnly: false, isLying: isBroken });
      const late = new Evening(rig, players);
      const second = await openLoop({
        ratePerSecond: rate / 2,
        seconds: seconds / 4,
        fire: (n, intendedMs) => late.act(n, intendedMs),
      });
      await arena.close();
      const all = await rig.ask('stormed', {});
      await rig.ask('storm', { share: 0, seed, isBotOnly: false, isLying: false });
      const lateness = latenessOf(arena.stands);
      const lost = result.failed + second.failed;
      judgeGenerator('rate-limit-storm', result, counts, stage);
      stage.say(`429s: ${all.user} of a route, ${all.shared} shared, ${all.global} for all`);
      stage.figure('rate-limit-storm', all.early, 'count');
      stage.figure('rate-limit-storm.2', waits.ackP99Ms, 'ms');
      stage.figure('rate-limit-storm.3', lost, 'count');
      stage.figure('rate-limit-storm.late-p99', within(lateness, 0.99), 'ms');
      stage.figure('rate-limit-storm.answers-p99', late.waits.finalP99Ms, 'ms');
      stage.atMost('calls before their time', all.early, 0);
      stage.atMost('acknowledgement while the bot’s calls wait, p99 ms', waits.ackP99Ms, ACK_P99_MAX_MS);
      stage.atMost('interactions lost', lost, 0);
      stage.atMost('acknowledgements beyond 3 s', waits.tooLate + late.waits.tooLate, 0);
      stage.atMost('windows late, p99 ms', within(lateness, 0.99), LATE_P99_MAX_MS);
      stage.atLeast('refusals of a route', stormed.user, Math.floor(seconds / 2));
      stage.atLeast('refusals of a shared limit', stormed.shared, Math.floor(seconds / 4));
      stage.atLeast('refusals for all', stormed.global, 1);
      stage.atLeast('refusals of answers', all.user + all.shared - stormed.user - stormed.shared, 1);
      stage.atLeast('interactions answered', waits.answered, rate * seconds);
      stage.expect('every battle begins', arena.problems.length === 0, () => arena.problems.join());
      stage.expect('nothing else is refused', Object.keys(counts.refused).length === 0, () =>
        JSON.stringify(counts.refused),
      );
      arena.stands.leave();
      await rig.audit(stage);
    } finally {
      arena.stands.leave();
      await rig.end();
    }
  },
};
