import type { DatabaseSync } from 'node:sqlite';
import type { Manifest } from '#ports/snapshots.ts';
import type { Read } from './messages.ts';
import { numberAt, textAt } from './row-values.ts';

const ALL = '';

/** Shards as JSON for `json_each`; empty text when the process owns every shard. */
const shardFilter = (shards: readonly number[] | undefined): string =>
  shards === undefined ? ALL : JSON.stringify(shards);

const SHARD = "(?1 = '' OR shard IN (SELECT value FROM json_each(nullif(?1, ''))))";

const createDeliveryReader = (database: DatabaseSync) => {
  const idOf = database.prepare('SELECT id FROM streams WHERE name = ?');
  const outbox = database.prepare(
    `SELECT name, seq, cmd, n, at, attempts, effect FROM outbox JOIN streams ON id = stream
     WHERE (stream, seq, cmd, n) > (?2, ?3, ?4, ?5) AND ${SHARD.replace('shard', 'outbox.shard')}
     ORDER BY stream, seq, cmd, n LIMIT ?6`,
  );
  const outboxCount = database.prepare('SELECT count(*) AS rows FROM outbox');
  const due = database.prepare(
    `SELECT streams.name AS stream, reminders.name AS name, due, command FROM reminders JOIN streams ON id = stream
     WHERE due <= ?2 AND (due, reminders.stream, reminders.name) > (?4, ?5, ?6)
       AND ${SHARD.replace('shard', 'reminders.shard')} ORDER BY due, reminders.stream, reminders.name LIMIT ?3`,
  );
  const nextDue = database.prepare(
    `SELECT due FROM reminders WHERE due > ?2 AND ${SHARD} ORDER BY due LIMIT 1`,
  );
  return {
    outbox: ({ shards, after, limit }: Extract<Read, { op: 'outbox' }>) =>
      outbox.all(
        shardFilter(shards),
        after.stream === '' ? 0 : numberAt(idOf.get(after.stream), 'id'),
        after.seq,
        after.cmd,
        after.n,
        limit,
      ),
    outboxCount: () => numberAt(outboxCount.get(), 'rows'),
    due: ({ shards, nowMs, limit, after }: Extract<Read, { op: 'due' }>) =>
      due.all(
        shardFilter(shards),
        nowMs,
        limit,
        after?.dueMs ?? Number.MIN_SAFE_INTEGER,
        after === undefined ? 0 : numberAt(idOf.get(after.stream), 'id'),
        after?.name ?? '',
      ),
    nextDue: ({ shards, afterMs }: Extract<Read, { op: 'next-due' }>) => {
      const row = nextDue.get(shardFilter(shards), afterMs ?? Number.MIN_SAFE_INTEGER);
      return row === undefined ? undefined : numberAt(row, 'due');
    },
  };
};

const createSnapshotReader = (database: DatabaseSync) => {
  const manifest = database.prepare(
    'SELECT stream, body FROM manifests JOIN streams ON id = stream WHERE name = ? AND which = ?',
  );
  const page = database.prepare('SELECT body FROM pages WHERE stream = ? AND key = ?');
  return ({ stream, which }: Extract<Read, { op: 'snapshot' }>) => {
    const row = manifest.get(stream, which);
    if (row === undefined) return undefined;
    const body = textAt(row, 'body');
    const pages: [string, string][] = [];
    // written by this adapter
    for (const { name, key } of (JSON.parse(body) as Manifest).pages) {
      const found = page.get(numberAt(row, 'stream'), key);
      if (found !== undefined) pages.push([name, textAt(found, 'body')]);
    }
    return { body, pages };
  };
};

const createViewReader = (database: DatabaseSync) => {
  const FROM = `SELECT key, value FROM view_rows WHERE follower = ?1 AND key >= ?2 AND key < ?3
    AND substr(key, 1, length(?2)) = ?2`;
  const up = database.prepare(`${FROM} ORDER BY key LIMIT ?4`);
  const down = database.prepare(`${FROM} ORDER BY key DESC LIMIT ?4`);
  return ({ name, prefix, limit, descending, before }: Extract<Read, { op: 'rows' }>) => {
    const end = `${prefix}\u{10FFFF}`;
    const until = before !== undefined && before < end ? before : end;
    return (descending ? down : up).all(name, prefix, until, limit);
  };
};

/** Everything but the log, as the reader sees it. */
export const createRowReader = (database: DatabaseSync) => {
  const letter = database.prepare('SELECT body FROM dead_letters WHERE id = ?');
  const letters = database.prepare('SELECT body FROM dead_letters ORDER BY at DESC, id DESC LIMIT ?');
  const letterCount = database.prepare('SELECT count(*) AS rows FROM dead_letters');
  const userKeys = database.prepare(
    'SELECT user_id, key FROM user_keys WHERE user_id > ? ORDER BY user_id LIMIT ?',
  );
  const mark = database.prepare("SELECT value FROM meta WHERE key = 'moving'");
  const userKey = database.prepare('SELECT key FROM user_keys WHERE user_id = ?');
  return {
    ...createDeliveryReader(database),
    snapshot: createSnapshotReader(database),
    rows: createViewReader(database),
    letter: (id: string): string | undefined => {
      const row = letter.get(id);
      return row === undefined ? undefined : textAt(row, 'body');
    },
    letters: (limit: number): readonly string[] => letters.all(limit).map((row) => textAt(row, 'body')),
    letterCount: (): number => numberAt(letterCount.get(), 'rows'),
    userKeys: (after: string, limit: number) =>
      userKeys
        .all(after, limit)
        .map((row) => ({ userId: textAt(row, 'user_id'), key: row['key'] ?? undefined })),
    mark: (): string | undefined => {
      const row = mark.get();
      return row === undefined ? undefined : textAt(row, 'value');
    },
    userKey: (userId: string): unknown => userKey.get(userId)?.['key'] ?? undefined,
  };
};
