import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendAll, commandOf, commitOf, fill, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import { inProcess } from '#test/support/store-process.ts';
import { databasePath, requirePragma } from './database.ts';
import { explain } from './explain.ts';
import { CRASH_POINTS, type SqliteCrashPoint } from './messages.ts';
import { openSqliteStore } from './sqlite-store.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'guildhall-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const fillAndClose = async (count: number): Promise<void> => {
  const store = await openSqliteStore({ dir });
  await fill(store, STREAM_A, count);
  await store.close();
};

const openingFails = async (): Promise<string> => {
  try {
    const store = await openSqliteStore({ dir });
    await store.close();
  } catch (error) {
    expect(error).toMatchObject({ name: 'Fault', code: 'E_UNAVAILABLE', retryable: false });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('the store opened');
};

describe('sqlite settings', () => {
  it('are read back and reported', async () => {
    const store = await openSqliteStore({ dir });
    expect(await store.describe()).toMatchObject({
      engine: 'sqlite',
      path: databasePath(dir),
      synchronous: 'FULL',
      journalMode: 'wal',
    });
    await store.close();
  });

  it('fail the start when the file system does not keep them', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA synchronous = NORMAL');
    expect(() => requirePragma(database, 'synchronous', 2)).toThrow(/synchronous = 1 where 2 is needed/);
    database.close();
  });
});

describe('a data directory', () => {
  it('is refused to a second store of the same process, and free once the first is closed', async () => {
    const store = await openSqliteStore({ dir });
    const message = await openingFails();
    expect(message).toContain(dir);
    expect(message).toContain('another Guildhall process');
    expect(message).toContain('GUILDHALL_DATA_DIR');
    await store.close();
    await (await openSqliteStore({ dir })).close();
  });

  it('is refused while another process holds it, and free as soon as that one is killed', async () => {
    const holder = inProcess(
      dir,
      `const store = await open({ dir }); await append(store, commitOf(1)); console.log('held');`,
    );
    await once(holder.stdout, 'data');
    expect(await openingFails()).toContain('another Guildhall process');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const store = await openSqliteStore({ dir });
    expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(1);
    await store.close();
  });

  it('that cannot be made is named with what to do', async () => {
    writeFileSync(join(dir, 'file'), '');
    // Node's own way to make directories never ends under /proc
    for (const place of [join(dir, 'file', 'data'), '/proc/guildhall/data']) {
      await expect(openSqliteStore({ dir: place })).rejects.toThrow(
        /cannot be made: give this user the right to write there, or set GUILDHALL_DATA_DIR/,
      );
    }
  });

  it('whose lock cannot be opened is named with what to do', async () => {
    mkdirSync(join(dir, 'lock'));
    expect(await openingFails()).toMatch(/lock" is no file: move it away, or set GUILDHALL_DATA_DIR/);
  });
});

describe('a database file', () => {
  it('that is no database is refused', async () => {
    writeFileSync(databasePath(dir), 'this is not a database, but it is long enough to look at '.repeat(20));
    const message = await openingFails();
    expect(message).toContain('is damaged');
    expect(message).toContain('npm run data -- restore');
  });

  it('that is cut short is refused', async () => {
    await fillAndClose(500);
    truncateSync(databasePath(dir), 20_000);
    expect(await openingFails()).toContain('is damaged');
  });

  it('of a newer version is refused', async () => {
    await fillAndClose(1);
    const database = new DatabaseSync(databasePath(dir));
    database.exec('PRAGMA user_version = 2');
    database.close();
    expect(await openingFails()).toMatch(/written by a newer Guildhall \(data version 2, this one knows 1\)/);
  });

  it('of another application is refused and left alone', async () => {
    const database = new DatabaseSync(databasePath(dir));
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    expect(await openingFails()).toContain('belongs to another application');
    const again = new DatabaseSync(databasePath(dir));
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }]);
    again.close();
  });

  it.each([
    [8, /cannot be written: give this user the right to write it and its directory/],
    [10, /the disk of ".*" fails/],
    [13, /is full: make room, then it goes on by itself/],
    [14, /cannot be opened/],
    [11, /is damaged/],
    [26, /is damaged/],
    [5, /held by another program/],
  ])('that answers SQLite code %i says what to do', (errcode, expected) => {
    const error = Object.assign(new Error('from SQLite'), { errcode: errcode | (3 << 8) });
    const { message } = explain(error, '/data/guildhall.db');
    expect(message).toMatch(expected);
    expect(message).toContain('/data/guildhall.db');
  });

  it('and cannot be waited for at a start says to start again', () => {
    for (const errcode of [13, 5]) {
      const error = Object.assign(new Error('from SQLite'), { errcode });
      expect(explain(error, '/data/guildhall.db', 'start').message).toMatch(/then start again \(/);
    }
  });
});

