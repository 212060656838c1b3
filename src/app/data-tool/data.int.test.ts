import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databasePath } from '#adapters/sqlite/database.ts';
import { openSqliteStore, type SqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { chainOfCommit } from '#ports/chain.ts';
import type { Commit } from '#ports/commit.ts';
import { appendAll, commandOf, commitOf, fill, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import { damageLeafWith } from '#test/support/damaged-database.ts';
import { runData } from './run.ts';

const LEDGER = '3c:ledger:home:0';
let root = '';
let dir = '';
let store: SqliteStore | undefined;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'guildhall-'));
  dir = join(root, 'data');
  store = await openSqliteStore({ dir });
});
afterEach(async () => {
  await store?.close();
  rmSync(root, { recursive: true, force: true });
});

const data = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const problems: string[] = [];
  const code = await runData(
    [...args],
    { GUILDHALL_DATA_DIR: dir },
    { line: (text) => lines.push(text), problem: (text) => problems.push(text), progress: () => undefined },
  );
  return { code, text: lines.join('\n'), problems: problems.join('\n') };
};

/** Commits of all kinds: chained ones, effects and acks, reminders, a snapshot. */
const populate = async (to: SqliteStore): Promise<void> => {
  await fill(to, STREAM_A, 130);
  const links: Commit[] = [];
  for (let seq = 1; seq <= 3; seq += 1) {
    const commit = commitOf(LEDGER, seq);
    links.push({ ...commit, chain: chainOfCommit(links.at(-1)?.chain, commit) });
  }
  await appendAll(to, ...links);
  await appendAll(
    to,
    commitOf(STREAM_B, 1, {
      cmds: [
        commandOf('ash/1', {
          effects: [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' } }],
          reminders: [{ name: 'tick', dueMs: 500, command: { type: 'Tick' } }],
        }),
      ],
    }),
  );
  const text = '{"a":1}';
  const { hash } = await import('node:crypto');
  await to.snapshots.put(
    {
      stream: STREAM_A,
      seq: 100,
      schema: 1,
      at: 1,
      head: { epoch: 1, writer: 'w', ring: '' },
      pages: [{ name: 'a', key: 'k', hash: hash('sha256', text, 'base64url') }],
    },
    [{ key: 'k', text }],
  );
};

const opened = (): SqliteStore => {
  if (store === undefined) throw new Error('no store');
  return store;
};

/** Changes the file behind the service's back. */
const tamper = async (sql: string): Promise<void> => {
  await store?.close();
  const database = new DatabaseSync(databasePath(dir));
  database.exec(sql);
  database.close();
};

describe('data verify', () => {
  it('finds all well while the service runs', async () => {
    await populate(opened());
    const { code, text, problems } = await data('verify');
    expect(problems).toBe('');
    expect(code).toBe(0);
    expect(text).toContain('134 commits of 3 streams with 134 commands, 3 links of hash chains');
    expect(text).toContain('1 effects waiting, 1 reminders, 1 snapshots');
  });

  it.each([
    [
      'a changed commit of a chain',
      `UPDATE commits SET body = replace(body, '"by":"ash"', '"by":"eve"') WHERE seq = 2 AND body LIKE '%ledger%'`,
      'breaks its hash chain',
    ],
    [
      'a link taken away',
      `UPDATE commits SET body = json_remove(body, '$.chain') WHERE seq = 3 AND body LIKE '%ledger%'`,
      'has no link',
    ],
    ['a commit taken out', `DELETE FROM commits WHERE seq = 50`, 'has a gap: 51 follows 49'],
    [
      'commits cut off the end',
      `DELETE FROM commits WHERE pos = (SELECT max(pos) FROM commits)`,
      'is not where its head says',
    ],
    ['a lost outbox row', 'DELETE FROM outbox', 'the outbox lacks'],
    [
      'a row nobody sent',
      'INSERT INTO outbox SELECT stream, seq, cmd, 7, shard, at, 0, effect FROM outbox',
      'which the log does not',
    ],
    ['a reminder at another time', 'UPDATE reminders SET due = due + 1', 'is not due when the log says'],
    ['a lost command id', 'DELETE FROM cmds WHERE pos = 7', 'cannot be found'],
    ['a changed snapshot page', `UPDATE pages SET body = '{"a":2}'`, 'of a snapshot of'],
    ['a commit that is not JSON', `UPDATE commits SET body = 'x' WHERE pos = 9`, 'cannot be read'],
  ])('finds %s', async (_what, sql, expected) => {
    await populate(opened());
    await tamper(sql);
    const { code, problems, text } = await data('verify');
    expect(problems).toContain(expected);
    expect(text).toContain('restore a backup');
    expect(code).toBe(1);
  });

  it('finds a damaged page, says what to do, and a backup of before heals it', async () => {
    const file = join(root, 'backup.db');
    await populate(opened());
    await data('backup', file);
    await store?.close();
    damageLeafWith(databasePath(dir), `${STREAM_A}#000000000070`);
    const { code, problems, text } = await data('verify');
    expect(problems).toMatch(/SQLite: Tree \d+ page \d+/);
    expect(problems).toContain('a damaged page cannot be read: what it holds was not compared');
    expect(text).toContain('restore a backup');
    expect(code).toBe(1);
    const again = await data('backup', join(root, 'damaged.db'));
    expect(again.problems).toMatch(
      /guildhall\.db" is damaged \(.*\): no backup was made\. Keep the older ones/,
    );
    expect([again.code, readdirSync(root).toSorted()]).toEqual([1, ['backup.db', 'data']]);
    expect((await data('stats')).code).toBe(0);
    expect((await data('restore', file)).code).toBe(0);
    expect((await data('verify')).code).toBe(0);
  });

  it('prints JSON when asked', async () => {
    const { code, text } = await data('verify', '--json');
    expect(JSON.parse(text)).toMatchObject({ ok: true, commits: 0, problems: [] });
    expect(code).toBe(0);
  });
});

describe('data backup and restore', () => {
  it('bring everything back, and keep what was there', async () => {
    const file = join(root, 'backup.db');
    await populate(opened());
    const backup = await data('backup', file);
    expect(backup).toMatchObject({ code: 0, problems: '' });
    expect(backup.text).toContain(file);
    await fill(opened(), '11:pet:home:later', 5);
    const epoch = opened().leases.epochOf(0) ?? 0;
    await store?.close();
    const restored = await data('restore', file);
    expect(restored).toMatchObject({ code: 0, problems: '' });
    expect(restored.text).toContain('guildhall.db.before-restore');
    store = await openSqliteStore({ dir });
    expect(await store.journal.stats()).toMatchObject({ commits: 134, streams: 3 });
    expect(store.leases.epochOf(0)).toBeGreaterThan(epoch);
    expect((await data('verify')).code).toBe(0);
    const kept = new DatabaseSync(`${databasePath(dir)}.before-restore`, { readOnly: true });
    expect(kept.prepare('SELECT count(*) AS n FROM commits').get()).toEqual({ n: 139 });
    kept.close();
  });

  it('copy one instant while the service goes on writing', async () => {
    const file = join(root, 'backup.db');
    await fill(opened(), STREAM_A, 100);
    const writing = fill(opened(), STREAM_B, 2000);
    const { code } = await data('backup', file);
    await writing;
    expect(code).toBe(0);
    await store?.close();
    await data('restore', file);
    expect((await data('verify')).code).toBe(0);
  });

  it('are refused while the service runs, for a file that is there, and for files that are not ours', async () => {
    const file = join(root, 'backup.db');
    await data('backup', file);
    const again = await data('backup', file);
    expect(again).toMatchObject({ code: 1 });
    expect(again.problems).toContain('exists already');
    const running = await data('restore', file);
    expect(running.code).toBe(1);
    expect(running.problems).toContain('used by another Guildhall process');
    await store?.close();
    writeFileSync(join(root, 'text'), 'not a database '.repeat(100));
    expect((await data('restore', join(root, 'text'))).problems).toContain('is damaged');
    expect((await data('restore', join(root, 'nothing'))).problems).toContain('check the path');
    expect(existsSync(`${databasePath(dir)}.before-restore`)).toBe(false);
  });

  it('restore over damaged data', async () => {
    const file = join(root, 'backup.db');
    await populate(opened());
    await data('backup', file);
    await store?.close();
    writeFileSync(databasePath(dir), 'broken '.repeat(1000));
    expect(await data('restore', file)).toMatchObject({ code: 0, problems: '' });
    expect(readFileSync(`${databasePath(dir)}.before-restore`, 'utf8')).toContain('broken');
    expect((await data('verify')).code).toBe(0);
  });

  it('restore into a directory that is not there yet', async () => {
    const file = join(root, 'backup.db');
    await populate(opened());
    await data('backup', file);
    const fresh = join(root, 'fresh');
    const { code, text } = await data('restore', file, '--dir', fresh);
    expect(code).toBe(0);
    expect(text).not.toContain('before-restore');
    expect((await data('verify', '--dir', fresh)).code).toBe(0);
  });
});

describe('data stats and usage', () => {
  it('counts while the service runs', async () => {
    await populate(opened());
    const { code, text } = await data('stats', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      commits: 134,
      commands: 134,
      streams: { ledger: 1, pet: 2 },
      outbox: 1,
      reminders: 1,
      snapshots: 1,
    });
    expect((await data('stats')).text).toMatch(/^commits +134$/m);
  });

  it.each([
    [['--help'], 0],
    [[], 2],
    [['nope'], 2],
    [['backup'], 2],
    [['verify', 'x'], 2],
    [['stats', '--nope'], 2],
  ])('%j shows how to use it', async (args, expected) => {
    const { code, text, problems } = await data(...args);
    expect(code).toBe(expected);
    expect(text + problems).toContain('Usage: npm run data');
  });

  it('says when there are no data', async () => {
    const { code, problems } = await data('stats', '--dir', join(root, 'nowhere'));
    expect(code).toBe(1);
    expect(problems).toContain('there is no database');
  });
});
