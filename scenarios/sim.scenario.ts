import { ALL_GUARDS, type Guards } from '#actors/kit/guards.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { runCampaign } from './sim/campaign.ts';
import { FAULT_KINDS } from './sim/faults.ts';
import { simulate } from './sim/simulate.ts';

const WORKERS = 2;
const SEEDS_DEFAULT = 300;
/** With at least this many seeds each kind of fault must have come up at least {@link FAULTS_MIN} times. */
const SEEDS_FOR_ALL_FAULTS = 1_000;
const FAULTS_MIN = 100;
const LINES_SHOWN = 40;

/** One seed again, with the end of what happened. */
const replay = async (seed: number, guards: Guards, stage: Stage): Promise<void> => {
  const result = await simulate(seed, { guards, isTraced: true });
  for (const line of result.trace?.slice(-LINES_SHOWN) ?? []) stage.say(line.slice(0, 200));
  for (const [name, checked] of Object.entries(result.checked)) stage.expect(name, true, undefined, checked);
  for (const { invariant, detail, step } of result.violations) {
    stage.expect(invariant, false, () => `step ${step}: ${detail}`, 0);
  }
  stage.say(`hash ${result.hash}, ${result.steps} steps, ${result.commands} commands`);
};

/** Many seeds: promises, and a minimum of work and of faults. */
const campaign = async (firstSeed: number, seeds: number, guards: Guards, stage: Stage): Promise<void> => {
  const result = await runCampaign({
    firstSeed,
    seeds,
    workers: WORKERS,
    guards,
    onProgress: (done, failed) => stage.progress(`${done} of ${seeds} seeds, ${failed} failed`),
  });
  const broken = new Map<string, string>();
  for (const { seed, violations } of result.failures) {
    for (const { invariant, detail } of violations) {
      const replayWith = `npm run scenario -- sim --seed ${seed}`;
      if (!broken.has(invariant)) broken.set(invariant, `${detail}. Replay: ${replayWith}`);
    }
  }
  for (const [name, checked] of Object.entries(result.checked)) stage.expect(name, true, undefined, checked);
  for (const [name, detail] of broken) stage.expect(name, false, () => detail, 0);
  stage.atLeast('seeds', result.seeds, seeds);
  stage.atLeast('entities of the smallest seed', result.leastEntities, 50);
  stage.atLeast('commands of the smallest seed', result.leastCommands, 100);
  for (const [kind, least] of Object.entries(result.leastOfKind)) {
    stage.atLeast(`entities of kind ${kind} in each seed`, least, 1);
  }
  for (const kind of FAULT_KINDS) {
    stage.figure(`sim.${kind}`, result.faults[kind], 'count');
    if (seeds >= SEEDS_FOR_ALL_FAULTS) stage.atLeast(`faults: ${kind}`, result.faults[kind], FAULTS_MIN);
  }
  stage.figure('sim', result.durationMs, 'ms');
};

/** Seeds of faults over the production kit, journal contract and rules; with `--seed` alone that one again. */
export const sim: Scenario = {
  name: 'sim',
  summary: 'seeds of crashes, lost answers, ghosts, stale owners and clock jumps; every promise holds',
  defaults: { rounds: 0 },
  surfaces: ['inproc'],
  async run({ seed, isSeedGiven, rounds, isBroken }, stage) {
    const guards = isBroken ? { ...ALL_GUARDS, dedup: false } : ALL_GUARDS;
    const seeds = rounds > 0 ? rounds : isSeedGiven ? 1 : SEEDS_DEFAULT;
    await (seeds === 1 ? replay(seed, guards, stage) : campaign(seed, seeds, guards, stage));
  },
};
