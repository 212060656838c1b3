import { setTimeout as sleep } from 'node:timers/promises';
import { Arena } from './discord/arena.ts';
import { DiscordRig } from './discord/discord-rig.ts';
import { ANYTIME } from './discord/flows.ts';
import { cadencesOf, lagsOf, latenessOf, within } from './discord/stands.ts';
import { epochOf, judgeGenerator, Waits } from './discord/waits.ts';
import { openLoop } from './harness/open-loop.ts';
import type { Scenario } from './harness/scenario.ts';

const GUILDS = 10;
/** Of each guild: Discord gives a channel fifty threads in five minutes, and these battles last half a minute. */
const CHANNELS = 4;
const BEGIN_EVERY_MS = 200;
/** After the last one has begun, threads find their pace, ms. */
const SETTLE_MS = 5_000;
const CADENCE_MAX_MS = 8_000;
const LAG_P99_MAX_MS = 16_000;
const LATE_P99_MAX_MS = 500;
const BOT_CALLS_MAX = 45;
const VERIFIED = 10;

/** Battles in threads everywhere, and everybody looks. */
export const threadNight: Scenario = {
  name: 'thread-night',
  summary:
    '200 live battles in threads of ten guilds: Discord never says 429, threads keep up, battles in time',
  defaults: { players: 200, rate: 20, seconds: 60 },
  surfaces: ['discord'],
  async run({ players, rate, seconds, isBroken }, stage) {
    // broken: this Discord takes a message's edits more seldom than it says
    const edits = { edits: { count: 1, windowMs: 30_000 } };
    const rig = await DiscordRig.open({
      guilds: GUILDS,
      people: 2 * players,
      channels: CHANNELS,
      ...(isBroken ? { limits: edits } : {}),
    });
    const arena = new Arena(rig);
    try {
      await rig.prepare(2 * players, () => [ANYTIME]);
      for (let person = 0; person < players; person += 1) {
        void arena.fight(person);
        stage.progress(`${person + 1} battles begun`);
        await sleep(BEGIN_EVERY_MS);
      }
      await sleep(SETTLE_MS);
      const fromMs = Date.now();
      await rig.ask('mark', {});
      const waits = new Waits();
      let liveLeast = Number.POSITIVE_INFINITY;
      const result = await openLoop({
        ratePerSecond: rate,
        seconds,
        fire: async (n, intendedMs) => {
          const meantMs = epochOf(intendedMs);
          const got = await rig.act(players + (n % players), ANYTIME);
          if ('undone' in got) return 'failed';
          waits.note(got, meantMs);
          return 'answered';
        },
        onTick: () => {
          liveLeast = Math.min(liveLeast, arena.stands.live);
          stage.progress(`${arena.stands.live} live, ${arena.begun} begun`);
        },
      });
      const counts = await rig.counts();
      await arena.close();
      await sleep(LAG_P99_MAX_MS / 2);
      const shown = await rig.ask('shown', {});
      const { windows, over } = arena.stands;
      const [cadences, lags] = [cadencesOf(shown, fromMs), lagsOf(windows, shown, fromMs, Date.now())];
      const lateness = latenessOf(arena.stands);
      judgeGenerator('thread-night', result, counts, stage);
      const tooMany = counts.tooMany.bot + counts.tooMany.answers;
      stage.say(`${arena.begun} battles, ${over.size} ended, ${counts.botCalls} calls of the bot`);
      stage.figure('thread-night', tooMany, 'count');
      stage.figure('thread-night.2', within(cadences, 0.99), 'ms');
      stage.figure('thread-night.3', within(lags, 0.99), 'ms');
      stage.figure('thread-night.4', within(lateness, 0.99), 'ms');
      stage.figure('thread-night.5', counts.botPeak, 'count');
      stage.figure('thread-night.cadence-p50', within(cadences, 0.5), 'ms');
      stage.figure('thread-night.lag-p50', within(lags, 0.5), 'ms');
      stage.figure('thread-night.live-least', liveLeast, 'count');
      stage.figure('thread-night.ack-p99', waits.ackP99Ms, 'ms');
      stage.atMost('answers 429', tooMany, 0);
      stage.atMost('between two edits of a message, p99 ms', within(cadences, 0.99), CADENCE_MAX_MS);
      stage.atMost('from a window to its thread, p99 ms', within(lags, 0.99), LAG_P99_MAX_MS);
      stage.atMost('windows late, p99 ms', within(lateness, 0.99), LATE_P99_MAX_MS);
      stage.atMost("calls with the bot's token in any second", counts.botPeak, BOT_CALLS_MAX);
      stage.atMost('interactions lost', result.failed, 0);
      stage.atMost('acknowledgement, p99 ms', waits.ackP99Ms, 1_000);
      stage.expect('every battle begins', arena.problems.length === 0, () =>
        arena.problems.slice(0, 2).join(),
      );
      stage.expect('nothing else is refused', Object.keys(counts.refused).length === 0, () =>
        JSON.stringify(counts.refused),
      );
      stage.atLeast('windows', lags.length, Math.floor((players * seconds) / 4));
      stage.atLeast('battles live at once', liveLeast, Math.floor(players * 0.9));
      stage.atLeast('edits seen', cadences.length, Math.floor((players * seconds) / 20));
      for (const battle of [...over].slice(0, VERIFIED)) {
        const got = await rig.act(players, { do: 'slash', name: 'battle verify', values: { id: battle } });
        const words = 'undone' in got ? got.undone : got.words;
        stage.expect(
          'battles that ended come out the same when run again',
          words.includes('MATCH'),
          () => words,
        );
      }
      arena.stands.leave();
      await rig.audit(stage);
    } finally {
      arena.stands.leave();
      await rig.end();
    }
  },
};
