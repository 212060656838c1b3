import { findCapacity } from './harness/capacity.ts';
import { openHall } from './harness/hall.ts';
import { httpTarget } from './harness/http-target.ts';
import { judgeTime } from './harness/kept-time.ts';
import { openLoop, type OpenLoopResult, percentileMs } from './harness/open-loop.ts';
import { enrolAll } from './harness/people.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Settings } from './harness/settings.ts';
import type { Stage } from './harness/stage.ts';
import { engineTarget, type Target } from './harness/target.ts';
import { Watch } from './harness/watch.ts';

const GUILDS = 50;
const IN_PROCESS_TIMES = 10;
const HTTP_TIMES = 3;
const P99_TIMES_MAX = 3;
const GOODPUT_MIN = 0.8;
const REFUSAL_MAX_MS = 10;
const MEMORY_GROWTH_MAX = 0.15;
const NORMAL_AGAIN_MAX_MS = 5_000;
const WINDOW_SECONDS = 0.5;
/** The load of the quiet run, as a share of capacity. */
const QUIET = 0.5;
const HTTP_FIRST_RATE = 300;
/** For self-tests: whoever is let in without bound is not waited for, ms. */
const BROKEN_PATIENCE_MS = 1_000;

/** What one surface did under too much work. */
interface Outcome {
  readonly capacity: number;
  readonly quietP99Ms: number;
  readonly overloadP99Ms: number;
  readonly goodput: number;
  /** From the entry into the service; see {@link Target.refusalP99Ms}. */
  readonly refusalP99Ms: number;
  readonly memoryGrowth: number;
  readonly normalAfterMs: number;
  readonly quiet: OpenLoopResult;
  readonly flood: OpenLoopResult;
}

const p99 = (result: OpenLoopResult): number => percentileMs(result.latency.get('all'), 99);

type Fire = (n: number) => ReturnType<Target['send']>;

/** How long after the flood the first window is as quick as the quiet run, ms. */
const recovery = async (
  fire: Fire,
  { rate, quietP99Ms, withinMs }: Readonly<Record<'rate' | 'quietP99Ms' | 'withinMs', number>>,
): Promise<number> => {
  const startedMs = performance.now();
  while (performance.now() - startedMs < withinMs) {
    const beganMs = performance.now();
    const window = await openLoop({ ratePerSecond: rate, seconds: WINDOW_SECONDS, fire });
    const isNormal = window.refused === 0 && p99(window) <= Math.max(quietP99Ms * 1.5, quietP99Ms + 5);
    if (isNormal) return beganMs - startedMs;
  }
  return Number.POSITIVE_INFINITY;
};

type FloodSettings = Pick<Settings, 'players' | 'seconds' | 'rate' | 'isBroken'>;

const flood = async (
  target: Target,
  times: number,
  { players, seconds, rate, isBroken }: FloodSettings,
  stage: Stage,
): Promise<Outcome> => {
  // a flood of refusals is so quick that making the names would be most of its cost
  const guilds = Array.from({ length: GUILDS }, (_, n) => `g${n}`);
  const fire: Fire = (n) => target.send(n % players, guilds[n % GUILDS] ?? '');
  const capacity = await findCapacity(fire, { firstRate: rate, seconds }, (step, holds) =>
    stage.progress(`capacity: ${step}/s ${holds ? 'holds' : 'does not'}`),
  );
  stage.say(`capacity ${capacity}/s`);
  const quiet = await openLoop({ ratePerSecond: capacity * QUIET, seconds, fire });
  const accepted = stage.line(`answered a second, ${times} times capacity`);
  // the first part of the flood warms up what only a flood uses; what is let in without bound would only pile up
  if (!isBroken) {
    await openLoop({ ratePerSecond: capacity * times, seconds: Math.max(1, seconds / 3), fire });
  }
  const memoryBefore = await target.memory();
  await target.refusalP99Ms?.();
  const watch = new Watch(target, stage);
  const result = await openLoop({
    ratePerSecond: capacity * times,
    seconds,
    fire,
    ...(isBroken ? { patienceMs: BROKEN_PATIENCE_MS } : {}),
    onTick: (elapsedMs, soFar) => {
      watch.tick();
      accepted.points.push([elapsedMs / 1_000, soFar.answered / soFar.seconds]);
      stage.progress(`flood: ${soFar.answered} answered, ${soFar.refused} refused`);
    },
  });
  const inService = await target.refusalP99Ms?.();
  const memoryAfter = await target.memory();
  const quietP99Ms = p99(quiet);
  const withinMs = isBroken ? WINDOW_SECONDS * 1_000 : 2 * NORMAL_AGAIN_MAX_MS;
  const recoveredMs = await recovery(fire, { rate: capacity * QUIET, quietP99Ms, withinMs });
  await watch.end();
  return {
    capacity,
    quietP99Ms,
    overloadP99Ms: p99(result),
    goodput: result.answeredInTime / result.seconds / capacity,
    refusalP99Ms: inService ?? percentileMs(result.refusal, 99),
    memoryGrowth: memoryAfter / memoryBefore - 1,
    normalAfterMs: result.tailMs + recoveredMs,
    quiet,
    flood: result,
  };
};

