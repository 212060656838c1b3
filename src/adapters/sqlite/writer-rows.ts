import type { DatabaseSync } from 'node:sqlite';
import type { Manifest } from '#ports/snapshots.ts';
import type { CommitWriter } from './writer-commits.ts';
import type { PageText, Write } from './messages.ts';
import { numberAt } from './row-values.ts';

/** Keys of the pages that a stored manifest names. */
const keysOf = (json: unknown): readonly string[] => {
  if (typeof json !== 'string') return [];
  // written by this adapter
  return (JSON.parse(json) as Manifest).pages.map(({ key }) => key);
};

const createSnapshotRows = (database: DatabaseSync, streamId: (name: string) => number) => {
  const addPage = database.prepare(
    'INSERT INTO pages (stream, seq, key, body) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, body = excluded.body',
  );
  const select = database.prepare('SELECT seq, body FROM manifests WHERE stream = ? AND which = ?');
  const put = database.prepare('INSERT OR REPLACE INTO manifests VALUES (?, ?, ?, ?)');
  const keys = database.prepare('SELECT id, key FROM pages WHERE stream = ? AND seq <= ?');
  const drop = database.prepare('DELETE FROM pages WHERE id = ?');

  const putPages = (stream: string, seq: number, pages: readonly PageText[]): void => {
    const id = streamId(stream);
    for (const { key, text } of pages) addPage.run(id, seq, key, text);
  };
  const putManifest = (manifest: Manifest, pages: readonly PageText[]): void => {
    const id = streamId(manifest.stream);
    const current = select.get(id, 'current');
    if (current !== undefined && manifest.seq <= numberAt(current, 'seq')) return;
    putPages(manifest.stream, manifest.seq, pages);
    const body = current?.['body'];
    if (typeof body === 'string') put.run(id, 'previous', numberAt(current, 'seq'), body);
    put.run(id, 'current', manifest.seq, JSON.stringify(manifest));
    const named = new Set([...manifest.pages.map(({ key }) => key), ...keysOf(body)]);
    for (const row of keys.all(id, manifest.seq)) {
      if (!named.has(String(row['key']))) drop.run(numberAt(row, 'id'));
    }
  };
  return { putPages, putManifest };
};

const createFollowerRows = (database: DatabaseSync) => {
  const open = database.prepare(
    'INSERT INTO followers VALUES (?, 1, NULL) ON CONFLICT DO UPDATE SET epoch = epoch + 1 RETURNING epoch, position',
  );
  const save = database.prepare('UPDATE followers SET position = ? WHERE name = ? AND epoch = ?');
  const putRow = database.prepare(
    'INSERT INTO view_rows VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const dropRow = database.prepare('DELETE FROM view_rows WHERE follower = ? AND key = ?');
  return {
    open: (name: string): unknown => open.get(name),
    save: (write: Extract<Write, { op: 'follower-save' }>): 'saved' | 'fenced' => {
      if (save.run(write.position, write.name, write.epoch).changes === 0) return 'fenced';
      for (const { key, json } of write.rows) {
        if (json === undefined) dropRow.run(write.name, key);
        else putRow.run(write.name, key, json);
      }
      return 'saved';
    },
  };
};

const createKeyRows = (database: DatabaseSync) => {
  const addDeployment = database.prepare("INSERT OR IGNORE INTO meta VALUES ('deployment-key', ?)");
  const deployment = database.prepare("SELECT value FROM meta WHERE key = 'deployment-key'");
  const addUser = database.prepare('INSERT OR IGNORE INTO user_keys VALUES (?, ?)');
  const user = database.prepare('SELECT key FROM user_keys WHERE user_id = ?');
  const erase = database.prepare(
    'INSERT INTO user_keys VALUES (?, NULL) ON CONFLICT DO UPDATE SET key = NULL',
  );
  return {
    deployment: (fresh: Uint8Array): unknown => {
      addDeployment.run(fresh);
      return deployment.get()?.['value'];
    },
    user: (userId: string, fresh: Uint8Array): unknown => {
      addUser.run(userId, fresh);
      return user.get(userId)?.['key'] ?? undefined;
    },
    erase: (userId: string): void => {
      // The old bytes must not stay readable in the file.
      database.exec('PRAGMA secure_delete = ON');
      try {
        erase.run(userId);
      } finally {
        database.exec('PRAGMA secure_delete = OFF');
      }
    },
  };
};

/** Everything but commits, each inside a transaction that the caller opens and ends. */
export const createRowWriter = (
  database: DatabaseSync,
  commits: CommitWriter,
): ((write: Exclude<Write, { op: 'append' | 'limit-pages' }>) => unknown) => {
  const snapshots = createSnapshotRows(database, (name) => commits.streamId(name));
  const followers = createFollowerRows(database);
  const keys = createKeyRows(database);
  const attempted = database.prepare(
    'UPDATE outbox SET attempts = attempts + 1 WHERE stream = ? AND seq = ? AND cmd = ? AND n = ?',
  );
  const putLetter = database.prepare('INSERT OR REPLACE INTO dead_letters VALUES (?, ?, ?)');
  const dropLetter = database.prepare('DELETE FROM dead_letters WHERE id = ?');
  const putMark = database.prepare("INSERT OR REPLACE INTO meta VALUES ('moving', ?)");
  const dropMark = database.prepare("DELETE FROM meta WHERE key = 'moving'");
  const raiseEpoch = database.prepare("UPDATE meta SET value = max(value, ?) WHERE key = 'epoch'");
  return (write) => {
    switch (write.op) {
      case 'put-pages':
        return snapshots.putPages(write.stream, write.seq, write.pages);
      case 'put-manifest':
        return snapshots.putManifest(write.manifest, write.pages);
      case 'attempted': {
        const stream = commits.knownStreamId(write.stream);
        if (stream !== undefined) attempted.run(stream, write.seq, write.cmd, write.n);
        return undefined;
      }
      case 'follower-open':
        return followers.open(write.name);
      case 'follower-save':
        return followers.save(write);
      case 'letter-put':
        putLetter.run(write.id, write.at, write.body);
        return undefined;
      case 'letter-remove':
        dropLetter.run(write.id);
        return undefined;
      case 'deployment-key':
        return keys.deployment(write.fresh);
      case 'user-key':
        return keys.user(write.userId, write.fresh);
      case 'erase-key':
        return keys.erase(write.userId);
      case 'set-mark':
        if (write.copy === undefined) dropMark.run();
        else putMark.run(write.copy);
        return undefined;
      case 'raise-epoch':
        raiseEpoch.run(write.epoch);
        return undefined;
    }
  };
};
