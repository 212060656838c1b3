import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const run = promisify(execFile);
const INSTALL_WITHIN_MS = 180_000;

/** A Redis for tests and developers. */
export interface RedisServer {
  readonly name: string;
  readonly url: string;
  /** Absent when somebody else runs it. */
  readonly process?: ServerProcess;
  end(): Promise<void>;
}

/** One that could be started. */
export interface RedisOffer {
  readonly name: string;
  readonly start: () => Promise<RedisServer>;
}

/** Starts a server of our own, with more arguments: `--requirepass`, `canary`. */
export const startRedis = async (file: string, ...more: readonly string[]): Promise<RedisServer> => {
  const server = await startServer(
    (port, dir) => [
      file,
      '--port',
      `${port}`,
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      dir,
      ...more,
    ],
    'redis',
  );
  return {
    name: 'redis-server',
    url: `redis://127.0.0.1:${server.port}`,
    process: server,
    end: () => server.end(),
  };
};

/** Where `redis-server` is. */
export const redisProgram = (): string | undefined => findProgram('redis-server');

/** The servers that can be had here, best first. */
export const redisOffers = (): readonly RedisOffer[] => {
  const url = process.env['REDIS_URL'];
  const given = { name: 'REDIS_URL', url: url ?? '', end: async () => Promise.resolve() };
  const file = redisProgram();
  return [
    ...(given.url === '' ? [] : [{ name: given.name, start: async () => Promise.resolve(given) }]),
    ...(file === undefined ? [] : [{ name: 'redis-server', start: () => startRedis(file) }]),
  ];
};

/** What a run without any server says. @throws Error with `CI=true`: what should run must run */
export const noRedis = (): string => {
  const line =
    'No Redis to test with: set REDIS_URL or put redis-server on the PATH (npm run services -- install).';
  if (process.env['CI'] === 'true') throw new Error(line);
  return line;
};

/** Starts the best Redis that is to be had; `undefined`: none is. */
export const startBestRedis = async (): Promise<RedisServer | undefined> => redisOffers()[0]?.start();

/** Installs `redis-server` from the packages of the system unless it is there. @throws Error that says what is missing */
export const installRedis = async (): Promise<string> => {
  const there = redisProgram();
  if (there !== undefined) return there;
  if (findProgram('apt-get') === undefined) {
    throw new Error('redis-server is not on the PATH, and there is no apt-get to install it');
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, timeout: INSTALL_WITHIN_MS });
  await run('apt-get', ['install', '-y', '-qq', 'redis-server'], { env, timeout: INSTALL_WITHIN_MS });
  const installed = redisProgram();
  if (installed === undefined) throw new Error('apt-get installed redis-server, but it is not on the PATH');
  return installed;
};
