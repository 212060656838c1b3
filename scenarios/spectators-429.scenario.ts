import { setTimeout as sleep } from 'node:timers/promises';
import { Arena } from './discord/arena.ts';
import { DiscordRig } from './discord/discord-rig.ts';
import { ANYTIME } from './discord/flows.ts';
import { latenessOf, type Stands, within } from './discord/stands.ts';
import { epochOf, judgeGenerator, Waits } from './discord/waits.ts';
import { type Ending, openLoop } from './harness/open-loop.ts';
import type { Scenario } from './harness/scenario.ts';

const BATTLES = 50;
const GUILDS = 10;
const PEOPLE_EACH_BATTLE_MIN = 4;
const BEGIN_EVERY_MS = 100;
const SETTLE_MS = 5_000;
/** Of the calls that nothing holds back, those that are refused. */
const SHARE = 0.04;
const LATE_P99_MAX_MS = 500;
const FINAL_MAX_MS = 10_000;
/** Refusals that count towards Discord's ban; Discord bans at 10,000 in ten minutes, a careful bot stops long before. */
const INVALID_MAX = 5_000;

/** Battles that are live now, each for the next spectator in turn. */
const battleOf = ({ windows, over }: Stands, n: number): string | undefined => {
  const live = [...windows.keys()].filter((battle) => !over.has(battle));
  return live[n % live.length];
};

/** A crowd comes to watch on Discord, which is not up to it. */
export const spectators429: Scenario = {
  name: 'spectators-429',
  summary:
    '5,000 people press Watch on 50 battles while Discord answers 429: battles in time, nobody left out',
  defaults: { players: 5_000, rate: 80, seconds: 63 },
  surfaces: ['discord'],
  async run({ players, rate, seconds, seed, isBroken }, stage) {
    const battles = Math.min(BATTLES, Math.ceil(players / PEOPLE_EACH_BATTLE_MIN));
    const rig = await DiscordRig.open({ guilds: GUILDS, people: players + battles });
    rig.isBroken = isBroken;
    const arena = new Arena(rig);
    try {
      await rig.prepare(battles, () => [ANYTIME]);
      for (let n = 0; n < battles; n += 1) {
        void arena.fight(n);
        await sleep(BEGIN_EVERY_MS);
      }
      await sleep(SETTLE_MS);
      const fromMs = Date.now();
      await rig.ask('mark', {});
      await rig.ask('storm', { share: SHARE, seed, isBotOnly: false, isLying: isBroken });
      const waits = new Waits();
      let early = 0;
      const press = async (n: number, intendedMs: number): Promise<Ending> => {
        const meantMs = epochOf(intendedMs);
        const battle = battleOf(arena.stands, n);
        const step = { do: 'watch', battle: battle ?? '', label: 'Watch' } as const;
        let got = await rig.act(battles + (n % players), step);
        if ('undone' in got && got.isLost !== true) {
          // its thread is not there yet, or over: whoever finds nothing to press looks at their purse
          early += 1;
          got = await rig.act(battles + (n % players), ANYTIME);
        }
        if ('undone' in got) return 'failed';
        waits.note(got, meantMs);
        return 'answered';
      };
      const result = await openLoop({
        ratePerSecond: rate,
        seconds,
        fire: press,
        onTick: (_ms, { offered }) => stage.progress(`${offered} came, ${waits.answered} watch`),
      });
      const counts = await rig.counts();
      const stormed = await rig.ask('stormed', {});
      await arena.close();
      const windows = new Map(
        [...arena.stands.windows].map(([battle, all]) => [battle, all.filter(({ atMs }) => atMs >= fromMs)]),
      );
      const lateMs = within(latenessOf({ windows, over: arena.stands.over }), 0.99);
      judgeGenerator('spectators-429', result, counts, stage);
      stage.say(`${counts.requests} requests, ${early} found nothing to press, ${arena.begun} battles`);
      stage.figure('spectators-429', lateMs, 'ms');
      stage.figure('spectators-429.2', result.failed, 'count');
      stage.figure('spectators-429.3', counts.invalid, 'count');
      stage.figure('spectators-429.4', stormed.early, 'count');
      stage.figure('spectators-429.ack-p99', waits.ackP99Ms, 'ms');
      stage.figure('spectators-429.final-p99', waits.finalP99Ms, 'ms');
      stage.atMost('windows late, p99 ms', lateMs, LATE_P99_MAX_MS);
      stage.atMost('presses lost', result.failed, 0);
      stage.atMost('acknowledgements beyond 3 s', waits.tooLate, 0);
      stage.atMost('slowest final answer, ms', waits.slowestFinalMs, FINAL_MAX_MS);
      stage.atMost('refusals that count towards a ban', counts.invalid, INVALID_MAX);
      stage.atMost('calls before their time', stormed.early, 0);
      stage.atLeast('presses answered', waits.answered, Math.floor(rate * seconds));
      stage.atMost('share of presses that found nothing', early / Math.max(1, waits.answered), 0.2);
      stage.atLeast('refusals', stormed.user + stormed.shared + stormed.global, Math.floor(seconds / 2));
      stage.atLeast('windows', [...windows.values()].flat().length, battles * Math.floor(seconds / 4));
      stage.expect('every battle begins', arena.problems.length === 0, () => arena.problems.join());
      arena.stands.leave();
      await rig.audit(stage);
    } finally {
      arena.stands.leave();
      await rig.end();
    }
  },
};
