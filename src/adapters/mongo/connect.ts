import { MongoClient, type Db } from 'mongodb';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { explain, finalFault, isOutOfReach, passingFault } from './explain.ts';

/** Oldest server that has all that is used: 6.0 and its wire version. */
const WIRE_MIN = 17;
const VERSION_MIN = '6.0';
const DEFAULT_DATABASE = 'guildhall';
const SELECT_WITHIN_MS = 3_000;
/** A line that is not up by then is tried again, several times while a server is looked for; a silent heartbeat ends as soon. */
const CONNECT_WITHIN_MS = 1_000;
/** A socket that says nothing for so long is given up; above every time limit of a call. */
const SOCKET_WITHIN_MS = 15_000;
/** When a line has broken the driver sends nothing before it has asked the server again: at most so often, by default every 500 ms. */
const LOOK_AGAIN_MS = 50;
/** Far above the calls that are with the server at once: what waits for news and what was given up, until its socket is, have lines too. */
const POOL_MAX = 100;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;

/** Hears what goes over the wire. */
export type CommandListener = (when: 'sent' | 'answered', command: string, collection: string) => void;

export interface ReachOptions {
  readonly clock: Clock;
  /** How long an unreachable server is tried again, ms. */
  readonly reachWithinMs: number;
  /** Told before each wait, ms. */
  readonly onWait?: (waitMs: number, why: Fault) => void;
}

export interface ConnectOptions {
  /** With user and password: a secret. */
  readonly uri: string;
  /** How long one try looks for a server, ms; default 3,000. */
  readonly selectWithinMs?: number;
  /** Told of every command before it is sent and when it was answered: its name and its collection. */
  readonly onCommand?: CommandListener;
}

export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
  /** Rows for operators. */
  readonly server: { readonly version: string; readonly replicaSet: string };
}

const pathOf = (uri: string): string | undefined => {
  const path = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]*)/.exec(uri)?.[1];
  return path === undefined || path === '' ? undefined : decodeURIComponent(path);
};

const NAME = /^[^/\\. "$*<>:|?\0]{1,63}$/;

/** Name of the database in an address. @throws Fault E_UNAVAILABLE for one that no server takes */
const databaseOf = (uri: string): string => {
  const name = pathOf(uri) ?? DEFAULT_DATABASE;
  if (NAME.test(name)) return name;
  throw finalFault(
    `MONGODB_URI names the database ${JSON.stringify(name.slice(0, 80))}: a name takes 1 to 63 letters without / \\ . " $ * < > : | ? and spaces, for example mongodb://host/guildhall`,
  );
};

/** @throws Fault E_UNAVAILABLE for an address that is none, without repeating it: it may hold a password */
const createClient = (uri: string, selectWithinMs: number, isHeard: boolean): MongoClient => {
  try {
    return new MongoClient(uri, {
      appName: 'guildhall',
      serverSelectionTimeoutMS: selectWithinMs,
      connectTimeoutMS: Math.min(selectWithinMs, CONNECT_WITHIN_MS),
      socketTimeoutMS: SOCKET_WITHIN_MS,
      minHeartbeatFrequencyMS: LOOK_AGAIN_MS,
      maxPoolSize: POOL_MAX,
      retryWrites: true,
      retryReads: true,
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: SELECT_WITHIN_MS },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      promoteLongs: true,
      ignoreUndefined: false,
      monitorCommands: isHeard,
    });
  } catch (error) {
    throw finalFault(
      'MONGODB_URI is not an address of MongoDB (its value is not shown): it takes mongodb://[user:password@]host[:port]/[database]; special letters of a password are written as %XX',
      error,
    );
  }
};

/** Tells of commands; an answer is of the collection of its request. */
const listen = (client: MongoClient, onCommand: CommandListener): void => {
  const collections = new Map<number, string>();
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    const collection = String(command[commandName]);
    collections.set(requestId, collection);
    onCommand('sent', commandName, collection);
  });
  client.on('commandFailed', ({ requestId }) => collections.delete(requestId));
  client.on('commandSucceeded', ({ requestId, commandName }) => {
    const collection = collections.get(requestId) ?? '';
    collections.delete(requestId);
    onCommand('answered', commandName, collection);
  });
};

