import { type Keys } from '#ports/keys.ts';
import { type MemoryBacking } from './backing.ts';
import { type Calls } from './calls.ts';

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
});
