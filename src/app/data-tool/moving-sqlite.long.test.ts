import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databasePath } from '#adapters/sqlite/database.ts';
import { openSqliteStore, type SqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { chainOfCommit } from '#ports/chain.ts';
import type { Commit } from '#ports/commit.ts';
import { appendAll, commandOf, commitOf, fill, STREAM_A, STREAM_B } from '#ports/contract/fixture.ts';
import { type DataAnswer, dataTool } from '#test/support/data-tool.ts';

const LEDGER = '3c:ledger:home:0';
let root = '';
let dir = '';

const data = (...args: readonly string[]): Promise<DataAnswer> => dataTool({}, ...args);
const at = (name: string): string => join(root, name);

/** A transfer of coins, and what each person has afterwards. */
const transfer = (from: string, to: string, coins: number, after: Readonly<Record<string, number>>) => ({
  events: [{ type: 'TransferPosted', v: 1, data: { legs: [{ from, to, coins }], after } }],
});

/** Some of everything that a store holds. */
const populate = async (store: SqliteStore): Promise<void> => {
  const deployment = await store.keys.deployment();
  expect(deployment).toHaveLength(32);
  await store.keys.user('ash', { create: true });
  await store.keys.user('misty', { create: true });
  await store.keys.erase('misty');
  await store.deadLetters.put({
    id: 'l1',
    stream: STREAM_A,
    commandId: 'ash/9',
    by: 'ash',
    command: { type: 'Feed' },
    error: 'it broke',
    attempts: 3,
    at: 5,
  });
  await fill(store, STREAM_A, 250);
  await appendAll(
    store,
    commitOf(STREAM_B, 1, {
      epoch: 900,
      cmds: [
        commandOf('ash/1', {
          effects: [
            { to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' } },
            { to: { kind: 'pet', realm: 'home', id: 'y' }, command: { type: 'Feed' } },
          ],
          reminders: [{ name: 'tick', dueMs: 500, command: { type: 'Tick' } }],
        }),
      ],
    }),
    commitOf(STREAM_B, 2, { cmds: [commandOf(`${STREAM_B}#000000000001/0/1/ack`)] }),
  );
  const links: Commit[] = [];
  const transfers = [
    transfer('mint', 'u:ash', 100, { 'u:ash': 100 }),
    transfer('u:ash', 'u:misty', 30, { 'u:ash': 70, 'u:misty': 30 }),
    transfer('u:ash', 'sink', 20, { 'u:ash': 50 }),
  ];
  for (const [index, more] of transfers.entries()) {
    const commit = commitOf(LEDGER, index + 1, { cmds: [commandOf(`ash/t${index}`, more)] });
    links.push({ ...commit, chain: chainOfCommit(links.at(-1)?.chain, commit) });
  }
  await appendAll(store, ...links);
  const text = '{"a":1}';
  for (const [seq, pageHash] of [
    [100, hash('sha256', text, 'base64url')],
    [200, hash('sha256', text, 'base64url')],
  ] as const) {
    await store.snapshots.put(
      {
        stream: STREAM_A,
        seq,
        schema: 1,
        at: 1,
        head: { epoch: 1, writer: 'w', ring: '' },
        pages: [{ name: 'a', key: `k${seq}`, hash: pageHash }],
      },
      [{ key: `k${seq}`, text }],
    );
  }
};

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'guildhall-'));
  dir = at('data');
  const store = await openSqliteStore({ dir });
  await populate(store);
  await store.close();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Changes the file behind the service's back. */
const tamper = (sql: string): void => {
  const database = new DatabaseSync(databasePath(dir));
  database.exec(sql);
  database.close();
};

/** An export, line by line, changed and packed again with a right checksum or with the old one. */
const repack = (file: string, change: (lines: string[]) => void, isSummedUp: boolean): void => {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const end = JSON.parse(lines.pop() ?? '') as { sha256: string; lines: number };
  change(lines);
  const text = lines.map((line) => `${line}\n`).join('');
  if (isSummedUp) Object.assign(end, { lines: lines.length, sha256: hash('sha256', text, 'base64url') });
  writeFileSync(file, gzipSync(`${text}${JSON.stringify(end)}\n`));
};

