import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hash } from 'node:crypto';
import { type Ending, killProcesses, runToEnd, startProcess } from '#test/support/service-process.ts';
import {
  buttonOf,
  closeRigs,
  fieldOf,
  temporaryDirectory,
  until,
  visitor,
  wordsOf,
} from '#test/support/service-rig.ts';

const TOKEN = 'canarytokenaaaaaaaaaaaa.bbbbbb.cccccccccccccccccc';
const TIMEOUT_MS = 60_000;

afterEach(killProcesses);
afterAll(closeRigs);

/** A start that cannot be: it ends with 1 and one line. */
const failingStart = async (variables: Readonly<Record<string, string>>): Promise<string> => {
  const { code, stdout, stderr } = await runToEnd('src/main.ts', [], variables);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  return stderr;
};

const data = (dir: string, ...args: readonly string[]): Promise<Ending> =>
  runToEnd('src/app/data.ts', args, { GUILDHALL_DATA_DIR: dir });

/** What a file holds, by its digest. */
const digest = (path: string): string => hash('sha256', readFileSync(path), 'hex');

describe('a life', { timeout: TIMEOUT_MS }, () => {
  it('of pet and payments outlasts kill -9, old buttons work, and twenty presses are one payment', async () => {
    const dir = temporaryDirectory();
    const first = await startProcess(dir);
    const before = visitor(first.url);
    await before.run('guest-b', '/eco balance');
    await before.confirm('guest-a', '/pet adopt species:mossback name:Twig');
    await before.run('guest-a', '/pet feed item:honeyberry');
    await before.confirm('guest-a', '/eco pay user:guest-b amount:100');
    const pending = buttonOf(
      await before.run('guest-a', '/eco pay user:guest-b amount:25'),
      'Confirm',
    ).customId;
    const clean = buttonOf(await before.run('guest-a', '/pet view'), 'Clean').customId;
    const { tables: inventory } = await before.run('guest-a', '/eco inventory');
    expect(await first.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL', stderr: '' });

    const second = await startProcess(dir);
    const after = visitor(second.url);
    expect(await after.coins('guest-a')).toBe(900);
    expect(await after.coins('guest-b')).toBe(1_100);
    expect(wordsOf(await after.run('guest-a', '/pet view'))).toContain('Twig');
    expect(inventory?.[0]?.rows.length).toBeGreaterThan(1);
    expect((await after.run('guest-a', '/eco inventory')).tables).toEqual(inventory);
    const presses = await Promise.all(Array.from({ length: 20 }, () => after.press('guest-a', pending)));
    expect(new Set(presses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(presses.map(({ panel }) => fieldOf(panel, 'Receipt'))).size).toBe(1);
    expect(await after.coins('guest-a')).toBe(875);
    expect(await after.coins('guest-b')).toBe(1_125);
    expect((await after.press('guest-a', clean)).status).toBe(200);
    await until('the timeline', async () =>
      wordsOf(await after.run('guest-b', '/profile timeline')).includes('Got 25'),
    );
    const drained = await second.end('SIGTERM');
    expect(drained).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(drained.stdout).toMatch(/"isClean":true,"msg":"stopped"\}\n$/);
    expect((await data(dir, 'verify')).stdout).toContain('all is well');
  });

  it('answers what is in flight when it is told to end, refuses the rest, and loses nothing', async () => {
    const dir = temporaryDirectory();
    const first = await startProcess(dir);
    const guests = Array.from({ length: 20 }, (_, n) => `guest-d${n}`);
    const before = visitor(first.url);
    await Promise.all(guests.map((guest) => before.run(guest, '/eco balance')));
    const answers = guests.map((guest) => before.say(guest, '/eco daily').catch(() => undefined));
    const startedMs = performance.now();
    const [ending, replies] = await Promise.all([first.end('SIGTERM'), Promise.all(answers)]);
    expect(ending.code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    const second = await startProcess(dir);
    const after = visitor(second.url);
    for (const [n, reply] of replies.entries()) {
      // an answer tells the truth; only whose connection was cut cannot know
      const possible = reply === undefined ? [1_000, 1_500] : [reply.status === 200 ? 1_500 : 1_000];
      expect(possible, `guest ${n}`).toContain(await after.coins(guests[n] ?? ''));
    }
    await second.end('SIGKILL');
  });

  it('tells its token to nobody: not to the log, not to the data, not to visitors', async () => {
    const dir = temporaryDirectory();
    const service = await startProcess(dir, { DISCORD_TOKEN: TOKEN, GUILDHALL_PLAYGROUND: 'on' });
    const guest = visitor(service.url);
    await guest.confirm('guest-a', `/eco pay user:misty amount:1 note:${TOKEN}`);
    const seen = (await guest.text('/metrics')) + (await guest.text('/api/actors')) + (await guest.text('/'));
    const { stdout, stderr } = await service.end('SIGTERM');
    const files = readdirSync(dir).map((name) => readFileSync(join(dir, name)).toString('latin1'));
    for (const text of [seen, stdout, stderr, ...files]) expect(text).not.toContain('canarytoken');
    expect(stdout).toContain('"playground":true');
  });

  it('with a token and without being asked has no playground', async () => {
    const service = await startProcess(temporaryDirectory(), { DISCORD_TOKEN: TOKEN });
    expect((await visitor(service.url).say('ash', '/help')).status).toBe(404);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    await service.end('SIGKILL');
  });
});

describe('a data directory in use', { timeout: TIMEOUT_MS }, () => {
  it('is refused to a second process with one line, unharmed, and free after kill -9', async () => {
    const dir = temporaryDirectory();
    const first = await startProcess(dir);
    const line = await failingStart({ GUILDHALL_DATA_DIR: dir });
    expect(line).toContain(dir);
    expect(line).toContain('used by another Guildhall process: stop that one, or set GUILDHALL_DATA_DIR');
    expect(await visitor(first.url).coins('guest-a')).toBe(1_000);
    await first.end('SIGKILL');
    const second = await startProcess(dir);
    expect(await visitor(second.url).coins('guest-a')).toBe(1_000);
    await second.end('SIGKILL');
  });

  it('can be backed up, verified and counted, but restored only when the service has stopped', async () => {
    const dir = temporaryDirectory();
    const copy = join(temporaryDirectory(), 'copy.db');
    const service = await startProcess(dir);
    const guest = visitor(service.url);
    expect(await guest.coins('guest-a')).toBe(1_000);
    expect(await data(dir, 'backup', copy)).toMatchObject({ code: 0, stderr: '' });
    await guest.run('guest-a', '/eco daily');
    await until('the daily', async () => (await guest.coins('guest-a')) === 1_500);
    expect((await data(dir, 'verify')).stdout).toContain('all is well');
    expect((await data(dir, 'stats')).stdout).toMatch(/user streams\s+\d/);
    const refused = await data(dir, 'restore', copy);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/used by another Guildhall process/);
    expect(await guest.coins('guest-a')).toBe(1_500);
    await service.end('SIGTERM');
    expect(await data(dir, 'restore', copy)).toMatchObject({ code: 0, stderr: '' });
    const again = await startProcess(dir);
    expect(await visitor(again.url).coins('guest-a')).toBe(1_000);
    await again.end('SIGKILL');
  });
});

describe('a start that cannot be', { timeout: TIMEOUT_MS }, () => {
  let good = '';
  const goodDatabase = (): string => join(good, 'guildhall.db');
  beforeAll(async () => {
    good = temporaryDirectory();
    const service = await startProcess(good, { GUILDHALL_PLAYGROUND: 'on' });
    await visitor(service.url).run('guest-a', '/eco balance');
    await service.end('SIGTERM');
  }, TIMEOUT_MS);

  /** The good data in a directory of its own. */
  const copyOfGood = (): string => {
    const dir = temporaryDirectory();
    copyFileSync(goodDatabase(), join(dir, 'guildhall.db'));
    return dir;
  };

  it('for a setting that is none or a bad value names it and touches no data', async () => {
    const dir = join(temporaryDirectory(), 'data');
    const [unknown, bad, level, roles] = await Promise.all([
      failingStart({ GUILDHALL_DATA_DIR: dir, GUILDHALL_COLOUR: 'red' }),
      failingStart({ GUILDHALL_DATA_DIR: dir, GUILDHALL_PORT: '99999' }),
      failingStart({ GUILDHALL_DATA_DIR: dir, GUILDHALL_LOG_LEVEL: 'loud' }),
      failingStart({ GUILDHALL_DATA_DIR: dir, GUILDHALL_ROLES: 'gateway,engine' }),
    ]);
    expect(unknown).toContain('GUILDHALL_COLOUR is not a setting: unset it or use one of GUILDHALL_HOST');
    expect(bad).toContain('GUILDHALL_PORT cannot be "99999": it takes a port from 0 to 65535');
    expect(level).toContain('GUILDHALL_LOG_LEVEL cannot be "loud"');
    expect(roles).toContain('GUILDHALL_ROLES cannot be "gateway,engine"');
    expect(roles).toContain('one process, which needs engine, web, jobs together');
    expect(existsSync(dir)).toBe(false);
  });

  it('for a bad token does not print it', async () => {
    const dir = join(temporaryDirectory(), 'data');
    const line = await failingStart({ GUILDHALL_DATA_DIR: dir, DISCORD_TOKEN: 'canarytoken with blanks' });
    expect(line).toContain('DISCORD_TOKEN cannot be its value (not shown)');
    expect(line).not.toContain('canarytoken');
  });

  it('for a port in use names it, and leaves the data as they were and free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      other.once('listening', resolve);
    });
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const line = await failingStart({ GUILDHALL_DATA_DIR: good, GUILDHALL_PORT: port });
    other.close();
    expect(line).toContain(
      `Port ${port} on 127.0.0.1 is in use: stop the other program, or set GUILDHALL_PORT`,
    );
    expect((await data(good, 'verify')).stdout).toContain('all is well');
  });

  it('for an address that is not of this machine says which are', async () => {
    const line = await failingStart({ GUILDHALL_DATA_DIR: good, GUILDHALL_HOST: '203.0.113.7' });
    expect(line).toContain('GUILDHALL_HOST is not an address of this machine');
  });

  it('for a file where the data directory should be, and one inside a file, says what to do', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, 'mine');
    const [at, below] = await Promise.all([
      failingStart({ GUILDHALL_DATA_DIR: file }),
      failingStart({ GUILDHALL_DATA_DIR: join(file, 'data') }),
    ]);
    expect(at).toMatch(/file" is no directory: set GUILDHALL_DATA_DIR to one/);
    expect(below).toMatch(
      /cannot be made: give this user the right to write there, or set GUILDHALL_DATA_DIR/,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('for a lock that is no file says what to do', async () => {
    const dir = copyOfGood();
    mkdirSync(join(dir, 'lock'));
    expect(await failingStart({ GUILDHALL_DATA_DIR: dir })).toMatch(
      /lock" is no file: move it away, or set GUILDHALL_DATA_DIR/,
    );
    expect(digest(join(dir, 'guildhall.db'))).toBe(digest(goodDatabase()));
  });

  it('for a file cut short, one overwritten and one that is no database says to restore, and keeps its bytes', async () => {
    const [cut, torn, text] = [copyOfGood(), copyOfGood(), copyOfGood()];
    const path = (dir: string): string => join(dir, 'guildhall.db');
    truncateSync(path(cut), Math.floor(statSync(path(cut)).size / 2 / 4_096) * 4_096);
    const bytes = readFileSync(path(torn));
    writeFileSync(path(torn), bytes.fill(0xee, 4_096, 12_288));
    writeFileSync(path(text), 'not a database '.repeat(100));
    const dirs = [cut, torn, text];
    const before = dirs.map((dir) => digest(path(dir)));
    for (const line of await Promise.all(dirs.map((dir) => failingStart({ GUILDHALL_DATA_DIR: dir })))) {
      expect(line).toMatch(
        /is damaged: stop the service, keep a copy and run "npm run data -- restore FILE"/,
      );
    }
    expect(dirs.map((dir) => digest(path(dir)))).toEqual(before);
  });

  it('for data of a newer version says so and keeps them', async () => {
    const dir = copyOfGood();
    const path = join(dir, 'guildhall.db');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const before = digest(path);
    expect(await failingStart({ GUILDHALL_DATA_DIR: dir })).toMatch(/newer Guildhall \(data version 99/);
    expect(digest(path)).toBe(before);
  });
});
