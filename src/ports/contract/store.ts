import { describe, expect, it } from 'vitest';
import { outboxContract, remindersContract } from './delivery.ts';
import { appendAll, commitOf, STREAM_A, withStore, type OpenStore } from './fixture.ts';
import { followersContract } from './followers.ts';
import { journalContract } from './journal.ts';
import { deadLettersContract, keysContract, leasesContract, movingContract } from './keys-and-letters.ts';
import { snapshotsContract } from './snapshots.ts';

/** Everything that a store promises, port by port. */
export const storeContract = (name: string, open: OpenStore): void => {
  journalContract(name, open);
  outboxContract(name, open);
  remindersContract(name, open);
  followersContract(name, open);
  snapshotsContract(name, open);
  keysContract(name, open);
  deadLettersContract(name, open);
  leasesContract(name, open);
  movingContract(name, open);

  describe(`${name} store`, () => {
    it(
      'says what it is',
      withStore(open, async ({ store }) => {
        expect(await store.describe()).toHaveProperty('engine');
      }),
    );

    it(
      'answers unknown to appends and E_UNAVAILABLE to all else once it is closed',
      withStore(open, async ({ store }) => {
        await appendAll(store, commitOf(STREAM_A, 1));
        await store.close();
        await store.close();
        expect(await appendAll(store, commitOf(STREAM_A, 2), commitOf(STREAM_A, 3))).toEqual([
          'unknown',
          'unknown',
        ]);
        await expect(store.journal.read(STREAM_A, 1, 1)).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
        await expect(store.keys.deployment()).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
      }),
    );
  });
};
