import { LEASE_TTL_MS, planShare, RENEWALS_A_TTL, someOf, TRUST } from '#adapters/mongo/sharing.ts';
import { randomBelow, type Rng } from '#game/shared/rng.ts';
import { SHARDS } from '#ports/leases.ts';
import { chanceOf } from '../sim/chance.ts';

/** How long it takes until news of a lease is heard and looked at, ms: least and most. */
const NEWS_MS = [5, 60] as const;
const RENEW_EVERY_MS = LEASE_TTL_MS / RENEWALS_A_TTL;

/** One fleet and what happens to it. */
export interface ShardPlan {
  readonly seed: number;
  readonly processes: number;
  /** Virtual time with failures, ms. */
  readonly lastsMs: number;
  /** Crashes and orderly restarts, all over that time. */
  readonly crashes: number;
  readonly restarts: number;
  /** How long a process is away, ms. */
  readonly awayMs: number;
  /** Takes shards without looking whether they are free. */
  readonly isBroken: boolean;
}

/** What was seen. */
export interface ShardResult {
  readonly moves: number;
  /** Shards that an owner left, by dying or by ending, and that newcomers were owed. */
  readonly owed: number;
  /** Times without an owner after the start, ms, sorted. */
  readonly gapsMs: readonly number[];
  /** Part of all shard time without an owner. */
  readonly unowned: number;
  /** Times that a process took a shard whose owner still trusted its lease. */
  readonly doubles: number;
  /** Most and least shards of a process at the quiet end. */
  readonly most: number;
  readonly least: number;
  readonly events: number;
}

interface Lease {
  owner: Process | undefined;
  untilMs: number;
  freeSinceMs: number | undefined;
}

interface Process {
  readonly own: Set<number>;
  isAlive: boolean;
  memberUntilMs: number;
  trustedUntilMs: number;
  isTold: boolean;
  /** Each start has another number: what was planned for an earlier one is dropped. */
  start: number;
}

