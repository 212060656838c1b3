import { randomBytes } from 'node:crypto';
import type { DomainCommand, Effect } from '#game/shared/decider.ts';
import { commitKey, effectId } from '#ports/commit.ts';
import type { DeadLetter, DeadLetters } from '#ports/dead-letters.ts';
import { parseEffectId } from '#ports/effect-order.ts';
import type { Keys } from '#ports/keys.ts';
import { SHARDS } from '#ports/leases.ts';
import type { Moving } from '#ports/moving.ts';
import type { Outbox } from '#ports/outbox.ts';
import type { Reminders } from '#ports/reminders.ts';
import type { Manifest, Snapshots } from '#ports/snapshots.ts';
import type { Threads } from './threads.ts';

const KEY_BYTES = 32;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- JSON has no type of its own
const parse = <T>(json: string): T =>
  // written by this adapter
  JSON.parse(json) as T;

/** `undefined` when all shards are asked for: then nothing needs filtering. */
const shardList = (shards: ReadonlySet<number>): readonly number[] | undefined =>
  shards.size === SHARDS ? undefined : [...shards];

/** Snapshots on SQLite. */
export const createSqliteSnapshots = (threads: Threads): Snapshots => ({
  load: async (stream, which) => {
    const found = await threads.read({ op: 'snapshot', stream, which });
    return found === undefined
      ? undefined
      : { manifest: parse<Manifest>(found.body), pages: new Map(found.pages) };
  },
  putPages: async (stream, seq, pages) => threads.write({ op: 'put-pages', stream, seq, pages }),
  put: async (manifest, pages) => threads.write({ op: 'put-manifest', manifest, pages }),
});

/** The outbox on SQLite: in order of cause within a sender, senders in the order in which they first wrote. */
export const createSqliteOutbox = (threads: Threads): Outbox => ({
  pending: async (shards, afterId, limit) => {
    const after = parseEffectId(afterId) ?? { stream: '', seq: 0, cmd: 0, n: 0 };
    const rows = await threads.read({ op: 'outbox', shards: shardList(shards), after, limit });
    return rows.map(({ name, seq, cmd, n, at, attempts, effect }) => ({
      id: effectId(commitKey(name, seq), cmd, n),
      effect: parse<Effect>(effect),
      attempts,
      at,
    }));
  },
  attempted: async (id) => {
    const place = parseEffectId(id);
    if (place !== undefined) await threads.write({ op: 'attempted', ...place });
  },
  count: async () => threads.read({ op: 'outbox-count' }),
});

/** Reminders on SQLite. */
export const createSqliteReminders = (threads: Threads): Reminders => ({
  due: async (shards, nowMs, limit, after) => {
    const place =
      after === undefined ? undefined : { stream: after.stream, name: after.name, dueMs: after.dueMs };
    const rows = await threads.read({ op: 'due', shards: shardList(shards), nowMs, limit, after: place });
    return rows.map(({ stream, name, due, command }) => ({
      stream,
      name,
      dueMs: due,
      command: parse<DomainCommand>(command),
    }));
  },
  nextDueMs: async (shards, afterMs) => threads.read({ op: 'next-due', shards: shardList(shards), afterMs }),
});

/** Dead letters on SQLite. */
export const createSqliteDeadLetters = (threads: Threads): DeadLetters => ({
  put: async (letter) =>
    threads.write({ op: 'letter-put', id: letter.id, at: letter.at, body: JSON.stringify(letter) }),
  get: async (id) => {
    const body = await threads.read({ op: 'letter-get', id });
    return body === undefined ? undefined : parse<DeadLetter>(body);
  },
  list: async (limit) =>
    (await threads.read({ op: 'letter-list', limit })).map((body) => parse<DeadLetter>(body)),
  remove: async (id) => threads.write({ op: 'letter-remove', id }),
  count: async () => threads.read({ op: 'letter-count' }),
});

/** Keys on SQLite; an erased person leaves a row without a key, so that none is made again. */
export const createSqliteKeys = (threads: Threads): Keys => ({
  deployment: async () =>
    Buffer.from(await threads.write({ op: 'deployment-key', fresh: randomBytes(KEY_BYTES) })),
  user: async (userId, options) => {
    const key =
      options?.create === true
        ? await threads.write({ op: 'user-key', userId, fresh: randomBytes(KEY_BYTES) })
        : await threads.read({ op: 'user-key', userId });
    return key === undefined ? undefined : Buffer.from(key);
  },
  erase: async (userId) => threads.write({ op: 'erase-key', userId }),
  list: async (after, limit) =>
    (await threads.read({ op: 'user-keys', after, limit })).map(({ userId, key }) => ({
      userId,
      key: key === undefined ? undefined : Buffer.from(key),
    })),
  adoptDeployment: async (key) => Buffer.from(await threads.write({ op: 'deployment-key', fresh: key })),
  adoptUser: async (userId, key) => {
    const held = await threads.write({ op: 'user-key', userId, fresh: key });
    return held === undefined ? undefined : Buffer.from(held);
  },
});

/** Moving house on SQLite: the lock on the directory keeps everybody else out. */
export const createSqliteMoving = (threads: Threads): Moving => ({
  others: async () => Promise.resolve([]),
  mark: async () => threads.read({ op: 'mark' }),
  setMark: async (copy) => threads.write({ op: 'set-mark', copy }),
  raiseEpochs: async (epoch) => threads.write({ op: 'raise-epoch', epoch }),
});
