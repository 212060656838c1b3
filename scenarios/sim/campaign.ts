import { Worker } from 'node:worker_threads';
import { KINDS } from '#actors/guardian.ts';
import type { Guards } from '#actors/kit/guards.ts';
import { FAULT_KINDS, type FaultCounts, noFaults } from './faults.ts';
import type { SimResult } from './simulate.ts';
import type { Violation } from './world.ts';

/** A seed that takes longer than this hangs: it counts as failed. */
const SEED_MAX_MS = 30_000;
/** Seeds given to a worker at a time. */
const SEEDS_AT_ONCE = 10;

/** What a worker is asked to run. */
export interface SeedOrder {
  readonly seeds: readonly number[];
  readonly guards: Guards | undefined;
  readonly isBrief: boolean;
}

export interface Failure {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

export interface CampaignOptions {
  readonly firstSeed: number;
  readonly seeds: number;
  readonly workers: number;
  readonly guards?: Guards;
  /** Stops at the first failing seed. */
  readonly untilFailure?: boolean;
  readonly onProgress?: (done: number, failed: number) => void;
}

export interface CampaignResult {
  readonly seeds: number;
  readonly failures: readonly Failure[];
  readonly faults: Readonly<FaultCounts>;
  readonly checked: Readonly<Record<string, number>>;
  readonly commands: number;
  readonly logged: number;
  /** The smallest seed: how many entities and commands of clients it had. */
  readonly leastEntities: number;
  readonly leastCommands: number;
  /** By kind of the service: how many entities that something happened to the seed had that had fewest of them. */
  readonly leastOfKind: Readonly<Record<string, number>>;
  readonly durationMs: number;
}

/** Adds up what the seeds report. */
class Tally {
  readonly failures: Failure[] = [];
  readonly faults = noFaults();
  readonly checked: Record<string, number> = {};
  seeds = 0;
  commands = 0;
  logged = 0;
  leastEntities = Number.POSITIVE_INFINITY;
  leastCommands = Number.POSITIVE_INFINITY;
  readonly leastOfKind: Record<string, number> = Object.fromEntries(
    KINDS.map(({ kind }) => [kind, Number.POSITIVE_INFINITY]),
  );

  add(result: SimResult): void {
    this.seeds += 1;
    this.commands += result.commands;
    this.logged += result.logged;
    this.leastEntities = Math.min(this.leastEntities, result.entities);
    this.leastCommands = Math.min(this.leastCommands, result.commands);
    for (const kind of FAULT_KINDS) this.faults[kind] += result.faults[kind];
    for (const [kind, least] of Object.entries(this.leastOfKind)) {
      this.leastOfKind[kind] = Math.min(least, result.kinds[kind] ?? 0);
    }
    for (const [name, count] of Object.entries(result.checked)) {
      this.checked[name] = (this.checked[name] ?? 0) + count;
    }
    if (!result.ok) this.failures.push({ seed: result.seed, violations: result.violations });
  }

  hung(seed: number): void {
    this.seeds += 1;
    this.failures.push({ seed, violations: [{ invariant: 'a run ends', detail: 'it hung', step: 0 }] });
  }
}

/** Runs many seeds on worker threads; results do not depend on how many there are. */
export const runCampaign = async (options: CampaignOptions): Promise<CampaignResult> => {
  const { firstSeed, seeds, workers, guards, untilFailure = false, onProgress } = options;
  const startedMs = performance.now();
  const tally = new Tally();
  let next = firstSeed;
  const isOver = (): boolean => next >= firstSeed + seeds || (untilFailure && tally.failures.length > 0);
  const take = (): readonly number[] => {
    const count = isOver() ? 0 : Math.min(untilFailure ? 2 : SEEDS_AT_ONCE, firstSeed + seeds - next);
    const taken = Array.from({ length: count }, (_, index) => next + index);
    next += count;
    return taken;
  };
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let worker: Worker;
      let watchdog: NodeJS.Timeout | undefined;
      let left: number[] = [];
      const watch = (): void => {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => {
          void worker.terminate();
          const [hung, ...others] = left;
          if (hung !== undefined) tally.hung(hung);
          open(others);
        }, SEED_MAX_MS);
      };
      const order = (seedsOfOrder: readonly number[]): void => {
        left = [...seedsOfOrder];
        if (left.length === 0) {
          clearTimeout(watchdog);
          void worker.terminate().then(() => resolve());
          return;
        }
        watch();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage({ seeds: left, guards, isBrief: untilFailure } satisfies SeedOrder);
      };
      const open = (first: readonly number[]): void => {
        worker = new Worker(new URL('./seed-worker.ts', import.meta.url));
        worker.on('error', (error) => {
          clearTimeout(watchdog);
          reject(error instanceof Error ? error : new Error(String(error)));
        });
        worker.on('message', (result: SimResult) => {
          left.shift();
          tally.add(result);
          onProgress?.(tally.seeds, tally.failures.length);
          watch();
          if (left.length === 0) order(take());
        });
        order(first.length > 0 ? first : take());
      };
      open([]);
    });
  await Promise.all(Array.from({ length: workers }, work));
  const { failures, faults, checked, commands, logged, leastCommands, leastEntities, leastOfKind } = tally;
  return {
    seeds: tally.seeds,
    failures: failures.toSorted((a, b) => a.seed - b.seed),
    faults,
    checked,
    commands,
    logged,
    leastEntities,
    leastCommands,
    leastOfKind,
    durationMs: performance.now() - startedMs,
  };
};