/** Shards, leases judged by one clock, and processes that follow the production's rule. */
export class ShardWorld {
  readonly #plan: ShardPlan;
  readonly #rng: Rng;
  readonly #leases: Lease[] = Array.from({ length: SHARDS }, () => ({
    owner: undefined,
    untilMs: 0,
    freeSinceMs: 0,
  }));
  readonly #processes: Process[];
  /** By ms, in the order in which they were planned. */
  readonly #agenda = new Map<number, (() => void)[]>();
  #nowMs = 0;
  #moves = 0;
  #owed = 0;
  #doubles = 0;
  #events = 0;
  #gapMs = 0;
  readonly #gapsMs: number[] = [];

  constructor(plan: ShardPlan) {
    this.#plan = plan;
    this.#rng = chanceOf(plan.seed, plan.processes);
    this.#processes = Array.from({ length: plan.processes }, () => ({
      own: new Set<number>(),
      isAlive: false,
      memberUntilMs: 0,
      trustedUntilMs: 0,
      isTold: false,
      start: 0,
    }));
  }

  /** Starts everybody, lets failures happen, then waits until all is quiet. */
  run(): ShardResult {
    const { lastsMs, crashes, restarts, awayMs } = this.#plan;
    const settledMs = 60_000;
    for (const process of this.#processes) this.#at(this.#below(5_000), () => this.#begin(process));
    this.#until(settledMs);
    this.#moves = 0;
    this.#owed = 0;
    this.#gapMs = 0;
    this.#gapsMs.length = 0;
    for (let n = 0; n < crashes + restarts; n += 1) {
      const isCrash = n < crashes;
      // spread evenly, crashes among restarts: small fleets fail one at a time
      const slotMs = lastsMs / (crashes + restarts);
      const place = isCrash ? 2 * n : 2 * (n - crashes) + 1;
      const atMs = settledMs + Math.floor(place * slotMs) + this.#below(slotMs / 10);
      this.#at(atMs, () => this.#fail(isCrash, awayMs));
    }
    this.#until(settledMs + lastsMs + awayMs + 6 * LEASE_TTL_MS);
    const sizes = this.#processes.filter(({ isAlive }) => isAlive).map(({ own }) => own.size);
    return {
      moves: this.#moves,
      owed: this.#owed,
      gapsMs: this.#gapsMs.toSorted((a, b) => a - b),
      unowned: this.#gapMs / (SHARDS * (this.#nowMs - settledMs)),
      doubles: this.#doubles,
      most: Math.max(...sizes),
      least: Math.min(...sizes),
      events: this.#events,
    };
  }

  #below(ms: number): number {
    return randomBelow(this.#rng, Math.max(1, Math.floor(ms)));
  }

  #at(ms: number, act: () => void): void {
    const planned = this.#agenda.get(ms);
    if (planned === undefined) this.#agenda.set(ms, [act]);
    else planned.push(act);
  }

  #until(endMs: number): void {
    for (; this.#nowMs < endMs; this.#nowMs += 1) {
      const acts = this.#agenda.get(this.#nowMs);
      if (acts === undefined) continue;
      // more may be planned for this moment meanwhile
      for (const act of acts) {
        this.#events += 1;
        act();
      }
      this.#agenda.delete(this.#nowMs);
    }
  }

  #begin(process: Process): void {
    process.isAlive = true;
    process.start += 1;
    process.memberUntilMs = this.#nowMs + LEASE_TTL_MS;
    this.#balance(process);
    this.#tellAll();
    this.#renewLater(process);
  }

  #fail(isCrash: boolean, awayMs: number): void {
    const alive = this.#processes.filter((process) => process.isAlive);
    const process = alive[randomBelow(this.#rng, Math.max(1, alive.length))];
    if (process === undefined) return;
    process.isAlive = false;
    process.start += 1;
    this.#owed += process.own.size;
    for (const shard of process.own) {
      if (!isCrash) this.#free(shard);
      // a dead owner serves nobody from now on, though its lease runs on
      else this.#leaseOf(shard).freeSinceMs = this.#nowMs;
    }
    process.own.clear();
    if (!isCrash) {
      process.memberUntilMs = 0;
      this.#tellAll();
    }
    this.#at(this.#nowMs + awayMs, () => this.#begin(process));
  }

  #leaseOf(shard: number): Lease {
    const lease = this.#leases[shard];
    if (lease === undefined) throw new Error(`no shard ${shard}`);
    return lease;
  }

  #free(shard: number): void {
    const lease = this.#leaseOf(shard);
    lease.owner = undefined;
    lease.untilMs = 0;
    lease.freeSinceMs = this.#nowMs;
  }

  #renewLater(process: Process): void {
    const { start } = process;
    const laterMs = this.#nowMs + RENEW_EVERY_MS - 50 + this.#below(100);
    this.#at(laterMs, () => {
      if (process.start !== start) return;
      this.#look(process);
      this.#renewLater(process);
    });
  }

  /** Everybody hears of a change within a moment. */
  #tellAll(): void {
    for (const process of this.#processes) {
      if (!process.isAlive || process.isTold) continue;
      process.isTold = true;
      const { start } = process;
      this.#at(this.#nowMs + NEWS_MS[0] + this.#below(NEWS_MS[1] - NEWS_MS[0]), () => {
        process.isTold = false;
        if (process.start === start) this.#look(process);
      });
    }
  }

  #look(process: Process): void {
    process.memberUntilMs = this.#nowMs + LEASE_TTL_MS;
    process.trustedUntilMs = this.#nowMs + LEASE_TTL_MS * TRUST;
    for (const shard of process.own) this.#leaseOf(shard).untilMs = this.#nowMs + LEASE_TTL_MS;
    this.#balance(process);
  }

  #balance(process: Process): void {
    const alive = this.#processes.filter(({ memberUntilMs }) => memberUntilMs > this.#nowMs).length;
    const { give, take } = planShare([...process.own], Math.max(1, alive));
    if (give.length > 0) {
      this.#owed += give.length;
      for (const shard of give) {
        process.own.delete(shard);
        this.#free(shard);
      }
      this.#tellAll();
    }
    if (take === 0) return;
    const free: number[] = [];
    for (const [shard, { untilMs, owner }] of this.#leases.entries()) {
      if (this.#plan.isBroken ? owner !== process : untilMs <= this.#nowMs) free.push(shard);
    }
    const taken = someOf(free, take, this.#below(1_000) / 1_000);
    for (const shard of taken) this.#take(process, shard);
    if (taken.length > 0) this.#tellAll();
  }

  #take(process: Process, shard: number): void {
    const lease = this.#leaseOf(shard);
    const { owner } = lease;
    if (owner?.isAlive === true && owner.own.delete(shard) && owner.trustedUntilMs > this.#nowMs) {
      this.#doubles += 1;
    }
    if (lease.freeSinceMs !== undefined) {
      const gapMs = this.#nowMs - lease.freeSinceMs;
      this.#gapsMs.push(gapMs);
      this.#gapMs += gapMs;
    }
    Object.assign(lease, { owner: process, untilMs: this.#nowMs + LEASE_TTL_MS, freeSinceMs: undefined });
    process.own.add(shard);
    process.trustedUntilMs = this.#nowMs + LEASE_TTL_MS * TRUST;
    this.#moves += 1;
  }
}
