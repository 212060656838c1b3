import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { freePort } from './server-process.ts';

const run = promisify(execFile);

const NODES = 3;
const JOIN_WITHIN_MS = 30_000;

/** A cluster of three primaries. */
export interface RedisCluster {
  /** Address of one of them. */
  readonly url: string;
  readonly nodes: readonly RedisServer[];
  end(): Promise<void>;
}

/** Starts a cluster and waits until all its slots are served. @throws Error with what went wrong */
export const startRedisCluster = async (file: string): Promise<RedisCluster> => {
  const cli = findProgram('redis-cli');
  if (cli === undefined) throw new Error('redis-cli is not on the PATH beside redis-server');
  const nodes: RedisServer[] = [];
  const end = async (): Promise<void> => {
    for (const node of nodes) await node.end();
  };
  try {
    for (let n = 0; n < NODES; n += 1) {
      // the usual port of the bus lies beyond the last one for many free ports
      const bus = `${await freePort()}`;
      nodes.push(await startRedis(file, '--cluster-enabled', 'yes', '--cluster-port', bus));
    }
    const hosts = nodes.map(({ url }) => new URL(url).host);
    await run(cli, ['--cluster', 'create', ...hosts, '--cluster-yes'], { timeout: JOIN_WITHIN_MS });
    return { url: nodes[0]?.url ?? '', nodes, end };
  } catch (error) {
    await end();
    throw error;
  }
};
