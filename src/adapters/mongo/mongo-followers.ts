import type { Followers, Position, ViewRow } from '#ports/followers.ts';
import type { Calls } from './calls.ts';
import { int64, keyText } from './codec.ts';
import type { Collections, StoredViewRow } from './collections.ts';
import { finalFault, passingFault } from './explain.ts';
import type { FollowerLeases } from './follower-leases.ts';
import { endOf } from './keys-of-rows.ts';
import type { LogReader } from './log-reader.ts';
import { placeOf, positionOf } from './positions.ts';

const NAME = /^[a-z0-9-]{1,60}$/;
/** A checkpoint with rows is a transaction. */
const SAVE_WITHIN_MS = 15_000;

const nameOf = (name: unknown): string => {
  const text = keyText(name);
  if (NAME.test(text)) return text;
  throw finalFault(`"${text.slice(0, 80)}" is not a name of a follower: it takes a-z, 0-9 and dashes`);
};

const rowKey = (follower: string, key: string): string => `${follower}|${key}`;

/** The last word on each key: rows that go or are replaced, and rows that come. */
const changesOf = (
  follower: string,
  rows: readonly ViewRow[],
): { readonly keys: readonly string[]; readonly rows: readonly StoredViewRow[] } => {
  const last = new Map(rows.map((row) => [rowKey(follower, keyText(row.key)), row]));
  const fresh: StoredViewRow[] = [];
  for (const [_id, { key, value }] of last) {
    if (value !== undefined) fresh.push({ _id, key, value: JSON.stringify(value) });
  }
  return { keys: [...last.keys()], rows: fresh };
};

const parseRow = ({ key, value }: StoredViewRow): ViewRow => {
  const parsed: unknown = JSON.parse(value);
  return { key, value: parsed };
};

export interface MongoFollowersOptions {
  readonly calls: Calls;
  readonly collections: Collections;
  readonly reader: LogReader;
  readonly leases: FollowerLeases;
  readonly listeners: Set<() => void>;
}

/** Followers on MongoDB. */
export const createMongoFollowers = (options: MongoFollowersOptions): Followers => {
  const { calls, reader, leases, listeners } = options;
  const { followers, viewRows } = options.collections;

  /** Where the follower was left, by whoever ran it. */
  const checkpointOf = async (name: string): Promise<Position | undefined> => {
    const row = await calls.run('followers', () => followers.findOne({ _id: name }));
    // written by this adapter
    return row?.position as Position | undefined;
  };

  const saveAll = async (name: string, epoch: number, position: Position, rows: readonly ViewRow[]) => {
    const filter = { _id: name, epoch: int64(epoch) };
    if (rows.length === 0) {
      return (await followers.updateOne(filter, { $set: { position } })).matchedCount === 1;
    }
    const changes = changesOf(name, rows);
    const session = leases.transactionsOf(name);
    const lsid = session.id?.id;
    const marked = { $set: { position, ...(lsid === undefined ? {} : { lsid }) } };
    return session.withTransaction(async () => {
      const { matchedCount } = await followers.updateOne(filter, marked, { session });
      if (matchedCount === 0) return false;
      // two calls instead of one a row
      await viewRows.deleteMany({ _id: { $in: changes.keys } }, { session });
      if (changes.rows.length > 0) await viewRows.insertMany(changes.rows, { session, ordered: true });
      return true;
    });
  };

  return {
    open: async (name) => {
      const { session, row } = await leases.open(nameOf(name));
      const waiting = positionOf({ at: 'checkpoint', name });
      // written by this adapter
      const position = row === undefined ? waiting : (row.position as Position | undefined);
      return { epoch: session, position };
    },
    read: async (position, limit, kinds) => {
      const place = position === undefined ? undefined : placeOf(position);
      if (position === undefined || place?.at !== 'checkpoint') return reader.read(position, limit, kinds);
      if (!leases.isHeld(place.name)) return { commits: [], position };
      return reader.read(await checkpointOf(place.name), limit, kinds);
    },
    save: async (name, session, position, rows = []) => {
      placeOf(position);
      const epoch = leases.epochOf(nameOf(name), session);
      if (epoch === undefined) return 'fenced';
      const isSaved = await calls.run(
        'followers',
        () => saveAll(name, epoch, position, rows),
        SAVE_WITHIN_MS,
      );
      if (isSaved) return 'saved';
      leases.lost(name);
      // what was read is read again by whoever has it now, or here when it comes back
      throw passingFault(`another process runs the follower ${name} now`);
    },
    rows: async (name, prefix, { limit, descending = false, before }) => {
      const follower = nameOf(name);
      const first = rowKey(follower, keyText(prefix));
      const last = before === undefined ? undefined : rowKey(follower, keyText(before));
      const end = endOf(first);
      const rows = await calls.run('followers', () =>
        viewRows
          .find({ _id: { $gte: first, $lt: last === undefined || last > end ? end : last } })
          .sort({ _id: descending ? -1 : 1 })
          .limit(limit)
          .toArray(),
      );
      return rows.map((row) => parseRow(row));
    },
    onAppend: (listener) => {
      // A wrapper of its own, so that the same function may listen twice.
      const mine = (): void => listener();
      listeners.add(mine);
      return () => {
        listeners.delete(mine);
      };
    },
  };
};
