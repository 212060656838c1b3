import { type Leases, SHARDS } from '#ports/leases.ts';

const SELF = 'embedded';

/** The embedded store's leases: this process owns every shard, under the epoch of this opening. */
export const createSqliteLeases = (epoch: number): Leases => {
  const owned = new Set(Array.from({ length: SHARDS }, (_, shard) => shard));
  const listeners = new Set<(shard: number, epoch: number | undefined) => void>();
  return {
    isExclusive: true,
    self: SELF,
    ownerOf: (shard) => (owned.has(shard) ? SELF : undefined),
    // there is nobody to give a shard to
    lookAgain: () => undefined,
    onLeaving: () => () => undefined,
    epochOf: (shard) => (owned.has(shard) ? epoch : undefined),
    owned: () => owned,
    onChange: (listener) => {
      const mine = (shard: number, now: number | undefined): void => listener(shard, now);
      listeners.add(mine);
      return () => {
        listeners.delete(mine);
      };
    },
    release: async () => {
      for (const shard of owned) {
        owned.delete(shard);
        for (const listener of listeners) listener(shard, undefined);
      }
      return Promise.resolve();
    },
  };
};
