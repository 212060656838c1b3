import { type Document, Long } from 'mongodb';
import type { DomainCommand, Effect } from '#game/shared/decider.ts';
import { parseEffectId } from '#ports/effect-order.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Outbox } from '#ports/outbox.ts';
import type { Reminders } from '#ports/reminders.ts';
import type { Calls } from './calls.ts';
import { int64, keyText } from './codec.ts';
import type { Collections } from './collections.ts';
import { effectKey, endOf, reminderKey, startOfShard } from './keys-of-rows.ts';

/** Waits until rows of everything durable are there, of one stream or of all. */
type Reached = (stream?: string) => Promise<void>;

/** Nothing to add when all shards are asked for. */
const ofShards = (shards: ReadonlySet<number>): Document =>
  shards.size === SHARDS ? {} : { shard: { $in: [...shards].map((shard) => int64(shard)) } };

/** Keys after `after`; of a single shard they lie together. */
const keysAfter = (shards: ReadonlySet<number>, after: string): Document => {
  const [only] = shards;
  if (shards.size !== 1 || only === undefined) return { $gt: after };
  const first = startOfShard(only);
  return { $gt: after > first ? after : first, $lt: endOf(first) };
};

/** `<stream>#` asks for what one stream has: then nobody else's commits need to be waited for. */
const streamAsked = (afterId: string): string | undefined => {
  if (parseEffectId(afterId) !== undefined || !afterId.endsWith('#')) return undefined;
  return afterId.slice(0, -1);
};

/** The outbox on MongoDB: rows in order of cause within a sender, senders by name. */
export const createMongoOutbox = (calls: Calls, { outbox }: Collections, reached: Reached): Outbox => ({
  pending: async (shards, afterId, limit) => {
    if (shards.size === 0) return [];
    await reached(streamAsked(afterId));
    const rows = await calls.run('outbox', () =>
      outbox
        .find({ open: true, _id: keysAfter(shards, effectKey(keyText(afterId))), ...ofShards(shards) })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    );
    return rows.map(({ id, effect, attempts, at }) => ({
      id,
      // written by this adapter
      effect: JSON.parse(effect) as Effect,
      attempts: Number(attempts),
      at: Number(at),
    }));
  },
  attempted: async (id) => {
    await calls.run('outbox', () =>
      outbox.updateOne({ _id: effectKey(keyText(id)), open: true }, { $inc: { attempts: Long.ONE } }),
    );
  },
  count: async () => calls.run('outbox', () => outbox.countDocuments({ open: true })),
});

/** Reminders on MongoDB: those of one time by stream and name. */
export const createMongoReminders = (
  calls: Calls,
  { reminders }: Collections,
  reached: Reached,
): Reminders => ({
  due: async (shards, nowMs, limit, after) => {
    if (shards.size === 0) return [];
    await reached();
    const now = int64(Math.floor(nowMs));
    const range: Document =
      after === undefined
        ? { dueMs: { $lte: now } }
        : {
            $or: [
              { dueMs: { $gt: int64(after.dueMs), $lte: now } },
              { dueMs: int64(after.dueMs), _id: { $gt: reminderKey(after.stream, after.name) } },
            ],
          };
    const rows = await calls.run('reminders', () =>
      reminders
        .find({ ...range, ...ofShards(shards) })
        .sort({ dueMs: 1, _id: 1 })
        .limit(limit)
        .toArray(),
    );
    return rows.map(({ stream, name, dueMs, command }) => ({
      stream,
      name,
      dueMs: Number(dueMs),
      // written by this adapter
      command: JSON.parse(command) as DomainCommand,
    }));
  },
  nextDueMs: async (shards, afterMs) => {
    if (shards.size === 0) return undefined;
    await reached();
    const from = afterMs === undefined ? Long.MIN_VALUE : int64(Math.floor(afterMs));
    const [row] = await calls.run('reminders', () =>
      reminders
        .find({ dueMs: { $gt: from }, ...ofShards(shards) })
        .sort({ dueMs: 1 })
        .limit(1)
        .toArray(),
    );
    return row === undefined ? undefined : Number(row.dueMs);
  },
});
