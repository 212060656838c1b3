import type { Moving } from '#ports/moving.ts';
import type { Calls } from './calls.ts';
import { int64 } from './codec.ts';
import type { Collections } from './collections.ts';
import type { LeaseRows } from './lease-rows.ts';

const MARK = 'moving';

/** Moving house on MongoDB: the mark lies beside the version of the database. */
export const createMongoMoving = (
  calls: Calls,
  { meta, leases }: Collections,
  rows: Pick<LeaseRows, 'others'>,
): Moving => ({
  others: async () => [...(await rows.others()).values()],
  mark: async () => (await calls.run('moving', () => meta.findOne({ _id: MARK })))?.copy,
  setMark: async (copy) => {
    await calls.run('moving', async () =>
      copy === undefined
        ? meta.deleteOne({ _id: MARK })
        : meta.updateOne({ _id: MARK }, { $set: { copy } }, { upsert: true }),
    );
  },
  raiseEpochs: async (epoch) => {
    await calls.run('moving', () =>
      leases.updateMany({ epoch: { $lt: int64(epoch) } }, { $set: { epoch: int64(epoch) } }),
    );
  },
});