describe('moving house', () => {
  it('from folder to folder brings everything and proves it', async () => {
    const { code, text, problems } = await data('copy', '--from', dir, '--to', at('new'));
    expect(problems).toBe('');
    expect(code).toBe(0);
    expect(text).toMatch(/^commits +255 +255 +equal$/m);
    expect(text).toMatch(/^ledger home +sum 0, supply 80, .* equal$/m);
    expect(text).toMatch(/^effects waiting +1 +1 +equal$/m);
    expect(text).not.toContain('DIFFERENT');
    expect(text).toMatch(/^digest [\w-]{43}\ncopied 255 commits from /m);

    const [old, fresh] = [await openSqliteStore({ dir }), await openSqliteStore({ dir: at('new') })];
    for (const stream of [STREAM_A, STREAM_B, LEDGER]) {
      expect(await fresh.journal.read(stream, 1, 300)).toEqual(await old.journal.read(stream, 1, 300));
    }
    for (const which of ['current', 'previous'] as const) {
      expect(await fresh.snapshots.load(STREAM_A, which)).toEqual(await old.snapshots.load(STREAM_A, which));
    }
    expect(await fresh.keys.deployment()).toEqual(await old.keys.deployment());
    expect(await fresh.keys.list('', 9)).toEqual(await old.keys.list('', 9));
    expect(await fresh.keys.user('misty', { create: true })).toBeUndefined();
    expect(await fresh.deadLetters.list(9)).toEqual(await old.deadLetters.list(9));
    const shards = new Set([0x7f]);
    expect(await fresh.outbox.pending(shards, '', 9)).toEqual(await old.outbox.pending(shards, '', 9));
    expect(await fresh.reminders.due(shards, 999, 9)).toEqual(await old.reminders.due(shards, 999, 9));
    expect(fresh.leases.epochOf(0)).toBeGreaterThan(900);
    await Promise.all([old.close(), fresh.close()]);
    expect(await data('verify', '--dir', at('new'))).toMatchObject({ code: 0, problems: '' });
  });

  it('through a file, which only its owner can read, gives the same digest', async () => {
    const file = at('house.ndjson.gz');
    const exported = await data('export', file, '--dir', dir, '--json');
    expect(exported).toMatchObject({ code: 0, problems: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const imported = await data('import', file, '--dir', at('new'), '--json');
    expect(imported).toMatchObject({ code: 0, problems: '' });
    const [a, b] = [exported, imported].map(
      ({ text }) => JSON.parse(text) as { ok: boolean; digest: string },
    );
    expect(a?.ok).toBe(true);
    expect(b?.digest).toBe(a?.digest);
    const again = await data('export', file, '--dir', dir);
    expect(again).toMatchObject({ code: 1 });
    expect(again.problems).toContain('exists already');
  });

  it('leaves a snapshot that is not whole to be made anew', async () => {
    tamper(`UPDATE pages SET body = '{"a":2}' WHERE key = 'k200'`);
    const { code, text } = await data('copy', '--from', dir, '--to', at('new'));
    expect(code).toBe(0);
    expect(text).toMatch(/^snapshots +1 +1 +equal$/m);
  });

  it('goes on where it was cut off, and opens for nobody until then', async () => {
    const part = await openSqliteStore({ dir: at('new') });
    await fill(part, STREAM_A, 120);
    await part.close();
    const file = at('house.ndjson.gz');
    await data('export', file, '--dir', dir);
    const refused = await data('import', file, '--dir', at('new'));
    expect(refused).toMatchObject({ code: 1, problems: expect.stringContaining('is not empty') as string });

    // as a killed run leaves it: the mark is set before the first commit
    const marked = await openSqliteStore({ dir: at('new') });
    await marked.moving.setMark('another copy');
    await marked.close();
    const closed = openSqliteStore({ dir: at('new') });
    await expect(closed).rejects.toThrow(/is the unfinished target of a copy: run the same/);
    const foreign = await data('import', file, '--dir', at('new'));
    expect(foreign.problems).toContain('unfinished target of another copy');

    const key = /"deploymentKey":"([\w-]+)"/.exec(gunzipSync(readFileSync(file)).toString())?.[1] ?? '';
    const ours = await openSqliteStore({ dir: at('new'), forMoving: true });
    await ours.moving.setMark(hash('sha256', `copy of ${key}`, 'base64url').slice(0, 22));
    await ours.close();
    const done = await data('import', file, '--dir', at('new'));
    expect(done).toMatchObject({ code: 0, problems: '' });
    expect(done.text).toContain('imported 135 commits');
    await (await openSqliteStore({ dir: at('new') })).close();
  });

  it('refuses a target with data, a service on either side, and the same place twice', async () => {
    await data('copy', '--from', dir, '--to', at('new'));
    const full = await data('copy', '--from', dir, '--to', at('new'));
    expect(full).toMatchObject({ code: 1, problems: expect.stringContaining('is not empty') as string });
    const same = await data('copy', '--from', dir, '--to', join(dir, '.'));
    expect(same.problems).toContain('both places are');
    const running = await openSqliteStore({ dir });
    const from = await data('copy', '--from', dir, '--to', at('other'));
    expect(from).toMatchObject({ code: 1, problems: expect.stringContaining('used by another') as string });
    const to = await data('copy', '--from', at('new'), '--to', dir);
    expect(to).toMatchObject({ code: 1, problems: expect.stringContaining('used by another') as string });
    await running.close();
    const nothing = await data('copy', '--from', at('nowhere'), '--to', at('other'));
    expect(nothing.problems).toContain('there is no database');
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  it.each([
    [
      'a changed commit',
      `UPDATE commits SET body = replace(body, '"coins":30', '"coins":31')`,
      `${LEDGER}#000000000002 breaks its hash chain`,
    ],
    ['a commit taken out', `DELETE FROM commits WHERE seq = 50`, `the log has no commit 50 of ${STREAM_A}`],
    [
      'a commit that is not JSON',
      `UPDATE commits SET body = 'x' WHERE pos = 9`,
      `${STREAM_A}#000000000009 cannot be read`,
    ],
    [
      'a ledger without its chain',
      `UPDATE commits SET body = json_remove(body, '$.chain')`,
      `${LEDGER}#000000000001 breaks its hash chain`,
    ],
    ['a newer commit', `UPDATE commits SET body = json_set(body, '$.f', 9) WHERE pos = 7`, 'has format 9'],
    ['newer data', 'PRAGMA user_version = 99', 'written by a newer Guildhall (data version 99'],
  ])('refuses a source with %s and names it', async (_what, sql, expected) => {
    tamper(sql);
    const { code, problems } = await data('copy', '--from', dir, '--to', at('new'));
    expect(code).toBe(1);
    expect(problems).toContain(expected);
    // nothing was begun
    await (await openSqliteStore({ dir: at('new') })).close();
  });

  it('refuses a log whose balances are not what its transfers add up to', async () => {
    const file = at('house.ndjson.gz');
    await data('export', file, '--dir', dir);
    repack(
      file,
      (lines) => {
        let chain: string | undefined;
        for (const [index, line] of lines.entries()) {
          if (!line.includes(`"_id":"${LEDGER}`)) continue;
          const changed = line.replace('"u:ash":70', '"u:ash":71');
          const { commit } = JSON.parse(changed) as { commit: Commit };
          chain = chainOfCommit(chain, commit);
          lines[index] = JSON.stringify({ kind: 'commit', commit: { ...commit, chain } });
        }
      },
      true,
    );
    const { code, problems } = await data('import', file, '--dir', at('new'));
    expect(code).toBe(1);
    expect(problems).toContain('u:ash has 71 coins, the log adds up to 70');
  });
});

describe('a file', () => {
  const file = (): string => at('house.ndjson.gz');
  const problem = async (): Promise<string> => {
    const { code, problems } = await data('import', file(), '--dir', at('new'));
    expect(code).toBe(1);
    return problems;
  };
  beforeEach(async () => {
    await data('export', file(), '--dir', dir);
  });

  it('that was changed is told by its checksum', async () => {
    repack(file(), (lines) => lines.splice(20, 1), false);
    expect(await problem()).toMatch(/has a gap|checksum differs/);
    await rm();
    repack(file(), (lines) => lines.push(lines.at(-1) ?? ''), false);
    expect(await problem()).toMatch(/has a gap|checksum differs/);
    await rm();
    repack(file(), (lines) => (lines[1] = (lines[1] ?? '').replace('"ash"', '"bsh"')), false);
    expect(await problem()).toContain('checksum differs');
  });

  it('that is cut off, no export, newer or not there says so', async () => {
    const whole = readFileSync(file());
    writeFileSync(file(), whole.subarray(0, whole.length >> 1));
    expect(await problem()).toContain('is cut off');
    writeFileSync(
      file(),
      gzipSync('{"kind":"house","format":1,"commitFormat":1,"commits":1,"deploymentKey":"k"}\n'),
    );
    expect(await problem()).toContain('is cut off');
    writeFileSync(file(), 'no gzip at all');
    expect(await problem()).toContain('is damaged or not an export');
    writeFileSync(
      file(),
      gzipSync('{"kind":"house","format":1,"commitFormat":1,"deploymentKey":"k"}\n{"kind":"commit"}\n'),
    );
    expect(await problem()).toContain('after 0 commits that is no record of ours');
    writeFileSync(file(), gzipSync('{"kind":"commit"}\n'));
    expect(await problem()).toContain('is not an export of Guildhall');
    writeFileSync(file(), whole);
    repack(file(), (lines) => (lines[0] = (lines[0] ?? '').replace('"format":1', '"format":2')), true);
    expect(await problem()).toContain('written by a newer Guildhall (format 2/1');
    rmSync(file());
    expect(await problem()).toContain('there is no file');
  });

  const rm = async (): Promise<void> => {
    rmSync(file());
    await data('export', file(), '--dir', dir);
  };
});

describe('a command line of moving house', () => {
  it.each([
    [['copy'], 'copy needs --from PLACE and --to PLACE'],
    [['copy', '--from', 'a', '--to', 'b', '--dir', 'c'], 'not --dir'],
    [['export'], 'export needs a FILE'],
    [['verify', '--from', 'a'], 'verify takes --dir'],
  ])('%j that makes no sense is answered with what is', async (args, expected) => {
    const { code, problems } = await data(...args);
    expect(code).toBe(2);
    expect(problems).toContain(expected);
  });

  it('that names MongoDB without an address, or the embedded tools with one, is refused', async () => {
    const unset = await data('copy', '--from', dir, '--to', 'mongodb');
    expect(unset).toMatchObject({ code: 1, problems: expect.stringContaining('not set') as string });
    const env = { MONGODB_URI: 'mongodb://ash:canary@127.0.0.1:1/db' };
    const backup = await dataTool(env, 'backup', at('b.db'));
    expect(backup).toMatchObject({ code: 2 });
    expect(backup.problems).toContain('use export and import, or mongodump');
    expect(backup.problems).not.toContain('canary');
  });
});
