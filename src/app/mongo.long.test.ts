import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openMongoStore } from '#adapters/mongo/mongo-store.ts';
import { startFaultProxy } from '#test/support/fault-proxy/fault-proxy.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { freePort } from '#test/support/services/server-process.ts';
import { killProcesses, runToEnd, startProcess } from '#test/support/service-process.ts';
import {
  closeRigs,
  openService,
  temporaryDirectory,
  until,
  visitor,
  wordsOf,
} from '#test/support/service-rig.ts';

afterEach(killProcesses);
afterAll(closeRigs);

describe('a start on MongoDB', () => {
  it('with an address that is none says so in one line and shows nothing of it', async () => {
    const uri = 'mongodb://ash:canary@host:port@/db';
    const { code, stdout, stderr } = await runToEnd('src/main.ts', [], {
      GUILDHALL_DATA_DIR: temporaryDirectory(),
      MONGODB_URI: uri,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^MONGODB_URI [^\n]+\n$/);
    expect(stderr).not.toContain('canary');
  });

  it(
    'that reaches none says how long it tried and what to check, and ends with 1',
    { timeout: 60_000 },
    async () => {
      const { code, stdout, stderr } = await runToEnd('src/main.ts', [], {
        GUILDHALL_DATA_DIR: temporaryDirectory(),
        MONGODB_URI: `mongodb://ash:canary@127.0.0.1:${await freePort()}/db`,
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      const lines = stderr.trimEnd().split('\n');
      for (const line of lines)
        expect(line).toMatch(/^MongoDB does not answer: check that it runs and can be reached/);
      expect(lines.slice(0, 3).join()).toMatch(/again in 0\.25 s,.*again in 0\.5 s,.*again in 1 s$/);
      expect(lines.at(-1)).toMatch(/; tried for (1\d|2\d) s$/);
      expect(stderr).not.toContain('canary');
    },
  );

  it('that another process of the same folder holds is refused', async () => {
    const dir = temporaryDirectory();
    writeFileSync(join(dir, 'node-id'), 'node-1\n');
    const holder = await startProcess(dir);
    const { code, stderr } = await runToEnd('src/main.ts', [], {
      GUILDHALL_DATA_DIR: dir,
      MONGODB_URI: `mongodb://127.0.0.1:${await freePort()}/db`,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('used by another Guildhall process');
    await holder.end('SIGKILL');
  });
});

onServers(bestOffer(), (server) => {
  it('a life outlasts kill -9 and the start after it, and the address is told to nobody', async () => {
    const uri = freshDatabase(server().uri);
    const dir = temporaryDirectory();
    const variables = { MONGODB_URI: uri };
    const first = await startProcess(dir, variables);
    const before = visitor(first.url);
    expect(wordsOf(await before.run('guest-a', '/status'))).toContain('mongodb');
    await before.run('guest-b', '/eco balance');
    await before.confirm('guest-a', '/pet adopt species:mossback name:Twig');
    await before.confirm('guest-a', '/eco pay user:guest-b amount:100');
    expect(await first.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL', stderr: '' });

    const second = await startProcess(dir, variables);
    const after = visitor(second.url);
    expect(await after.coins('guest-a')).toBe(900);
    expect(await after.coins('guest-b')).toBe(1_100);
    expect(wordsOf(await after.run('guest-a', '/pet view'))).toContain('Twig');
    await after.confirm('guest-b', '/eco pay user:guest-a amount:50');
    await until('the timeline', async () =>
      wordsOf((await after.say('guest-b', '/profile timeline')).panel).includes('Got 100'),
    );
    const drained = await second.end('SIGTERM');
    expect(drained).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(drained.stdout).toMatch(/"isClean":true,"msg":"stopped"\}\n$/);
    expect(first.log() + drained.stdout).not.toContain(uri);

    const epochs = await withDatabase(uri, (db) => db.collection('leases').distinct('epoch'));
    expect(epochs).toEqual([2]);
    const owners = await withDatabase(uri, (db) => db.collection('leases').distinct('owner'));
    expect(owners).toEqual([]);
    await dropDatabase(uri);
  });

  it('snapshots changed by hand are passed over with an alarm: people are as their log says', async () => {
    const uri = freshDatabase(server().uri);
    const before = await openService({ store: await openMongoStore(mongoOptions(uri)) });
    for (let n = 0; n < 110; n += 1)
      await before.run('guest-a', `/notify set event:gift via:${n % 2 === 0 ? 'inbox' : 'off'}`);
    await before.service.engine.settled();
    await before.stop();
    await withDatabase(uri, async (db) => {
      const manifests = db.collection<{ _id: string; pages: { key: string; text: string }[] }>('manifests');
      const users = await manifests.find({ _id: /:user:/ }).toArray();
      expect(users.flatMap(({ pages }) => pages)).not.toEqual([]);
      for (const { _id, pages } of users) {
        const changed = pages.map(({ key, text }) => ({ key, text: `${text} ` }));
        await manifests.updateOne({ _id }, { $set: { pages: changed } });
      }
    });

    const after = await openService({ store: await openMongoStore(mongoOptions(uri)) });
    expect(wordsOf(await after.run('guest-a', '/notify set'))).toContain('off');
    expect(wordsOf(await after.run('guest-new', '/notify set'))).not.toContain('off');
    expect(after.alarms.map(({ what }) => what)).toContain('snapshot');
    await after.stop();
    await dropDatabase(uri);
  });

  /** A service that reaches its database through a proxy. */
  const startBehind = async () => {
    const uri = new URL(freshDatabase(server().uri));
    const proxy = await startFaultProxy({ targetPort: Number(uri.port) });
    const way = new URL(uri);
    way.port = String(proxy.port);
    way.searchParams.delete('replicaSet');
    way.searchParams.set('directConnection', 'true');
    const one = await startProcess(temporaryDirectory(), { MONGODB_URI: way.href });
    const clear = async (): Promise<void> => {
      await proxy.close();
      // a drop waits for what was left half done, a minute and more, and whoever makes something waits for the drop: a server of
      // ours goes with all it has
      if (server().process === undefined) await dropDatabase(uri.href);
    };
    return { one, proxy, clear };
  };

  it('ends within ten seconds with 0 while MongoDB refuses, and says that not all was done', async () => {
    const { one, proxy, clear } = await startBehind();
    await visitor(one.url).run('guest-a', '/eco balance');
    await proxy.refuse();
    const fromMs = performance.now();
    const ended = await one.end('SIGTERM');
    expect(performance.now() - fromMs).toBeLessThan(10_000);
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(ended.stdout).toMatch(/"isClean":false,"msg":"stopped"\}\n/);
    await clear();
  });

  it('ends in order when it is told so right after its start and MongoDB says nothing any more', async () => {
    const { one, proxy, clear } = await startBehind();
    proxy.faults = { fate: () => 'drop' };
    const ended = await one.end('SIGTERM');
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(ended.stdout).toMatch(/"isClean":false,"msg":"stopped"\}\n/);
    await clear();
  });

  it('the migration by hand says what it does and does it once', async () => {
    const uri = freshDatabase(server().uri);
    const migrate = (...args: readonly string[]) =>
      runToEnd('src/app/db-migrate.ts', args, { MONGODB_URI: uri });
    const would = await migrate('--dry-run');
    expect(would).toMatchObject({ code: 0, stderr: '' });
    expect(would.stdout).toContain('would make collection commits\n');
    expect((await migrate()).stdout).toContain('make collection commits\n');
    expect((await migrate()).stdout).toBe('Nothing to do: the database is at this version.\n');
    expect(await migrate('--wet-run')).toMatchObject({ code: 2 });
    const unset = await runToEnd('src/app/db-migrate.ts', [], {});
    expect(unset).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MONGODB_URI is not set') as string,
    });
    await dropDatabase(uri);
  });
});
