import type { AppendFate, MemoryFaults } from '#adapters/memory/faults.ts';
import type { Rng } from '#game/shared/rng.ts';
import type { Commit } from '#ports/commit.ts';
import { between, oneIn } from './chance.ts';

/** Every kind of fault that a run may meet. */
export const FAULT_KINDS = [
  'crash',
  'stale-owner',
  'lost-lease',
  'moved-shards',
  'lost-acknowledgement',
  'lost-request',
  'ghost-write',
  'rollback',
  'refused-write',
  'failed-effect',
  'failed-read',
  'slow-answer',
  'entity-crash',
  'clock-forward',
  'clock-back',
  'duplicate-retry',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type FaultCounts = Record<FaultKind, number>;

/** No faults yet. */
export const noFaults = (): FaultCounts =>
  Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as FaultCounts;

/** Per mille of appends or calls; each seed has its own weather. */
interface Weather {
  readonly ackLost: number;
  readonly lost: number;
  readonly ghost: number;
  readonly rollback: number;
  readonly refused: number;
  readonly failedEffect: number;
  readonly failedRead: number;
  readonly slow: number;
}

const weatherOf = (rng: Rng): Weather => ({
  ackLost: between(rng, 0, 40),
  lost: between(rng, 0, 30),
  ghost: between(rng, 0, 30),
  rollback: between(rng, 0, 20),
  refused: between(rng, 0, 10),
  failedEffect: between(rng, 0, 40),
  failedRead: between(rng, 0, 30),
  slow: between(rng, 0, 150),
});

const isEffect = (commit: Commit): boolean => commit.cmds.some(({ id }) => id.includes('#'));

/** Deals faults to the store from a seed and counts them; `calm` ends all of it. */
export class FaultPlan {
  readonly counts = noFaults();
  readonly #rng: Rng;
  readonly #weather: Weather;
  isCalm = false;

  constructor(rng: Rng) {
    this.#rng = rng;
    this.#weather = weatherOf(rng);
  }

  /** The faults of one view of the store. */
  readonly store: MemoryFaults = {
    fate: (commit) => this.#fate(commit),
    unavailable: (operation) => operation !== 'append' && this.#deal('failed-read', this.#weather.failedRead),
    delayMs: () => (this.#deal('slow-answer', this.#weather.slow) ? between(this.#rng, 1, 400) : 0),
    settleAfterMs: () => between(this.#rng, 5, oneIn(this.#rng, 30) ? 40_000 : 2_000),
    repeats: () => (this.isCalm ? 0 : between(this.#rng, 0, 3)),
  };

  #deal(kind: FaultKind, perMille: number): boolean {
    if (this.isCalm || !oneIn(this.#rng, perMille)) return false;
    this.counts[kind] += 1;
    return true;
  }

  #fate(commit: Commit): AppendFate {
    const weather = this.#weather;
    if (this.#deal('lost-acknowledgement', weather.ackLost)) return 'ack-lost';
    if (this.#deal('lost-request', weather.lost)) return 'lost';
    if (this.#deal('ghost-write', weather.ghost)) return 'ghost';
    if (this.#deal('rollback', weather.rollback)) return 'rollback';
    if (isEffect(commit) && this.#deal('failed-effect', weather.failedEffect)) return 'refused';
    if (this.#deal('refused-write', weather.refused)) return 'refused';
    return 'committed';
  }
}