const judge = (surface: string, target: Target, outcome: Outcome, times: number, stage: Stage): void => {
  const { flood: result } = outcome;
  const ratio = outcome.overloadP99Ms / Math.max(0.001, outcome.quietP99Ms);
  const name = `overload.${surface}`;
  stage.figure(name, ratio, 'ratio');
  stage.figure(`${name}.2`, outcome.goodput, 'ratio');
  stage.figure(`${name}.3`, outcome.refusalP99Ms, 'ms');
  stage.figure(`${name}.4`, outcome.memoryGrowth, 'ratio');
  stage.figure(`${name}.5`, outcome.normalAfterMs, 'ms');
  stage.figure(`${name}.refusal-at-caller`, percentileMs(result.refusal, 99), 'ms');
  stage.figure(`${name}.capacity`, outcome.capacity, '/s');
  stage.figure(`${name}.offered`, result.offered / result.seconds, '/s');
  stage.figure(`${name}.quiet-p99`, outcome.quietP99Ms, 'ms');
  stage.figure(`${name}.p99`, outcome.overloadP99Ms, 'ms');
  judgeTime(name, [outcome.quiet, result], stage);
  stage.atMost(`${surface}: p99 of accepted, times that at half capacity`, ratio, P99_TIMES_MAX);
  stage.atLeast(`${surface}: goodput, share of capacity`, outcome.goodput, GOODPUT_MIN);
  stage.atMost(`${surface}: refusal p99 from entry, ms`, outcome.refusalP99Ms, REFUSAL_MAX_MS);
  if (Number.isFinite(outcome.memoryGrowth)) {
    stage.atMost(`${surface}: memory growth`, outcome.memoryGrowth, MEMORY_GROWTH_MAX);
  } else stage.say(`${surface}: this service does not tell its memory`);
  stage.atMost(`${surface}: normal again, ms`, outcome.normalAfterMs, NORMAL_AGAIN_MAX_MS);
  stage.atLeast(`${surface}: refusals`, result.refused, 100);
  stage.atLeast(`${surface}: commands answered`, result.answered, 500);
  stage.atLeast(
    `${surface}: offered, times capacity`,
    result.offered / result.seconds / outcome.capacity,
    times * 0.9,
  );
  stage.expect(`${surface}: nothing fails`, result.failed === 0, () => `${result.failed} failed`);
  stage.expect(`${surface}: refusals are E_OVERLOAD with a time to come back`, target.badRefusals === 0, () =>
    String(target.badRefusals),
  );
};

/** The figures of the row: the worst of the surfaces that ran. */
const worst = (outcomes: readonly Outcome[], stage: Stage): void => {
  const most = (of: (outcome: Outcome) => number): number => Math.max(...outcomes.map(of));
  stage.figure(
    'overload',
    most((outcome) => outcome.overloadP99Ms / Math.max(0.001, outcome.quietP99Ms)),
    'ratio',
  );
  stage.figure('overload.2', Math.min(...outcomes.map(({ goodput }) => goodput)), 'ratio');
  stage.figure(
    'overload.3',
    most(({ refusalP99Ms }) => refusalP99Ms),
    'ms',
  );
  stage.figure(
    'overload.4',
    most(({ memoryGrowth }) => memoryGrowth),
    'ratio',
  );
  stage.figure(
    'overload.5',
    most(({ normalAfterMs }) => normalAfterMs),
    'ms',
  );
};

/** Far too much work, in process and over HTTP: what is accepted stays quick, the rest is refused at once. */
export const overload: Scenario = {
  name: 'overload',
  summary: '10 times capacity in process, 3 times over HTTP: quick answers, quick refusals, no growth',
  defaults: { players: 2_000, seconds: 5, rate: 4_000 },
  surfaces: ['inproc', 'http'],
  async run(settings, stage) {
    const { players, store, surface, url, isBroken } = settings;
    const outcomes: Outcome[] = [];
    if (surface !== 'http' && url === undefined) {
      const hall = await openHall({ store });
      await enrolAll(hall.engine, players);
      const target = engineTarget(hall, { admits: isBroken });
      const outcome = await flood(target, IN_PROCESS_TIMES, settings, stage);
      judge('inproc', target, outcome, IN_PROCESS_TIMES, stage);
      outcomes.push(outcome);
      await target.close();
    }
    if (surface !== 'inproc') {
      const people = Math.min(players, 2_000);
      const target = await httpTarget({ url, players: people, admits: isBroken });
      const firstRate = Math.min(settings.rate, HTTP_FIRST_RATE);
      const asked = { ...settings, players: people, rate: firstRate };
      const outcome = await flood(target, HTTP_TIMES, asked, stage);
      judge('http', target, outcome, HTTP_TIMES, stage);
      outcomes.push(outcome);
      await target.close();
    }
    worst(outcomes, stage);
  },
};
