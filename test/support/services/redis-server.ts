import { findProgram } from './find-program.ts';
import { startServer } from './server-process.ts';

/** A Redis for tests and developers. */
export interface RedisServer {
  readonly name: string;
  readonly url: string;
  end(): Promise<void>;
}

/** Starts the best Redis that is to be had; `undefined`: none is. */
export const startBestRedis = async (): Promise<RedisServer | undefined> => {
  const url = process.env['REDIS_URL'];
  if (url !== undefined && url !== '') {
    return { name: 'REDIS_URL', url, end: async () => Promise.resolve() };
  }
  const file = findProgram('redis-server');
  if (file === undefined) return undefined;
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
    ],
    'redis',
  );
  return { name: 'redis-server', url: `redis://127.0.0.1:${server.port}`, end: () => server.end() };
};
