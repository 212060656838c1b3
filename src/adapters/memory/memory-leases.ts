import { type Leases, SHARDS } from '#ports/leases.ts';

/** Leases that a simulator can take away and give. */
export interface MemoryLeases extends Leases {
  /** Ends ownership of these shards; the owner is told. */
  revoke(shards: Iterable<number>): void;
  /** Gives these shards up as a process does that has more than its share. */
  giveUp(shards: Iterable<number>): Promise<void>;
  /** Gives these shards to this view under a new epoch; the owner is told. */
  grant(shards: Iterable<number>): void;
}

/** Owners as all views of the same data know them. */
export type Owners = Map<number, string>;

/** All shards, under an epoch of this opening; `nextEpoch` never gives a number twice. */
export const createMemoryLeases = (
  nextEpoch: () => number,
  isExclusive: boolean,
  owners: Owners,
): MemoryLeases => {
  const epochs = new Map<number, number>();
  const leaving = new Set<(shards: ReadonlySet<number>) => Promise<void>>();
  const listeners = new Set<(shard: number, epoch: number | undefined) => void>();
  const tell = (shard: number, epoch: number | undefined): void => {
    for (const listener of listeners) listener(shard, epoch);
  };
  const revoke = (shards: Iterable<number>): void => {
    for (const shard of shards) {
      if (!epochs.delete(shard)) continue;
      if (owners.get(shard) === self) owners.delete(shard);
      tell(shard, undefined);
    }
  };
  const first = nextEpoch();
  const self = `memory-${first}`;
  for (let shard = 0; shard < SHARDS; shard += 1) {
    epochs.set(shard, first);
    owners.set(shard, self);
  }
  return {
    isExclusive,
    self,
    ownerOf: (shard) => owners.get(shard),
    lookAgain: () => undefined,
    onLeaving: (listener) => {
      leaving.add(listener);
      return () => {
        leaving.delete(listener);
      };
    },
    giveUp: async (shards) => {
      const given = new Set(shards);
      await Promise.all([...leaving].map((listener) => listener(given)));
      revoke(given);
    },
    epochOf: (shard) => epochs.get(shard),
    owned: () => new Set(epochs.keys()),
    onChange: (listener) => {
      const mine = (shard: number, epoch: number | undefined): void => listener(shard, epoch);
      listeners.add(mine);
      return () => {
        listeners.delete(mine);
      };
    },
    release: async () => {
      revoke([...epochs.keys()]);
      return Promise.resolve();
    },
    revoke,
    grant: (shards) => {
      const epoch = nextEpoch();
      for (const shard of shards) {
        epochs.set(shard, epoch);
        owners.set(shard, self);
        tell(shard, epoch);
      }
    },
  };
};
