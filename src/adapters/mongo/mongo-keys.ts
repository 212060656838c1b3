import { randomBytes } from 'node:crypto';
import { Binary } from 'mongodb';
import type { Fault } from '#ports/fault.ts';
import type { Keys } from '#ports/keys.ts';
import type { Calls } from './calls.ts';
import { keyText } from './codec.ts';
import type { Collections } from './collections.ts';
import { finalFault, isDuplicate } from './explain.ts';
import { endOf } from './keys-of-rows.ts';

const KEY_BYTES = 32;
const DEPLOYMENT = 'deployment';

const USER = 'user/';

const deploymentGone = (): Fault =>
  finalFault('the key of this deployment is gone from MongoDB: restore it from a backup');

const bytesOf = (_id: string, key: Binary | null): Buffer | undefined => {
  if (key === null) return undefined;
  const bytes = Buffer.from(key.value());
  if (bytes.length === KEY_BYTES) return bytes;
  throw finalFault(
    `the key ${_id} in MongoDB has ${bytes.length} bytes instead of ${KEY_BYTES}: restore it from a backup`,
  );
};

/** Keys on MongoDB; an erased person leaves a row without a key, so that none is made again. */
export const createMongoKeys = (calls: Calls, { keys }: Collections): Keys => {
  const find = async (_id: string): Promise<Buffer | undefined> => {
    const row = await calls.insist('keys', () => keys.findOne({ _id }));
    return row === null ? undefined : bytesOf(_id, row.key);
  };
  const make = async (
    _id: string,
    fresh: Uint8Array = randomBytes(KEY_BYTES),
  ): Promise<Buffer | undefined> => {
    await calls.insist('keys', async () => {
      try {
        await keys.insertOne({ _id, key: new Binary(Buffer.from(fresh)) });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    });
    // whoever was first has made it, or has erased it
    const row = await calls.insist('keys', () =>
      keys.findOne({ _id }, { readConcern: { level: 'linearizable' }, maxTimeMS: 2_000 }),
    );
    return row === null ? undefined : bytesOf(_id, row.key);
  };
  return {
    deployment: async () => {
      const key = (await find(DEPLOYMENT)) ?? (await make(DEPLOYMENT));
      if (key === undefined) throw deploymentGone();
      return key;
    },
    user: async (userId, options) => {
      const _id = `${USER}${keyText(userId)}`;
      return (await find(_id)) ?? (options?.create === true ? make(_id) : undefined);
    },
    erase: async (userId) => {
      await calls.insist('keys', () =>
        keys.updateOne({ _id: `${USER}${keyText(userId)}` }, { $set: { key: null } }, { upsert: true }),
      );
    },
    list: async (after, limit) => {
      const rows = await calls.insist('keys', () =>
        keys
          .find({ _id: { $gt: `${USER}${keyText(after)}`, $lt: endOf(USER) } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
      );
      return rows.map(({ _id, key }) => ({ userId: _id.slice(USER.length), key: bytesOf(_id, key) }));
    },
    adoptDeployment: async (key) => (await make(DEPLOYMENT, key)) ?? Promise.reject(deploymentGone()),
    adoptUser: async (userId, key) => make(`${USER}${keyText(userId)}`, key),
  };
};
