import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { RedisLink } from '#adapters/redis/link.ts';
import { openRedis } from '#adapters/redis/open-redis.ts';
import { type RedisServer, startBestRedis } from '#test/support/services/redis-server.ts';

/** The key of every deployment of benches. */
export const BENCH_KEY = Buffer.alloc(32, 9);

/** The best Redis here, for as long as a bench runs. @throws Error when there is none */
export const withRedis = async <T>(use: (server: RedisServer) => Promise<T>): Promise<T> => {
  const server = await startBestRedis();
  if (server === undefined) throw new Error('there is no Redis to measure');
  try {
    return await use(server);
  } finally {
    await server.end();
  }
};

/** A name of a service that no other run uses. */
export const freshDeployment = (): string => `bench-${process.pid}-${Math.trunc(performance.now())}`;

/** The way to a Redis for jobs and all else. */
export const linkTo = (url: string, deployment: string): Promise<RedisLink> =>
  openRedis({ url, deployment, clock: systemClock, mayNotEvict: true });

/** Starts a process of a bench and waits until it says that it is ready. */
export const startChild = async (file: string, ...args: readonly string[]): Promise<ChildProcess> => {
  const child = fork(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
};

/** Kills a process and waits until it is gone. */
export const killChild = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};
