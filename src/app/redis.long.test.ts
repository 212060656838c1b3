import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FAKE_TOKEN } from '#test/support/fake-discord/fake-discord.ts';
import { dropDatabase, freshDatabase } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import {
  afterTest,
  freshDeployment,
  onOwnRedis,
  onRedis,
  openLink,
} from '#test/support/services/redis-suite.ts';
import { killProcesses, runToEnd, startProcess } from '#test/support/service-process.ts';
import { closeRigs, temporaryDirectory, until, visitor, wordsOf } from '#test/support/service-rig.ts';

afterEach(killProcesses);
afterAll(closeRigs);

describe('a start with Redis', () => {
  it('whose address is none says so in one line and shows nothing of it', async () => {
    const { code, stdout, stderr } = await runToEnd('src/main.ts', [], {
      GUILDHALL_DATA_DIR: temporaryDirectory(),
      REDIS_URL: 'redis://ash:canary@',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^REDIS_URL [^\n]+\n$/);
    expect(stderr).not.toContain('canary');
  });
});

onRedis((redis) => {
  it('one process limits and caches there, says so, and ends in order', async () => {
    const deployment = freshDeployment();
    const one = await startProcess(temporaryDirectory(), {
      REDIS_URL: redis().url,
      GUILDHALL_DEPLOYMENT: deployment,
    });
    expect(wordsOf(await visitor(one.url).run('guest-a', '/status'))).toMatch(/redis/i);
    const link = await openLink(redis().url, { deployment });
    const keys = (await link.call('KEYS', `${link.prefix}*`)) as readonly string[];
    expect(keys.some((key) => key.startsWith(`${link.prefix}rate:{`))).toBe(true);
    const ended = await one.end('SIGTERM');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).not.toContain(redis().url);
  });

  onServers(bestOffer(), (mongo) => {
    it('two processes serve each other’s people, and one goes on when the other ends', async () => {
      const uri = freshDatabase(mongo().uri);
      afterTest(() => dropDatabase(uri));
      const deployment = freshDeployment();
      const variables = { MONGODB_URI: uri, REDIS_URL: redis().url, GUILDHALL_DEPLOYMENT: deployment };
      const one = await startProcess(temporaryDirectory(), variables);
      const two = await startProcess(temporaryDirectory(), variables);
      const [here, there] = [visitor(one.url), visitor(two.url)];
      const hasShards = (count: number) => async (): Promise<boolean> =>
        new RegExp(`\\b${count}\\b`).test(wordsOf(await here.run('guest-a', '/status')));
      await until('each has half of the shards', hasShards(128));
      await there.run('guest-b', '/eco balance');
      await here.confirm('guest-a', '/pet adopt species:mossback name:Twig');
      await here.confirm('guest-a', '/eco pay user:guest-b amount:100');
      expect(wordsOf(await there.run('guest-a', '/pet view'))).toContain('Twig');
      expect([await there.coins('guest-a'), await here.coins('guest-b')]).toEqual([900, 1_100]);
      const ended = await two.end('SIGTERM');
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      await here.confirm('guest-b', '/eco pay user:guest-a amount:50');
      expect(await here.coins('guest-a')).toBe(950);
    });
  });
});

onOwnRedis((redis) => {
  it('a process whose Redis dies goes on, and ends in order', async () => {
    const one = await startProcess(temporaryDirectory(), { REDIS_URL: redis().url });
    const people = visitor(one.url);
    await people.run('guest-a', '/eco balance');
    await redis().process.kill();
    await until('it says so', async () =>
      wordsOf(await people.run('guest-a', '/status')).includes('out of reach'),
    );
    await people.confirm('guest-a', '/pet adopt species:mossback name:Twig');
    expect(await one.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    await redis().process.restart();
  });

  it('one that may drop keys ends a start that would keep interactions in it, and no other, with the setting to change', async () => {
    const link = await openLink(redis().url);
    await link.call('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    for (const GUILDHALL_ROLES of ['gateway', '']) {
      const { code, stderr } = await runToEnd('src/main.ts', [], {
        GUILDHALL_DATA_DIR: temporaryDirectory(),
        GUILDHALL_ROLES,
        GUILDHALL_DISCORD_SOURCE: 'stream',
        DISCORD_TOKEN: FAKE_TOKEN,
        REDIS_URL: redis().url,
      });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^this Redis may drop work that waits in it [^\n]+ is allkeys-lru, set it to noeviction\n$/,
      );
    }
    // one process keeps nothing there that it cannot do without
    const alone = await startProcess(temporaryDirectory(), { REDIS_URL: redis().url });
    expect(wordsOf(await visitor(alone.url).run('guest-a', '/status'))).toMatch(/redis/i);
    expect(await alone.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    await link.call('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  });

  onServers(bestOffer(), (mongo) => {
    it('nor is one taken that may drop the commands of several processes', async () => {
      const uri = freshDatabase(mongo().uri);
      afterTest(() => dropDatabase(uri));
      const link = await openLink(redis().url);
      await link.call('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl');
      const { code, stderr } = await runToEnd('src/main.ts', [], {
        GUILDHALL_DATA_DIR: temporaryDirectory(),
        MONGODB_URI: uri,
        REDIS_URL: redis().url,
      });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr:
          'this Redis may drop work that waits in it when it is full: its maxmemory-policy is volatile-ttl, set it to noeviction\n',
      });
      await link.call('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    });
  });

  it('a wrong password ends a start with one line that does not show it', async () => {
    const { code, stdout, stderr } = await runToEnd('src/main.ts', [], {
      GUILDHALL_DATA_DIR: temporaryDirectory(),
      REDIS_URL: redis().url.replace('://', '://ash:canary@'),
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Redis does not take the user name or password of REDIS_URL [^\n]+\n$/);
    expect(stderr).not.toContain('canary');
  });
});
