import type { Bus } from '#events/bus.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { Rng } from '#game/shared/rng.ts';
import type { Clock } from '#ports/clock.ts';
import type { Dispatcher } from '#ports/dispatcher.ts';
import type { Followers } from '#ports/followers.ts';
import type { Router } from '#ports/router.ts';
import type { Store } from '#ports/store.ts';
import type { AnyKind } from './define-entity.ts';
import type { Engine } from './engine-api.ts';
import type { Follower, FollowerRunner } from './follower-runner.ts';
import type { Guards } from './guards.ts';
import type { Alarm } from './kind-runtime.ts';

/** What the kit is built from. */
export interface EngineOptions {
  readonly kinds: readonly AnyKind[];
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly router: Router;
  readonly bus: Bus;
  readonly followers?: readonly Follower[];
  /** Told of everything that went wrong inside, for logs and metrics. */
  readonly onAlarm?: (what: Alarm, self: EntityRef | undefined, error: unknown) => void;
  /** Told of everybody who was erased, here or by another process: whatever else is remembered of them must go. */
  readonly onForgotten?: (userId: string) => void;
  /** Told the size of each batch of the journal, for the metrics. */
  readonly onBatch?: (size: number) => void;
  /** The simulator's wiring only. */
  readonly guards?: Guards;
  /** Source of ids and of the rules' randomness; the simulator passes a seeded one. */
  readonly rng?: Rng;
}

/** The running kit: what commands see ({@link Engine}) and what wiring needs to start, look at and end it. */
export interface RunningEngine extends Engine {
  /** Read models of the followers, opened. */
  readonly views: Pick<Followers, 'rows'>;
  /** Whether this process looks after an entity; if not, its commands go to the one that does. */
  isHere(ref: EntityRef): boolean;
  /** Takes over what the last process left: effects, reminders, followers. */
  start(): Promise<void>;
  /**
   * Stops intake, finishes what is in flight, releases the shards, at most a second after `timeoutMs`. `false`: time was up
   * first, or something failed, which was an alarm. It never fails.
   */
  drain(timeoutMs: number): Promise<boolean>;
  /** Stops at once, as a crash would; nothing is flushed. */
  kill(): void;
  /** Resolves when nothing is decided and not durable, no effect is on its way and every follower has caught up. */
  settled(): Promise<void>;
  /** Names of the live children in the real tree: kind → holders → entities. */
  walk(): Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly followers: readonly FollowerRunner[];
  /** Lets one more follow the log from its checkpoint on; answers the way to end it. @throws Fault */
  follow(follower: Follower): Promise<() => void>;
}
