import { findCapacity } from './harness/capacity.ts';
import { openHall } from './harness/hall.ts';
import { httpTarget } from './harness/http-target.ts';
import { LATE_MAX_MS, openLoop, type OpenLoopResult, percentileMs } from './harness/open-loop.ts';
import { enrolAll } from './harness/people.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Settings } from './harness/settings.ts';
import type { Stage } from './harness/stage.ts';
import { engineTarget, type Target } from './harness/target.ts';

/** The hot guild and the others. */
const GUILDS = 20;
const HOT_TIMES = 20;
/** For self-tests: so much that nobody can be served beside it, even where the capacity was taken for half of what it is. */
const HOT_TIMES_BROKEN = 60;
/** What each of the others uses of its share of the capacity. */
const SHARE_USED = 0.4;
const RATIO_MAX = 1.5;
const HTTP_PLAYERS_MAX = 500;
const HTTP_FIRST_RATE = 500;
const ANSWERED_MIN = 0.9;

/** One second's requests in an order that spreads every guild evenly; guild 0 is the hot one. */
const wheelOf = (hotWeight: number): readonly number[] => {
  const wheel: number[] = [];
  const owed = Array.from({ length: GUILDS }, () => 0);
  const weights = owed.map((_, guild) => (guild === 0 ? hotWeight : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let slot = 0; slot < total; slot += 1) {
    for (const [guild, weight] of weights.entries()) owed[guild] = (owed[guild] ?? 0) + weight;
    const next = owed.indexOf(Math.max(...owed));
    owed[next] = (owed[next] ?? 0) - total;
    wheel.push(next);
  }
  return wheel;
};

interface Offer {
  readonly target: Target;
  readonly players: number;
  readonly seconds: number;
  readonly othersRate: number;
  readonly hotTimes: number;
  readonly isBroken: boolean;
}

const offer = async ({
  target,
  players,
  seconds,
  othersRate,
  hotTimes,
  isBroken,
}: Offer): Promise<OpenLoopResult> => {
  const wheel = wheelOf(hotTimes);
  const guildOf = (n: number): number => wheel[n % wheel.length] ?? 0;
  return openLoop({
    ratePerSecond: othersRate * wheel.length,
    seconds,
    groupOf: (n) => (guildOf(n) === 0 ? 'hot' : 'others'),
    fire: (n) => {
      const guild = guildOf(n);
      const perGuild = Math.floor(players / GUILDS);
      const player = guild * perGuild + (Math.floor(n / wheel.length) % perGuild);
      return target.send(player, isBroken ? 'one' : `g${guild}`);
    },
  });
};

const judge = (calm: OpenLoopResult, hot: OpenLoopResult, stage: Stage): void => {
  const before = percentileMs(calm.latency.get('others'), 99);
  const after = percentileMs(hot.latency.get('others'), 99);
  stage.figure('hot-guild', after / Math.max(0.001, before), 'ratio');
  stage.figure('hot-guild.others-p99-without', before, 'ms');
  stage.figure('hot-guild.others-p99-with', after, 'ms');
  stage.figure('hot-guild.refused', hot.refused, 'count');
  stage.figure('hot-guild.lateness-p99', percentileMs(hot.lateness, 99), 'ms');
  stage.figure('hot-guild.loop-p99', hot.loopDelayP99Ms, 'ms');
  stage.atMost(
    'p99 of the others with the hot guild, times that without',
    after / Math.max(0.001, before),
    RATIO_MAX,
  );
  stage.atMost('the generator kept time, p99 ms', percentileMs(hot.lateness, 99), LATE_MAX_MS);
};

const ownTarget = async (store: Settings['store'], players: number): Promise<Target> => {
  const hall = await openHall({ store });
  await enrolAll(hall.engine, players);
  return engineTarget(hall.engine, { close: () => hall.close() });
};

/** One guild asks for twenty times its share; the others must hardly notice. */
export const hotGuild: Scenario = {
  name: 'hot-guild',
  summary: 'one guild at 20 times its share: the others hardly wait longer than without it',
  defaults: { players: 2_000, seconds: 8, rate: 4_000 },
  surfaces: ['inproc', 'http'],
  async run({ players: asked, seconds, rate, store, surface, url, isBroken }, stage) {
    const isRemote = surface === 'http' || url !== undefined;
    const players = isRemote ? Math.min(asked, HTTP_PLAYERS_MAX) : asked;
    const target = isRemote ? await httpTarget({ url, players }) : await ownTarget(store, players);
    const capacity = await findCapacity(
      (n) => target.send(n % players, `g${n % GUILDS}`),
      isRemote ? Math.min(rate, HTTP_FIRST_RATE) : rate,
      (step, holds) => stage.progress(`capacity: ${step}/s ${holds ? 'holds' : 'does not'}`),
    );
    stage.say(`capacity ${capacity}/s`);
    const share = capacity / GUILDS;
    const offered = { target, players, seconds, othersRate: share * SHARE_USED, isBroken };
    const calm = await offer({ ...offered, hotTimes: 1 });
    const hot = await offer({
      ...offered,
      hotTimes: Math.round((isBroken ? HOT_TIMES_BROKEN : HOT_TIMES) / SHARE_USED),
    });
    judge(calm, hot, stage);
    stage.figure('hot-guild.capacity', capacity, '/s');
    const others = hot.latency.get('others')?.count ?? 0;
    const offeredOthers = Math.floor(share * SHARE_USED * (GUILDS - 1) * seconds);
    const answered = others / Math.max(1, offeredOthers);
    stage.expect(
      `${ANSWERED_MIN * 100} % of what the others ask is answered`,
      answered >= ANSWERED_MIN,
      () => `${Math.round(answered * 100)} %`,
    );
    stage.atLeast('commands of the others', others, 500);
    stage.expect('nothing fails', hot.failed === 0, () => `${hot.failed} failed`);
    stage.expect('refusals say when to come back', target.badRefusals === 0);
    await target.close();
  },
};
