import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock, type VirtualClock } from '#adapters/memory/virtual-clock.ts';
import { type EntityRef, refKey } from '#game/shared/ids.ts';
import type { Rng } from '#game/shared/rng.ts';
import { Fault } from '#ports/fault.ts';
import { chanceOf, fold } from './chance.ts';
import { FaultPlan } from './faults.ts';
import { Schedule } from './schedule.ts';

/** A promise that was broken, and when. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
  readonly step: number;
}

const VIOLATIONS_KEPT = 20;

/** Everything that outlives a process of the simulator: time, the data, the seed's dice and what went wrong. */
export class World {
  readonly seed: number;
  readonly rng: Rng;
  readonly clock: VirtualClock = createVirtualClock();
  readonly backing: MemoryBacking = createMemoryBacking();
  readonly schedule: Schedule;
  readonly plan: FaultPlan;
  readonly violations: Violation[] = [];
  /** How often each promise was put to the test. */
  readonly checked = new Map<string, number>();
  readonly trace: string[] | undefined;
  /** Running hash of everything that happened. */
  hash = 0x811c9dc5;

  constructor(seed: number, isTraced: boolean) {
    this.seed = seed;
    this.rng = chanceOf(seed, 1);
    this.schedule = new Schedule(chanceOf(seed, 2));
    this.plan = new FaultPlan(chanceOf(seed, 3));
    this.trace = isTraced ? [] : undefined;
  }

  note(text: string): void {
    this.hash = fold(this.hash, text);
    this.trace?.push(`${this.schedule.steps} ${this.clock.monoMs()} ${text}`);
  }

  violate(invariant: string, detail: string): void {
    this.note(`VIOLATED ${invariant}: ${detail}`);
    if (this.violations.length < VIOLATIONS_KEPT) {
      this.violations.push({ invariant, detail, step: this.schedule.steps });
    }
  }

  /** Counts a check and notes its failure. */
  expect(invariant: string, holds: boolean, detail: () => string): void {
    this.checked.set(invariant, (this.checked.get(invariant) ?? 0) + 1);
    if (!holds) this.violate(invariant, detail());
  }

  isFault(error: unknown): error is Fault {
    return error instanceof Fault;
  }

  /** What the kit reports: faults of the store and crashes on purpose are the simulator's own doing, the rest is not. */
  alarm(what: string, self: EntityRef | undefined, error: unknown): void {
    const isOwnDoing =
      what === 'refused' ||
      (error instanceof Fault && what !== 'quarantine') ||
      (what === 'crash' && error instanceof Error && error.message === 'crashed on purpose');
    const text = error instanceof Error ? error.message : String(error);
    this.note(`alarm ${what} ${self === undefined ? '' : refKey(self)} ${text}`);
    if (!isOwnDoing) this.violate('nothing breaks inside', `${what}: ${text}`);
  }
}
