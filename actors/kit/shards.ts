import type { Clock } from '#ports/clock.ts';
import type { Leases } from '#ports/leases.ts';
import type { Committer } from './committer.ts';
import type { Far } from './far.ts';
import type { KindRuntime } from './kind-runtime.ts';
import { ending } from './messages.ts';
import type { OwnWork } from './own-work.ts';

/** After this long the outbox of a shard that came is read again, when it could not be, ms. */
const RECOVER_AGAIN_MS = 500;

/** What the shards' comings and goings need of the engine. */
export interface ShardsDeps {
  readonly kinds: ReadonlyMap<string, KindRuntime>;
  readonly far: Far;
  readonly clock: Clock;
  readonly committer: Committer;
  readonly own: () => OwnWork;
  readonly state: () => 'running' | 'draining' | 'ended';
  readonly alarm: (error: unknown) => void;
}

/** Lets entities come and go with the shards of this process. */
export class Shards {
  readonly #deps: ShardsDeps;
  /** Shards that came in this step, with their epochs: what they bring is read in one go. */
  #came = new Map<number, number>();

  constructor(deps: ShardsDeps) {
    this.#deps = deps;
  }

  /** Follows what the leases say; returns the way to stop it. */
  watch(leases: Leases): () => void {
    const stops = [
      leases.onChange((shard, epoch) => this.#changed(shard, epoch, leases)),
      leases.onLeaving((shards) => this.#handOver(shards)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** A shard that is gone takes its entities with it; one that came brings what its last owner left undone. */
  #changed(shard: number, epoch: number | undefined, leases: Leases): void {
    const { kinds, far, state } = this.#deps;
    far.settled(shard);
    for (const runtime of kinds.values()) {
      for (const entity of runtime.live.values()) if (entity.shard === shard) entity.leave(ending());
    }
    if (epoch === undefined || state() !== 'running') return;
    if (this.#came.size === 0) queueMicrotask(() => this.#arrived(leases));
    this.#came.set(shard, epoch);
  }

  #arrived(leases: Leases): void {
    const { own, clock } = this.#deps;
    const came = this.#came;
    this.#came = new Map();
    this.#recover(came, leases);
    // there may be some that nobody has looked for
    own().reminders.noticed(clock.nowMs());
    own().sweepSoon();
  }

  #recover(came: ReadonlyMap<number, number>, leases: Leases): void {
    const { own, alarm, clock } = this.#deps;
    own()
      .recover(new Set(came.keys()))
      .catch((error: unknown) => {
        alarm(error);
        clock.after(RECOVER_AGAIN_MS, () => {
          const left = new Map([...came].filter(([shard, epoch]) => leases.epochOf(shard) === epoch));
          if (left.size > 0) this.#recover(left, leases);
        });
      });
  }

  /** The same for all, where somebody else waits for them; what is decided is durable then. */
  async handOverAll(leases: Leases): Promise<void> {
    await this.#deps.committer.idle();
    if (!leases.isExclusive) await this.#handOver(leases.owned());
  }

  /** Finishes what is begun for these shards and puts their entities to sleep, so that nobody notices who has them next. */
  async #handOver(shards: ReadonlySet<number>): Promise<void> {
    const { kinds, far, state, committer } = this.#deps;
    far.leave(shards);
    for (const runtime of kinds.values()) {
      for (const entity of runtime.live.values()) {
        if (!shards.has(entity.shard)) continue;
        while (!entity.isSettled && state() !== 'ended') await this.#turn();
        if (entity.status !== 'quarantined') entity.stop();
      }
    }
    await committer.idle();
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.clock.after(1, resolve);
    });
  }
}
