import { type AnyBulkWriteOperation, Long } from 'mongodb';
import { type Commit, parseCommitKey, parseStream, sideRowsOf } from '#ports/commit.ts';
import { int64 } from './codec.ts';
import type { StoredEffect, StoredReminder } from './collections.ts';
import { effectKey, reminderKey } from './keys-of-rows.ts';

/** What to write for some commits, in their order. Repeating it changes nothing. */
export interface SideWrites {
  readonly effects: readonly StoredEffect[];
  /** Keys of effects that are answered; they may be among those of the same writes. */
  readonly closed: readonly string[];
  readonly reminders: readonly AnyBulkWriteOperation<StoredReminder>[];
}

interface Change {
  readonly dueMs: number | null;
  readonly command: string;
  /** Only while it is due at this time. */
  readonly ifDueMs?: number;
}

/** One commit's last word on each reminder: what fired goes before what the same commit sets. */
const changesOf = (commit: Commit): ReadonlyMap<string, Change> => {
  const { fired, reminders } = sideRowsOf(commit);
  const changes = new Map<string, Change>();
  for (const { name, dueMs } of fired) changes.set(name, { dueMs: null, command: 'null', ifDueMs: dueMs });
  for (const { name, dueMs, command } of reminders) {
    if (dueMs === null) changes.set(name, { dueMs, command: 'null' });
    else if (command !== undefined) changes.set(name, { dueMs, command: JSON.stringify(command) });
  }
  return changes;
};

/** Replaces the row unless a later commit has changed it. */
const changeReminder = (
  stream: string,
  seq: number,
  name: string,
  { dueMs, command, ifDueMs }: Change,
): AnyBulkWriteOperation<StoredReminder> => {
  const _id = reminderKey(stream, name);
  const isNewer = { $lt: [{ $ifNull: ['$seq', Long.ZERO] }, int64(seq)] };
  const applies = ifDueMs === undefined ? isNewer : { $and: [isNewer, { $eq: ['$dueMs', int64(ifDueMs)] }] };
  const row = {
    _id,
    shard: int64(parseStream(stream).shard),
    stream,
    name,
    dueMs: dueMs === null ? null : int64(dueMs),
    command,
    seq: int64(seq),
  };
  const literal = { $literal: row };
  const fresh = dueMs === null ? { $mergeObjects: [literal, { goneAt: '$$NOW' }] } : literal;
  return {
    updateOne: {
      filter: { _id },
      update: [{ $replaceWith: { $cond: [applies, fresh, '$$ROOT'] } }],
      // what fires without a row has fired before
      upsert: ifDueMs === undefined,
    },
  };
};

/** The side rows of commits as writes: few of them, because each costs the server a flush of its own. */
export const sideWritesOf = (commits: readonly Commit[]): SideWrites => {
  const effects: StoredEffect[] = [];
  const closed: string[] = [];
  const reminders: AnyBulkWriteOperation<StoredReminder>[] = [];
  for (const commit of commits) {
    const { stream, seq } = parseCommitKey(commit._id);
    const { shard } = parseStream(stream);
    const rows = sideRowsOf(commit);
    for (const { id, effect } of rows.effects) {
      effects.push({
        _id: effectKey(id),
        id,
        shard: int64(shard),
        effect: JSON.stringify(effect),
        at: int64(commit.at),
        attempts: Long.ZERO,
        open: true,
      });
    }
    for (const id of rows.acked) closed.push(effectKey(id));
    for (const [name, change] of changesOf(commit)) reminders.push(changeReminder(stream, seq, name, change));
  }
  return { effects, closed, reminders };
};

/** Without effects whose answers are among the same writes: neither needs a row. */
export const withoutAnswered = (writes: SideWrites): SideWrites => {
  const closed = new Set(writes.closed);
  const answered = new Set(writes.effects.map(({ _id }) => _id).filter((id) => closed.has(id)));
  if (answered.size === 0) return writes;
  return {
    effects: writes.effects.filter(({ _id }) => !answered.has(_id)),
    closed: writes.closed.filter((id) => !answered.has(id)),
    reminders: writes.reminders,
  };
};
