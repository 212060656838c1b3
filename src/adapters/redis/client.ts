import { Cluster, Redis } from 'ioredis';
import type { Clock } from '#ports/clock.ts';
import type { RedisAddress } from './address.ts';
import { passingFault } from './explain.ts';

/** A connection to one server, or to all of a cluster. */
export type RedisClient = Redis | Cluster;

/** What a connection does otherwise. */
export interface ClientNeeds {
  /** `null`: what was asked waits for as long as the server is away. */
  readonly maxRetriesPerRequest?: null;
  /** Keeps what is asked while the server is away. */
  readonly enableOfflineQueue?: true;
}

const CONNECT_WITHIN_MS = 2_000;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 500;
/** A cluster of which a node changes hands is whole again sooner, ms. */
const READY_WITHIN_MS = 10_000;
/** A cluster with a lost node asks the others this often, ms. */
const ASK_AGAIN_MS = 100;

const waitOf = (times: number): number => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(times, 8));

/** Nothing waits for a server that is away, and nothing is sent twice: whoever asks decides what then. */
const optionsOf = ({ username, password, db, tls }: RedisAddress) => ({
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
  ...(tls ? { tls: {} } : {}),
  db,
  // the replies of version 2 are the same on every server
  protocol: 2 as const,
  connectionName: 'guildhall',
  disableClientInfo: true,
  connectTimeout: CONNECT_WITHIN_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: true,
  maxRetriesPerRequest: 0,
  lazyConnect: true,
});

/** One try to reach one server. */
export const probeOf = (address: RedisAddress): Redis =>
  new Redis({ ...optionsOf(address), host: address.host, port: address.port, retryStrategy: () => null });

/**
 * A connection that comes back by itself, for as long as it takes. On one where what was asked waits, what was under way
 * when it broke is asked again: else nobody would ever answer it. So only what may be done twice is asked there.
 */
export const clientOf = (address: RedisAddress, isCluster: boolean, more: ClientNeeds = {}): RedisClient => {
  const { host, port } = address;
  const { maxRetriesPerRequest, enableOfflineQueue = false } = more;
  const patience =
    maxRetriesPerRequest === undefined ? {} : { maxRetriesPerRequest, autoResendUnfulfilledCommands: true };
  if (!isCluster)
    return new Redis({
      ...optionsOf(address),
      host,
      port,
      retryStrategy: waitOf,
      enableOfflineQueue,
      ...patience,
    });
  return new Cluster([{ host, port }], {
    redisOptions: {
      ...optionsOf(address),
      db: 0,
      ...patience,
    },
    enableOfflineQueue,
    lazyConnect: true,
    clusterRetryStrategy: waitOf,
    retryDelayOnFailover: ASK_AGAIN_MS,
    retryDelayOnClusterDown: ASK_AGAIN_MS,
    slotsRefreshTimeout: CONNECT_WITHIN_MS,
  });
};

/**
 * Connects and waits until it can be used. A cluster that is not whole at the first look is looked at again by its client, whose
 * promise is never settled then (ioredis 6.0.0): its word counts, not the promise alone.
 * @throws Fault E_UNAVAILABLE
 */
export const connectClient = async (
  client: {
    readonly connect: () => Promise<void>;
    readonly once: (event: 'ready', listener: () => void) => unknown;
  },
  clock: Clock,
): Promise<void> => {
  let cancel: (() => void) | undefined;
  const isLate = new Promise<never>((_, reject) => {
    cancel = clock.after(READY_WITHIN_MS, () =>
      reject(passingFault(`Redis cannot be used ${READY_WITHIN_MS / 1_000} s after it was reached`)),
    );
  });
  const isReady = new Promise<void>((resolve) => {
    client.once('ready', () => resolve());
  });
  try {
    await Promise.race([client.connect(), isReady, isLate]);
  } finally {
    cancel?.();
  }
};