describe('a full disk', () => {
  it('makes appends unknown with nothing half applied, and they work when there is room', async () => {
    const store = await openSqliteStore({ dir });
    await fill(store, STREAM_A, 10);
    await store.limitPages(1);
    const big = (stream: string, seq: number) =>
      commitOf(stream, seq, {
        cmds: [
          commandOf(`ash/big-${stream}-${seq}`, {
            reply: 'x'.repeat(200_000),
            effects: [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' } }],
          }),
        ],
      });
    const batch = [big(STREAM_A, 11), big(STREAM_B, 1)];
    const results = await store.journal.append(batch.map((commit) => ({ commit })));
    for (const result of results) {
      expect(result).toMatchObject({ status: 'unknown', cause: { code: 'E_UNAVAILABLE', retryable: true } });
      expect(result.status === 'unknown' ? result.cause.message : '').toContain('is full: make room');
    }
    expect(await store.journal.read(STREAM_A, 1, 100)).toHaveLength(10);
    expect(await store.journal.find(STREAM_A, [`ash/big-${STREAM_A}-11`])).toEqual(new Map());
    expect(await store.outbox.count()).toBe(0);
    await expect(
      store.snapshots.putPages(STREAM_A, 1, [{ key: 'k', text: 'x'.repeat(100_000) }]),
    ).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
    });
    await store.limitPages(1_000_000);
    expect(await appendAll(store, ...batch)).toEqual(['committed', 'committed']);
    expect(await store.outbox.count()).toBe(2);
    await store.close();
  });
});

describe('an erased key', () => {
  it('leaves no bytes in the files', async () => {
    const store = await openSqliteStore({ dir });
    const key = await store.keys.user('ash', { create: true });
    expect(key).toHaveLength(32);
    if (key === undefined) return;
    expect(readFileSync(`${databasePath(dir)}-wal`).includes(key)).toBe(true);
    await store.keys.erase('ash');
    expect(readFileSync(databasePath(dir)).includes(key)).toBe(false);
    expect(readFileSync(`${databasePath(dir)}-wal`).includes(key)).toBe(false);
    await store.close();
    expect(readFileSync(databasePath(dir)).includes(key)).toBe(false);
  });
});

describe('a kill', () => {
  const durable: Readonly<Record<SqliteCrashPoint, number>> = {
    'sqlite.before-begin': 3,
    'sqlite.mid-batch': 3,
    'sqlite.before-commit': 3,
    'sqlite.after-commit': 5,
    'sqlite.before-ack': 5,
    'sqlite.before-snapshot': 0,
    'sqlite.after-snapshot': 0,
  };
  const points = CRASH_POINTS.filter((point) => !point.endsWith('snapshot'));

  it.each(points)('at %s leaves whole batches only', async (point) => {
    // Openings count as well, so the batches after the first are met at hits 2 and 3.
    const child = inProcess(
      dir,
      `
      const store = await open({ dir, crashes: [{ point: '${point}', hit: 2 }] });
      console.log(JSON.stringify(await append(store, commitOf(1), commitOf(2), commitOf(3))));
      await append(store, commitOf(4), commitOf(5));
      console.log('survived');`,
    );
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    const [, signal] = (await once(child, 'exit')) as [unknown, string];
    expect(signal).toBe('SIGKILL');
    expect(told).toBe('["committed","committed","committed"]\n');
    const store = await openSqliteStore({ dir });
    expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(durable[point]);
    const next = durable[point] + 1;
    expect(await appendAll(store, commitOf(STREAM_A, next))).toEqual(['committed']);
    await store.close();
  });

  it.each(['sqlite.before-snapshot', 'sqlite.after-snapshot'] as const)(
    'at %s keeps the snapshot before',
    async (point) => {
      const child = inProcess(
        dir,
        `
        const store = await open({ dir, crashes: [{ point: '${point}', hit: 2 }] });
        const manifest = (seq) => ({ stream: '${STREAM_A}', seq, schema: 1, at: 1, head: { epoch: 1, writer: 'w', ring: '' },
          pages: [{ name: 'a', key: 'k' + seq, hash: 'h' }] });
        await append(store, commitOf(1), commitOf(2));
        await store.snapshots.put(manifest(1), [{ key: 'k1', text: '1' }]);
        await store.snapshots.put(manifest(2), [{ key: 'k2', text: '2' }]);`,
      );
      await once(child, 'exit');
      const store = await openSqliteStore({ dir });
      const loaded = await store.snapshots.load(STREAM_A, 'current');
      expect(loaded?.manifest.seq).toBe(1);
      expect(loaded?.pages.get('a')).toBe('1');
      await store.close();
    },
  );
});
