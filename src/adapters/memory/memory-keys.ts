import type { Keys } from '#ports/keys.ts';
import type { MemoryBacking } from './backing.ts';
import type { Calls } from './calls.ts';

/** Keys in memory; `randomKey` gives 32 bytes. */
export const createMemoryKeys = (backing: MemoryBacking, calls: Calls, randomKey: () => Buffer): Keys => ({
  deployment: async () =>
    calls.call('keys', () => {
      backing.deploymentKey ??= randomKey();
      return Buffer.from(backing.deploymentKey);
    }),
  user: async (userId, options) =>
    calls.call('keys', () => {
      let key = backing.userKeys.get(userId);
      if (key === undefined && options?.create === true) {
        key = randomKey();
        backing.userKeys.set(userId, key);
      }
      return key === undefined || key === 'erased' ? undefined : Buffer.from(key);
    }),
  erase: async (userId) =>
    calls.call('keys', () => {
      backing.userKeys.set(userId, 'erased');
    }),
  list: async (after, limit) =>
    calls.call('keys', () =>
      [...backing.userKeys]
        .filter(([userId]) => userId > after)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([userId, key]) => ({ userId, key: key === 'erased' ? undefined : Buffer.from(key) })),
    ),
  adoptDeployment: async (key) =>
    calls.call('keys', () => {
      backing.deploymentKey ??= Buffer.from(key);
      return Buffer.from(backing.deploymentKey);
    }),
  adoptUser: async (userId, key) =>
    calls.call('keys', () => {
      const held = backing.userKeys.get(userId) ?? Buffer.from(key);
      backing.userKeys.set(userId, held);
      return held === 'erased' ? undefined : Buffer.from(held);
    }),
});
