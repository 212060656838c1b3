import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openMongoStore } from '#adapters/mongo/mongo-store.ts';
import { databasePath } from '#adapters/sqlite/database.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { fill } from '#ports/contract/fixture.ts';
import { dataTool } from '#test/support/data-tool.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { runToEnd } from '#test/support/service-process.ts';
import { closeRigs, temporaryDirectory, until } from '#test/support/service-rig.ts';

const STREAMS = 60;
const COMMITS = 500;
const ALL = STREAMS * COMMITS;

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(closeRigs);

/** Data that take a while. */
const longData = async (): Promise<string> => {
  const dir = temporaryDirectory();
  const store = await openSqliteStore({ dir });
  for (let n = 0; n < STREAMS; n += 1) {
    const shard = n.toString(16).padStart(2, '0');
    await fill(store, `${shard}:pet:home:p${n}`, COMMITS);
  }
  await store.close();
  return dir;
};

/** Starts a copy in a process of its own and kills it once the target has a part. */
const killMidway = async (
  from: string,
  to: string,
  env: Readonly<Record<string, string>>,
  has: () => Promise<number>,
): Promise<number> => {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GUILDHALL_'));
  const child = spawn(process.execPath, ['src/app/data.ts', 'copy', '--from', from, '--to', to], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: 'ignore',
  });
  running.add(child);
  const ended = once(child, 'exit');
  await until('a part of the copy', async () => (await has()) >= 500);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  running.delete(child);
  const there = await has();
  expect(there).toBeLessThan(ALL);
  return there;
};

const countIn = (dir: string): number => {
  try {
    const database = new DatabaseSync(databasePath(dir), { readOnly: true, timeout: 1_000 });
    try {
      return Number(database.prepare('SELECT count(*) AS n FROM commits').get()?.['n']);
    } finally {
      database.close();
    }
  } catch {
    // not made yet
    return 0;
  }
};

const broughtOf = (text: string): number => {
  const said = JSON.parse(text) as { ok: boolean; brought: number; target: { commits: number } };
  expect(said).toMatchObject({ ok: true, target: { commits: ALL } });
  return said.brought;
};

describe('a copy that is killed', () => {
  it('goes on in a folder, opens for nobody before, and never doubles anything', async () => {
    const from = await longData();
    const to = join(temporaryDirectory(), 'new');
    const there = await killMidway(from, to, {}, async () => Promise.resolve(countIn(to)));
    const service = await runToEnd('src/main.ts', [], { GUILDHALL_DATA_DIR: to });
    expect(service).toMatchObject({ code: 1, stdout: '' });
    expect(service.stderr).toMatch(/is the unfinished target of a copy: run the same [^\n]+\n$/);
    const second = await dataTool({}, 'copy', '--from', from, '--to', to, '--json');
    expect(second).toMatchObject({ code: 0, problems: '' });
    expect(broughtOf(second.text)).toBe(ALL - there);
    expect(await dataTool({}, 'verify', '--dir', to)).toMatchObject({ code: 0, problems: '' });
  });
});

onServers(bestOffer(), (server) => {
  it('goes on in MongoDB once the killed one is forgotten', { timeout: 120_000 }, async () => {
    const uri = freshDatabase(server().uri);
    const env = { MONGODB_URI: uri };
    const from = await longData();
    const has = () => withDatabase(uri, (db) => db.collection('commits').countDocuments());
    const there = await killMidway(from, 'mongodb', env, has);
    const service = await runToEnd('src/main.ts', [], { GUILDHALL_DATA_DIR: temporaryDirectory(), ...env });
    expect(service).toMatchObject({ code: 1, stdout: '' });
    expect(service.stderr).toMatch(/is the unfinished target of a copy/);
    const second = await dataTool(env, 'copy', '--from', from, '--to', 'mongodb', '--json');
    expect(second).toMatchObject({ code: 0, problems: '' });
    // one batch may have landed after the count
    const brought = broughtOf(second.text);
    expect(brought).toBeLessThanOrEqual(ALL - there);
    expect(brought).toBeGreaterThanOrEqual(ALL - there - COMMITS);
    expect(await dataTool(env, 'verify')).toMatchObject({ code: 0, problems: '' });
    await dropDatabase(uri);
  });

  it('refuses a database in which a service runs', { timeout: 60_000 }, async () => {
    const uri = freshDatabase(server().uri);
    const store = await openMongoStore(mongoOptions(uri, { deployment: 'guildhall', node: 'hall-1' }));
    const from = await longData();
    const { code, problems } = await dataTool(
      { MONGODB_URI: uri },
      'copy',
      '--from',
      from,
      '--to',
      'mongodb',
    );
    expect(code).toBe(1);
    expect(problems).toContain('is used by another Guildhall process (hall-1): stop it first');
    expect(store.leases.owned().size).toBe(256);
    await store.close();
    await dropDatabase(uri);
  });
});