const inspect = async (client: MongoClient, db: Db): Promise<Connection['server']> => {
  await client.connect();
  // asks for the rights of the user on the database, too
  await db.collection('meta').findOne({ _id: 'guildhall' as never });
  const hello = await db.admin().command({ hello: 1 });
  const isRouter = hello['msg'] === 'isdbgrid';
  if (typeof hello['setName'] !== 'string' && !isRouter) {
    throw finalFault(
      'this MongoDB runs alone, without a replica set, and would lose acknowledged writes: start it with --replSet NAME and run rs.initiate() once',
    );
  }
  const { version } = await db.admin().command({ buildInfo: 1 });
  if (Number(hello['maxWireVersion']) < WIRE_MIN) {
    throw tooOld(String(version));
  }
  return { version: String(version), replicaSet: isRouter ? 'sharded' : String(hello['setName']) };
};

const tooOld = (version: string | undefined, cause?: unknown): Fault =>
  finalFault(
    `this MongoDB is too old${version === undefined ? '' : ` (${version})`}: Guildhall needs ${VERSION_MIN} or newer`,
    cause,
  );

/** What kept the start from its server. */
const startFault = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const text = error instanceof Error ? error.message : '';
  if (/wire version|Server at .* reports/.test(text)) return tooOld(undefined, error);
  if (/certificate|SSL|TLS|tls_/i.test(text)) {
    return finalFault(
      `MongoDB and this process do not agree about TLS: check tls=true and tlsCAFile in MONGODB_URI (${text.slice(0, 200)})`,
      error,
    );
  }
  if (/ECONNRESET|hang up|connection (?:\d+|<monitor>) to .* closed/.test(text)) {
    return passingFault(
      `MongoDB hangs up at once: check whether it wants TLS (tls=true in MONGODB_URI) or has none (${text.slice(0, 200)})`,
      error,
    );
  }
  return explain(error);
};

const stayAwake = (): Disposable => {
  const timer = setInterval(() => undefined, LONGEST_WAIT_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
};

/** Nobody answered, or nobody in time: another try may do better. */
const mayPass = (error: unknown, fault: Fault): boolean =>
  fault.retryable &&
  (isOutOfReach(error) ||
    (error instanceof Fault && (error.cause === undefined || isOutOfReach(error.cause))));

/**
 * Tries again what a start needs of the server while nobody answers, with growing waits.
 * @throws Fault E_UNAVAILABLE that no repeat cures
 */
export const reaching = async <T>(
  { clock, reachWithinMs, onWait }: ReachOptions,
  attempt: () => Promise<T>,
): Promise<T> => {
  const startedMs = clock.monoMs();
  // while nothing is connected, nothing else keeps the process from ending
  using _awake = stayAwake();
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      return await attempt();
    } catch (error) {
      const fault = startFault(error);
      if (!mayPass(error, fault)) throw fault;
      const goneMs = clock.monoMs() - startedMs;
      if (goneMs + waitMs > reachWithinMs) {
        throw finalFault(`${fault.message}; tried for ${Math.round(goneMs / 1000)} s`, error);
      }
      onWait?.(waitMs, fault);
      await new Promise<void>((resolve) => clock.after(waitMs, resolve));
    }
  }
};

/**
 * Connects to MongoDB and looks whether it can be trusted with the log.
 * @throws Fault E_UNAVAILABLE that says what to do: address, password, alone, too old. @throws the driver's error
 */
export const connect = async ({
  uri,
  selectWithinMs = SELECT_WITHIN_MS,
  onCommand,
}: ConnectOptions): Promise<Connection> => {
  const name = databaseOf(uri);
  const client = createClient(uri, selectWithinMs, onCommand !== undefined);
  if (onCommand !== undefined) listen(client, onCommand);
  try {
    const db = client.db(name);
    return { client, db, server: await inspect(client, db) };
  } catch (error) {
    await client.close();
    throw error;
  }
};
