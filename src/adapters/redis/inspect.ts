import type { Redis } from 'ioredis';
import { finalFault } from './explain.ts';

/** XAUTOCLAIM is of 6.2. */
const VERSION_MIN = [6, 2] as const;

/** What a server says of itself. */
export interface ServerFacts {
  readonly version: string;
  readonly isCluster: boolean;
  /** `noeviction`, `allkeys-lru` … */
  readonly eviction: string;
}

const fieldsOf = (info: string): ReadonlyMap<string, string> =>
  new Map(
    info
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );

const isOld = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < VERSION_MIN[0] || (major === VERSION_MIN[0] && minor < VERSION_MIN[1]);
};

/** Looks whether a server can be used. @throws Fault E_UNAVAILABLE that says what to change */
export const inspect = async (client: Redis, mayNotEvict: boolean): Promise<ServerFacts> => {
  const fields = fieldsOf(await client.info());
  const version = fields.get('redis_version') ?? '?';
  if (isOld(version)) {
    throw finalFault(`this Redis is too old (${version}): Guildhall needs ${VERSION_MIN.join('.')} or newer`);
  }
  const isCluster = fields.get('redis_mode') === 'cluster';
  if (fields.get('role') === 'slave' && fields.get('slave_read_only') !== '0' && !isCluster) {
    throw finalFault('REDIS_URL names a read-only replica: give the address of the primary');
  }
  const eviction = fields.get('maxmemory_policy') ?? '?';
  if (mayNotEvict && eviction !== 'noeviction') {
    throw finalFault(
      `this Redis may drop work that waits in it when it is full: its maxmemory-policy is ${eviction}, set it to noeviction`,
    );
  }
  return { version, isCluster, eviction };
};
