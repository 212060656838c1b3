import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig, VARIABLES } from './config.ts';

const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.canary-canary-canary-canary';

const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('accepted');
};

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 7770,
      dataDir: './data',
      roles: ['gateway', 'engine', 'web', 'jobs'],
      ownerIds: [],
      publicUrl: undefined,
      logLevel: 'info',
      playground: true,
      discordToken: undefined,
      mongodbUri: undefined,
      redisUrl: undefined,
      deployment: 'guildhall',
      discordApi: undefined,
      discordPublicKey: undefined,
      discordPort: 7771,
      discordSource: 'client',
      discordShards: { count: 1, ids: [0] },
      secrets: [],
    });
  });

  it('takes every variable in its form', () => {
    const config = readConfig({
      GUILDHALL_HOST: '0.0.0.0',
      GUILDHALL_PORT: '0',
      GUILDHALL_DATA_DIR: '/srv/guildhall',
      GUILDHALL_ROLES: ' engine, web ,jobs,web',
      GUILDHALL_OWNER_IDS: '123456789012345678, discord:223456789012345678,playground:ash',
      GUILDHALL_PUBLIC_URL: 'https://guildhall.example',
      GUILDHALL_LOG_LEVEL: 'debug',
      DISCORD_TOKEN: TOKEN,
    });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      dataDir: '/srv/guildhall',
      roles: ['engine', 'web', 'jobs'],
      ownerIds: ['discord:123456789012345678', 'discord:223456789012345678', 'playground:ash'],
      publicUrl: 'https://guildhall.example',
      logLevel: 'debug',
      playground: false,
      secrets: [TOKEN],
    });
  });

  it('has a playground without a token, or when asked for', () => {
    expect(readConfig({ DISCORD_TOKEN: TOKEN }).playground).toBe(false);
    expect(readConfig({ DISCORD_TOKEN: TOKEN, GUILDHALL_PLAYGROUND: 'on' }).playground).toBe(true);
    expect(readConfig({ GUILDHALL_PLAYGROUND: 'off' }).playground).toBe(false);
  });

  it('takes an empty value for none, and leaves names for tests and other programs alone', () => {
    const env = { GUILDHALL_PORT: '', GUILDHALL_TEST_X: '1', OTHER: '2' };
    expect(readConfig(env).port).toBe(7770);
  });

  it.each([
    ['GUILDHALL_HOST', 'not a host!', 'an address or host name'],
    ['GUILDHALL_PORT', '65536', 'a port from 0 to 65535'],
    ['GUILDHALL_PORT', '-1', 'a port from 0 to 65535'],
    ['GUILDHALL_PORT', '80a', 'a port from 0 to 65535'],
    ['GUILDHALL_PORT', '1e3', 'a port from 0 to 65535'],
    ['GUILDHALL_PORT', '٨٠', 'a port from 0 to 65535'],
    ['GUILDHALL_ROLES', 'web,king', 'roles of gateway, engine, web, jobs'],
    ['GUILDHALL_ROLES', ',', 'roles of'],
    ['GUILDHALL_ROLES', 'web', 'the embedded store belongs to one process, which needs engine, web, jobs'],
    ['GUILDHALL_ROLES', 'engine', 'engine, web, jobs together'],
    ['GUILDHALL_ROLES', 'gateway,engine,web', 'engine, web, jobs together'],
    ['GUILDHALL_OWNER_IDS', 'brock', 'Discord user ids'],
    ['GUILDHALL_OWNER_IDS', 'github:123456789012345678', 'Discord user ids'],
    ['GUILDHALL_OWNER_IDS', 'playground:', 'personas of the playground'],
    ['GUILDHALL_PUBLIC_URL', 'guildhall.example', 'the address under which people reach the page'],
    ['GUILDHALL_PUBLIC_URL', 'ftp://guildhall.example', 'the address'],
    ['GUILDHALL_PUBLIC_URL', 'https://guildhall.example/path', 'without a path'],
    ['GUILDHALL_LOG_LEVEL', 'loud', 'one of fatal, error'],
    ['GUILDHALL_DISCORD_SOURCE', 'pigeon', 'one of client, http, stream'],
    ['GUILDHALL_DISCORD_SHARDS', '0', 'from 1 to 10000'],
    ['GUILDHALL_DISCORD_SHARDS', 'two', 'from 1 to 10000'],
    ['GUILDHALL_DISCORD_SHARD_IDS', '0,0', 'each once'],
    ['GUILDHALL_DISCORD_SHARD_IDS', '3-1', 'each once'],
    ['GUILDHALL_DISCORD_SHARD_IDS', '0;1', 'for example 0,1 or 0-3,6'],
    ['GUILDHALL_PLAYGROUND', 'maybe', '`on`, `off` or `auto`'],
  ])('refuses %s=%s, naming variable, value and accepted form', (name, value, form) => {
    const message = refusal({ [name]: value });
    expect(message).toContain(name);
    expect(message).toContain(JSON.stringify(value));
    expect(message).toContain(form);
  });

  it('takes an address of Redis, whose password is a secret in every form', () => {
    const url = 'rediss://ash:p%40ss@cache:7000/2';
    expect(readConfig({ REDIS_URL: url })).toMatchObject({ redisUrl: url, secrets: [url, 'p%40ss', 'p@ss'] });
    for (const bad of ['cache:6379', 'http://canary@cache', 'redis://', 'redis://ash:canary@cache/x']) {
      const message = refusal({ REDIS_URL: bad });
      expect(message).toContain('REDIS_URL cannot be its value (not shown): it takes the address of Redis');
      expect(message).not.toContain('canary');
    }
  });

  describe('of a process without the role engine, on MongoDB', () => {
    const mongo = { MONGODB_URI: 'mongodb://db/guildhall?replicaSet=rs0' };

    it.each(['web', 'jobs', 'gateway', 'gateway,web,jobs'])('%s: needs a way to entities', (roles) => {
      const env = { ...mongo, GUILDHALL_ROLES: roles };
      expect(refusal(env)).toBe(
        `GUILDHALL_ROLES cannot be "${roles}" without REDIS_URL: a process without the role engine has no entities, and reaches those of other processes by Redis alone; set REDIS_URL for all of them, or add engine.`,
      );
      expect(readConfig({ ...env, REDIS_URL: 'redis://cache' }).roles).toEqual(roles.split(','));
      expect(readConfig({ ...env, GUILDHALL_ROLES: `${roles},engine` }).roles).toContain('engine');
    });

    it('gateway alone is asked for Redis where it feeds the stream', () => {
      const env = { ...mongo, GUILDHALL_ROLES: 'gateway', GUILDHALL_DISCORD_SOURCE: 'stream' };
      expect(refusal({ ...env, DISCORD_TOKEN: TOKEN })).toContain('cannot be "stream" without REDIS_URL');
    });
  });

  describe('of Discord', () => {
    const key = 'ab'.repeat(32);
    const redis = { REDIS_URL: 'redis://cache' };

    it('takes interactions by a client, by HTTP with a key, or as it is told', () => {
      expect(readConfig({ DISCORD_PUBLIC_KEY: key }).discordSource).toBe('http');
      expect(readConfig({ DISCORD_PUBLIC_KEY: key, GUILDHALL_DISCORD_SOURCE: 'client' }).discordSource).toBe(
        'client',
      );
      expect(readConfig({ ...redis, GUILDHALL_DISCORD_SOURCE: 'stream' }).discordSource).toBe('stream');
    });

    it('takes all shards of a number, or those that it is given', () => {
      expect(readConfig({ GUILDHALL_DISCORD_SHARDS: '3' }).discordShards).toEqual({
        count: 3,
        ids: [0, 1, 2],
      });
      const some = { GUILDHALL_DISCORD_SHARDS: '8', GUILDHALL_DISCORD_SHARD_IDS: '6, 0-2' };
      expect(readConfig(some).discordShards).toEqual({ count: 8, ids: [0, 1, 2, 6] });
    });

    it('lets a process be a gateway alone without a store, when it feeds the stream', () => {
      const alone = { ...redis, GUILDHALL_ROLES: 'gateway', GUILDHALL_DISCORD_SOURCE: 'stream' };
      expect(readConfig({ ...alone, DISCORD_TOKEN: TOKEN }).roles).toEqual(['gateway']);
      expect(refusal(alone)).toMatch(/^DISCORD_TOKEN is not set: .*"stream"/);
      expect(refusal({ ...alone, GUILDHALL_DISCORD_SOURCE: 'client' })).toContain('needs engine, web, jobs');
    });

    it.each([
      [{ GUILDHALL_DISCORD_SOURCE: 'http' }, /SOURCE cannot be "http" without DISCORD_PUBLIC_KEY: set /],
      [{ GUILDHALL_DISCORD_SOURCE: 'stream' }, /SOURCE cannot be "stream" without REDIS_URL: .* set /],
      [
        { GUILDHALL_DISCORD_SHARD_IDS: '0,1' },
        /SHARD_IDS cannot be "0,1" alone: set GUILDHALL_DISCORD_SHARDS/,
      ],
      [
        { GUILDHALL_DISCORD_SHARDS: '2', GUILDHALL_DISCORD_SHARD_IDS: '1,2' },
        /SHARD_IDS cannot hold 2: with GUILDHALL_DISCORD_SHARDS 2 it takes shards from 0 to 1/,
      ],
      [
        { GUILDHALL_DISCORD_SHARDS: '2', DISCORD_PUBLIC_KEY: key },
        /are for connections to the gateway: unset/,
      ],
    ])('refuses %j, saying what goes together', (env, message) => {
      expect(refusal(env)).toMatch(message);
    });
  });

  it('never prints a secret', () => {
    const message = refusal({ DISCORD_TOKEN: 'canary bad token' });
    expect(message).toContain('DISCORD_TOKEN');
    expect(message).not.toContain('canary');
  });

  describe('with a secret in a file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'guildhall-config-'));
    afterAll(() => rmSync(dir, { recursive: true }));
    const file = (name: string, text: string): string => {
      const path = join(dir, name);
      writeFileSync(path, text);
      return path;
    };

    it('takes what stands in it, without the line feed at its end', () => {
      const uri = 'mongodb://ash:canary@host/db';
      const config = readConfig({
        MONGODB_URI_FILE: file('uri', `${uri}\n`),
        DISCORD_TOKEN_FILE: file('token', `${TOKEN}\r\n`),
      });
      expect(config).toMatchObject({ mongodbUri: uri, discordToken: TOKEN, playground: false });
      expect(config.secrets).toEqual(expect.arrayContaining([TOKEN, uri, 'canary']));
    });

    it('takes an empty name for none', () => {
      expect(readConfig({ MONGODB_URI_FILE: '' })).toEqual(readConfig({}));
    });

    it.each([
      ['that is not there', () => join(dir, 'nothing'), 'cannot be read (ENOENT)'],
      ['that is a folder', () => dir, 'cannot be read (EISDIR)'],
      ['that is empty', () => file('empty', ' \n'), 'is empty'],
      ['that is another one', () => file('large', 'x'.repeat(5_000)), 'has more than 4096 bytes'],
    ])('refuses one %s, naming variable and file', (_what, path, expected) => {
      const message = refusal({ MONGODB_URI_FILE: path() });
      expect(message).toContain(`MONGODB_URI_FILE names the file ${JSON.stringify(path())}`);
      expect(message).toContain(expected);
      expect(message).toContain('with the value alone in it');
    });

    it('refuses both the value and the file', () => {
      const message = refusal({ DISCORD_TOKEN: TOKEN, DISCORD_TOKEN_FILE: file('token', TOKEN) });
      expect(message).toBe('DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: unset one of them.');
    });

    it('names the variable and shows nothing of a bad value', () => {
      const message = refusal({ MONGODB_URI_FILE: file('bad', 'canary\n') });
      expect(message).toMatch(/^MONGODB_URI cannot be its value \(not shown\)/);
      expect(message).not.toContain('canary');
    });
  });

  it.each(['GUILDHALL_PROT', 'GUILDHALL_', 'GUILDHALL_toString'])('refuses the unknown %s', (name) => {
    expect(refusal({ [name]: 'x' })).toMatch(new RegExp(`^${name} is not a setting: .*GUILDHALL_PORT`));
  });

  it('guesses which variable was meant and lists all of them', () => {
    const message = refusal({ GUILDHALL_PROT: 'x' });
    expect(message).toContain(' Did you mean GUILDHALL_PORT? ');
    for (const name of Object.keys(VARIABLES)) expect(message).toContain(name);
    expect(refusal({ GUILDHALL_COLOUR: 'x' })).not.toContain('Did you mean');
  });

  it('is listed in .env.example with its defaults, all of it and nothing else', () => {
    const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const lines = text.split('\n').flatMap((line) => {
      const match = /^([A-Z_]+)=(.*)$/.exec(line);
      return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
    });
    expect(lines.map(([name]) => name)).toEqual(Object.keys(VARIABLES));
    expect(readConfig(Object.fromEntries(lines))).toEqual(readConfig({}));
  });
});
