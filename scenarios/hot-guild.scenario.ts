import { findCapacity } from './harness/capacity.ts';
import { openHall } from './harness/hall.ts';
import { httpTarget } from './harness/http-target.ts';
import { judgeTime } from './harness/kept-time.ts';
import { medianOf } from './harness/median.ts';
import { openLoop, type OpenLoopResult, percentileMs } from './harness/open-loop.ts';
import { enrolAll } from './harness/people.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Settings } from './harness/settings.ts';
import type { Stage } from './harness/stage.ts';
import { engineTarget, type Target } from './harness/target.ts';
import { Watch } from './harness/watch.ts';

/** The hot guild and the others. */
const GUILDS = 20;
const HOT_TIMES = 20;
/** For self-tests: so much that nobody can be served beside it, even where the capacity was taken for half of what it is. */
const HOT_TIMES_BROKEN = 60;
/** What each of the others uses of its share of the capacity. */
const SHARE_USED = 0.4;
const RATIO_MAX = 1.5;
/** So often the time is dealt to both: each is judged by the median. */
const ROUNDS = 4;
const HTTP_PLAYERS_MAX = 500;
const HTTP_FIRST_RATE = 500;
const ANSWERED_MIN = 0.9;
/** Of what was to be asked, this share was. */
const OFFERED_MIN = 0.9;

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
  readonly watch: Watch;
}

const offer = async ({
  target,
  players,
  seconds,
  othersRate,
  hotTimes,
  isBroken,
  watch,
}: Offer): Promise<OpenLoopResult> => {
  const wheel = wheelOf(hotTimes);
  const guildOf = (n: number): number => wheel[n % wheel.length] ?? 0;
  return openLoop({
    ratePerSecond: othersRate * wheel.length,
    seconds,
    onTick: () => watch.tick(),
    groupOf: (n) => (guildOf(n) === 0 ? 'hot' : 'others'),
    fire: (n) => {
      const guild = guildOf(n);
      const perGuild = Math.floor(players / GUILDS);
      const player = guild * perGuild + (Math.floor(n / wheel.length) % perGuild);
      return target.send(player, isBroken ? 'one' : `g${guild}`);
    },
  });
};

/** One slice without the hot guild, and one with it. */
interface Round {
  readonly calm: OpenLoopResult;
  readonly hot: OpenLoopResult;
}

const othersP99Ms = ({ latency }: OpenLoopResult): number => percentileMs(latency.get('others'), 99);

const judge = (rounds: readonly Round[], stage: Stage): void => {
  const ratio = medianOf(
    rounds.map(({ calm, hot }) => othersP99Ms(hot) / Math.max(0.001, othersP99Ms(calm))),
  );
  const sum = (of: (hot: OpenLoopResult) => number): number =>
    rounds.reduce((total, { hot }) => total + of(hot), 0);
  stage.figure('hot-guild', ratio, 'ratio');
  stage.figure('hot-guild.others-p99-without', medianOf(rounds.map(({ calm }) => othersP99Ms(calm))), 'ms');
  stage.figure('hot-guild.others-p99-with', medianOf(rounds.map(({ hot }) => othersP99Ms(hot))), 'ms');
  stage.figure(
    'hot-guild.refused',
    sum(({ refused }) => refused),
    'count',
  );
  judgeTime(
    'hot-guild',
    rounds.flatMap(({ calm, hot }) => [calm, hot]),
    stage,
  );
  stage.atMost('p99 of the others with the hot guild, times that without', ratio, RATIO_MAX);
  const failed = sum((hot) => hot.failed);
  stage.expect('nothing fails', failed === 0, () => `${failed} failed`);
};

/** That the others were served, and that as much was asked as was to be. */
const judgeWork = (
  rounds: readonly Round[],
  { seconds, othersRate, hotTimes }: Pick<Offer, 'seconds' | 'othersRate' | 'hotTimes'>,
  stage: Stage,
): void => {
  const others = rounds.reduce((sum, { hot }) => sum + (hot.latency.get('others')?.count ?? 0), 0);
  const asked = Math.floor(othersRate * (GUILDS - 1) * seconds) * rounds.length;
  stage.expect(
    `${ANSWERED_MIN * 100} % of what the others ask is answered`,
    others / Math.max(1, asked) >= ANSWERED_MIN,
    () => `${Math.round((others / Math.max(1, asked)) * 100)} %`,
  );
  stage.atLeast('commands of the others', others, 500);
  const wanted = othersRate * (GUILDS - 1 + hotTimes);
  const offered = medianOf(rounds.map(({ hot }) => hot.offered / hot.seconds));
  stage.atLeast('offered, share of what was to be', offered / wanted, OFFERED_MIN);
};

const ownTarget = async (store: Settings['store'], players: number): Promise<Target> => {
  const hall = await openHall({ store });
  await enrolAll(hall.engine, players);
  return engineTarget(hall);
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
      { firstRate: isRemote ? Math.min(rate, HTTP_FIRST_RATE) : rate, seconds: seconds / 2 },
      (step, holds) => stage.progress(`capacity: ${step}/s ${holds ? 'holds' : 'does not'}`),
    );
    stage.say(`capacity ${capacity}/s`);
    const watch = new Watch(target, stage);
    const offered = {
      target,
      players,
      seconds: seconds / ROUNDS,
      othersRate: (capacity / GUILDS) * SHARE_USED,
      isBroken,
      watch,
    };
    const hotTimes = Math.round((isBroken ? HOT_TIMES_BROKEN : HOT_TIMES) / SHARE_USED);
    const rounds: Round[] = [];
    // in turn, so that a machine that changes meanwhile favours nobody
    for (let round = 0; round < ROUNDS; round += 1) {
      const calm = await offer({ ...offered, hotTimes: 1 });
      rounds.push({ calm, hot: await offer({ ...offered, hotTimes }) });
      stage.progress(`round ${round + 1} of ${ROUNDS}`);
    }
    await watch.end();
    stage.figure('hot-guild.capacity', capacity, '/s');
    judge(rounds, stage);
    judgeWork(rounds, { ...offered, hotTimes }, stage);
    stage.expect('refusals say when to come back', target.badRefusals === 0);
    await target.close();
  },
};
