import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fill, STREAM_A } from '#ports/contract/fixture.ts';
import { inProcess, linesOf, type StoreProcessOptions } from '#test/support/store-process.ts';
import { databasePath } from './database.ts';
import { openSqliteStore } from './sqlite-store.ts';

let root = '';
let dir = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'guildhall-'));
  dir = join(root, 'data');
});
afterEach(() => {
  try {
    chmodSync(dir, 0o755);
  } catch {
    // a test may not have made it
  }
  rmSync(root, { recursive: true, force: true });
});

const fillAndClose = async (count: number): Promise<void> => {
  const store = await openSqliteStore({ dir });
  await fill(store, STREAM_A, count);
  await store.close();
};

/** What a start says that must fail, in a process that is held to rights or to a size of files. */
const failingStart = async (options: StoreProcessOptions): Promise<string> => {
  const lines = await linesOf(
    inProcess(
      dir,
      `try { await open({ dir }); console.log('opened'); }
       catch (error) { console.log(JSON.stringify([error.name, error.code, error.message])); }
       process.exit(0);`,
      options,
    ),
  );
  expect(lines).toHaveLength(1);
  const [name, code, message] = JSON.parse(lines[0] ?? '') as string[];
  expect([name, code]).toEqual(['Fault', 'E_UNAVAILABLE']);
  return message ?? '';
};

const HELD = { isHeldToRights: true } as const;

describe('rights that are missing', () => {
  it('to write into an empty data directory are named at the start, and nothing is made', async () => {
    mkdirSync(dir);
    chmodSync(dir, 0o555);
    const message = await failingStart(HELD);
    expect(message).toContain(`the data directory "${dir}" cannot be written: give this user the right to`);
    expect(message).toContain('set GUILDHALL_DATA_DIR to another directory');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('to make the data directory are named', async () => {
    dir = join(root, 'locked', 'data');
    mkdirSync(join(root, 'locked'));
    chmodSync(join(root, 'locked'), 0o555);
    const message = await failingStart(HELD);
    expect(message).toContain(`the data directory "${dir}" cannot be made: give this user the right to`);
  });

  it('to a place where nobody can write are named for root too', async () => {
    // whoever may not write there is told before, root by the attempt
    await expect(openSqliteStore({ dir: '/proc' })).rejects.toThrow(
      /"\/proc(?:\/lock)?" cannot be (?:written: give this user|opened: check that it is a file)/,
    );
  });

  it.each([
    ['the directory', '', 0o555, 'cannot be written: give this user the right to write there'],
    [
      'the database',
      'guildhall.db',
      0o444,
      'cannot be read and written: give this user the right to do both',
    ],
    ['the database, even to read it', 'guildhall.db', 0, 'cannot be read and written'],
    ['the lock', 'lock', 0o444, 'cannot be read and written'],
  ])(
    'to write %s are named, everything stays as it was, and works with the right again',
    async (_what, name, mode, words) => {
      await fillAndClose(5);
      const before = readFileSync(databasePath(dir));
      const files = readdirSync(dir);
      const path = join(dir, name);
      chmodSync(path, mode);
      const message = await failingStart(HELD);
      expect(message).toContain(`"${path}" ${words}`.replace('/"', '"'));
      expect(message).toContain('set GUILDHALL_DATA_DIR to another directory');
      chmodSync(path, 0o755);
      expect(readdirSync(dir)).toEqual(files);
      expect(readFileSync(databasePath(dir)).equals(before)).toBe(true);
      const store = await openSqliteStore({ dir });
      expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(5);
      await store.close();
    },
  );

  it('to what a killed process left behind are named', async () => {
    await fillAndClose(1);
    const killed = inProcess(
      dir,
      `const store = await open({ dir }); await append(store, commitOf(2)); console.log('held');
       process.kill(process.pid, 'SIGKILL');`,
    );
    await expect(linesOf(killed)).rejects.toThrow('SIGKILL: held');
    const log = `${databasePath(dir)}-wal`;
    chmodSync(log, 0o444);
    expect(await failingStart(HELD)).toContain(`"${log}" cannot be read and written`);
    chmodSync(log, 0o644);
    const store = await openSqliteStore({ dir });
    expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(2);
    await store.close();
  });

  it('once it runs matter to the next start alone', async () => {
    await fillAndClose(2);
    const lines = await linesOf(
      inProcess(
        dir,
        `const { chmodSync } = await import('node:fs');
         const store = await open({ dir });
         for (const [path, mode] of [['/guildhall.db', 0o444], ['/lock', 0o444], ['', 0o555]]) chmodSync(dir + path, mode);
         console.log(JSON.stringify(await append(store, commitOf(3), commitOf(4))));
         console.log((await store.journal.read('${STREAM_A}', 1, 10)).length);
         await store.close();`,
        HELD,
      ),
    );
    expect(lines).toEqual(['["committed","committed"]', '4']);
    expect(await failingStart(HELD)).toContain(`the data directory "${dir}" cannot be written`);
  });
});

/** A limit of the size of files stands in for a disk that takes no more: both refuse the write itself. */
describe('a disk that takes no more', () => {
  it('at the first start is named, and the next start finds nothing half made', async () => {
    const message = await failingStart({ fileBlocksMax: 16 });
    expect(message).toMatch(/the disk of ".*guildhall\.db" fails: check it and the room on it/);
    await fillAndClose(3);
  });

  it('at a later start is named, and all data stay', async () => {
    await fillAndClose(30);
    expect(await failingStart({ fileBlocksMax: 1 })).toMatch(/the disk of ".*guildhall\.db" fails/);
    const store = await openSqliteStore({ dir });
    expect(await store.journal.read(STREAM_A, 1, 100)).toHaveLength(30);
    await store.close();
  });

  it('while it runs makes appends unknown with nothing half applied, and reads go on', async () => {
    await fillAndClose(2);
    const [statuses = '', message, count, next] = await linesOf(
      inProcess(
        dir,
        `const store = await open({ dir });
         const statuses = [];
         let cause;
         for (let seq = 3; seq < 60 && cause === undefined; seq += 1) {
           const big = commitOf(seq, { cmds: [{ ...commitOf(seq).cmds[0], reply: 'x'.repeat(50_000),
             effects: [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' } }] }] });
           const [result] = await store.journal.append([{ commit: big }]);
           statuses.push(result.status);
           cause = result.cause?.message;
         }
         console.log(JSON.stringify(statuses));
         console.log(cause);
         console.log((await store.journal.read('${STREAM_A}', 1, 100)).length);
         console.log(await store.outbox.count());
         await store.close();`,
        // 1 or 2 MB
        { fileBlocksMax: 2_000 },
      ),
    );
    const all = JSON.parse(statuses) as string[];
    const committed = all.filter((status) => status === 'committed').length;
    expect(committed).toBeGreaterThan(5);
    expect(all).toEqual([...Array.from({ length: committed }, () => 'committed'), 'unknown']);
    expect(message).toMatch(/the disk of ".*guildhall\.db" fails: check it and the room on it/);
    expect([count, next]).toEqual([String(2 + committed), String(committed)]);
    const store = await openSqliteStore({ dir });
    expect(await store.journal.read(STREAM_A, 1, 100)).toHaveLength(2 + committed);
    expect(await store.outbox.count()).toBe(committed);
    await store.close();
  });
});
