import { randomBytes } from 'node:crypto';
import { sfc32, type Rng } from '#game/shared/rng.ts';
import type { Clock } from '#ports/clock.ts';
import type { Store } from '#ports/store.ts';
import { createMemoryBacking, settle, type MemoryBacking } from './backing.ts';
import { createCalls } from './calls.ts';
import type { AppendFate, Defer, MemoryFaults, Operation } from './faults.ts';
import { createMemoryDeadLetters, createMemoryOutbox, createMemoryReminders } from './memory-delivery.ts';
import { createMemoryFollowers } from './memory-followers.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { createMemoryKeys } from './memory-keys.ts';
import { createMemoryLeases } from './memory-leases.ts';
import { createMemoryMoving } from './memory-moving.ts';
import { createMemorySnapshots } from './memory-snapshots.ts';

export interface MemoryStoreOptions {
  readonly clock: Clock;
  /** Share one to open several views (processes) of the same data. */
  readonly backing?: MemoryBacking;
  readonly faults?: MemoryFaults;
  /** Makes keys reproducible. */
  readonly seed?: number;
  /** Followers get commits shuffled across streams. */
  readonly shuffleSeed?: number;
  /** What the leases say about it, default false: another view may share the backing. */
  readonly isExclusive?: boolean;
  /** Default: every step runs in the next microtask. */
  readonly defer?: Defer;
}

/** The hand that plays fate. */
interface MemoryControl {
  /** How often each fate was dealt by this view. */
  readonly dealt: Readonly<Record<AppendFate, number>>;
  /** Keys of writes that are neither there nor gone. */
  unsettled(): readonly string[];
  /** Settles one of them, or all. */
  settle(key?: string): void;
  revoke(shards: Iterable<number>): void;
  grant(shards: Iterable<number>): void;
  /** Gives shards up in good order. */
  giveUp(shards: Iterable<number>): Promise<void>;
  /** This process dies: no answer reaches it any more, and waiting effects happen unless `lost`. */
  kill(lost?: (operation: Operation) => boolean): void;
}

/** A store whose data lives as long as its backing, with a hand on its faults. */
export interface MemoryStore extends Store {
  readonly control: MemoryControl;
  readonly backing: MemoryBacking;
}

const inMicrotask: Defer = (_operation, _answer, run) => queueMicrotask(run);

const rngOf = (seed: number, salt: number): Rng => sfc32(seed, salt, 0x9e3779b9, 0x243f6a88);

const keyFrom = (rng: Rng): Buffer => {
  const key = Buffer.alloc(32);
  for (let offset = 0; offset < 32; offset += 4) key.writeUInt32LE(rng.next(), offset);
  return key;
};

/** Opens a view of data in memory: passes the same contract as the durable stores and breaks on demand. */
export const openMemoryStore = (options: MemoryStoreOptions): MemoryStore => {
  const { clock, faults = {}, seed, shuffleSeed, defer = inMicrotask } = options;
  const backing = options.backing ?? createMemoryBacking();
  const calls = createCalls({ clock, faults, defer });
  const dealt: Record<AppendFate, number> = {
    committed: 0,
    'ack-lost': 0,
    lost: 0,
    ghost: 0,
    rollback: 0,
    refused: 0,
  };
  const keyRng = seed === undefined ? undefined : rngOf(seed, backing.lastEpoch);
  const leases = createMemoryLeases(
    () => {
      backing.lastEpoch += 1;
      return backing.lastEpoch;
    },
    options.isExclusive ?? false,
    backing.owners,
  );
  return {
    backing,
    journal: createMemoryJournal({ backing, calls, clock, faults, dealt }),
    snapshots: createMemorySnapshots(backing, calls),
    outbox: createMemoryOutbox(backing, calls),
    reminders: createMemoryReminders(backing, calls),
    followers: createMemoryFollowers({
      backing,
      calls,
      faults,
      shuffle: shuffleSeed === undefined ? undefined : rngOf(shuffleSeed, 1),
    }),
    deadLetters: createMemoryDeadLetters(backing, calls),
    keys: createMemoryKeys(backing, calls, () => (keyRng === undefined ? randomBytes(32) : keyFrom(keyRng))),
    leases,
    moving: createMemoryMoving(backing, calls),
    control: {
      dealt,
      unsettled: () => [...backing.unsettled.keys()],
      settle: (key) => {
        for (const waiting of key === undefined ? [...backing.unsettled.keys()] : [key])
          settle(backing, waiting);
      },
      revoke: (shards) => leases.revoke(shards),
      grant: (shards) => leases.grant(shards),
      giveUp: (shards) => leases.giveUp(shards),
      kill: (lost = () => false) => calls.kill(lost),
    },
    describe: async () =>
      Promise.resolve({ engine: 'memory', commits: backing.log.length, bytes: backing.bytes }),
    close: async () => {
      calls.close();
      return Promise.resolve();
    },
  };
};
