import type { Cluster, ClusterView } from '#commands/cluster.ts';

/** A process that nobody is beside and that has so many of the shards; `more`: what it shows otherwise. */
export const aloneWith = (shards: number, more: Partial<ClusterView> = {}): Cluster => {
  const queues = { outbox: 0, dueReminders: 0, deadLetters: 0 };
  return {
    self: 'test',
    look: async () => ({
      atMs: 0,
      processes: [{ id: 'test', shards, isSelf: true }],
      owners: Array.from({ length: 256 }, (_, shard) => (shard < shards ? 0 : null)),
      epochs: Array.from({ length: 256 }, () => null),
      queues,
      ...more,
    }),
    brief: async () => ({
      shards: { own: shards, others: 0, nobody: 256 - shards },
      followerLagMs: {},
      queues,
    }),
    find: async () => [],
  };
};
