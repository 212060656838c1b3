import { randomBytes } from 'node:crypto';
import type { Clock } from '#ports/clock.ts';
import type { Fault } from '#ports/fault.ts';
import { unfinishedText } from '#ports/moving.ts';
import type { Store } from '#ports/store.ts';
import { CALL_WITHIN_MS, createCalls, hurried } from './calls.ts';
import { collectionsOf } from './collections.ts';
import { type CommandListener, connect, type Connection, reaching } from './connect.ts';
import { finalFault } from './explain.ts';
import { FollowerLeases } from './follower-leases.ts';
import { LeaseRows } from './lease-rows.ts';
import { LeaseWatch } from './lease-watch.ts';
import { LogReader } from './log-reader.ts';
import { migrate } from './migrate.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { createMongoOutbox, createMongoReminders } from './mongo-delivery.ts';
import { createMongoFollowers } from './mongo-followers.ts';
import { createMongoJournal } from './mongo-journal.ts';
import { createMongoKeys } from './mongo-keys.ts';
import { MongoLeases } from './mongo-leases.ts';
import { createMongoDeadLetters } from './mongo-letters.ts';
import { createMongoMoving } from './mongo-moving.ts';
import { createMongoSnapshots } from './mongo-snapshots.ts';
import { LEASE_CALL_SHARE, LEASE_TTL_MS } from './sharing.ts';
import { Sides } from './sides.ts';

/** How long an unreachable server is tried at the start, ms. */
const REACH_WITHIN_MS = 20_000;
const MIGRATE_WITHIN_MS = 60_000;
const ALONE_AGAIN_MS = 500;

export interface MongoStoreOptions {
  /** `mongodb://…`: a secret. */
  readonly uri: string;
  readonly clock: Clock;
  /** Name of the deployment that the database belongs to. */
  readonly deployment: string;
  /** Names the place where this process runs, so that a second start there owns its shards again at once. */
  readonly node: string;
  /** Whether this process takes its share of the shards, default true. */
  readonly takesShards?: boolean;
  /** Default 20,000. */
  readonly reachWithinMs?: number;
  /** How long one try looks for a server, ms; default 3,000. */
  readonly selectWithinMs?: number;
  /** How long a call may take, ms; default 5,000. */
  readonly callWithinMs?: number;
  /** How long a silent owner keeps its shards, ms; default 10,000. */
  readonly leaseTtlMs?: number;
  /** Told of every command that goes over the wire; for measurements and for scenarios. */
  readonly onCommand?: CommandListener;
  /**
   * What it is opened for, default `serve`. `look`: nothing is made and no shard taken, a service may run beside it.
   * `move`: the unfinished target of a copy opens too, and nobody else may be in it.
   */
  readonly purpose?: 'serve' | 'look' | 'move';
  /** Told before each wait for a server that cannot be reached. */
  readonly onWait?: (waitMs: number, why: Fault) => void;
  /** Told of what failed in the background and is tried again. */
  readonly onError?: (error: unknown) => void;
}

/** The store on MongoDB and what only it can do. */
export interface MongoStore extends Store {
  /** Resolves when the side rows of everything that was appended here are there. @throws Fault E_UNAVAILABLE */
  settled(): Promise<void>;
  /** Ends without giving anything back, as a process that dies. */
  abandon(): Promise<void>;
}

const prepare = async (
  { db }: Connection,
  clock: Clock,
  deployment: string,
  isDryRun: boolean,
): Promise<readonly string[]> => {
  const calls = createCalls(clock);
  return calls.run(
    'migration',
    () => migrate(db, collectionsOf(db), { deployment, isDryRun }),
    MIGRATE_WITHIN_MS,
  );
};

/**
 * Brings a database to this version, or says what would be done: one sentence a step.
 * @throws Fault E_UNAVAILABLE as {@link openMongoStore}
 */
export const migrateDatabase = async (
  options: Pick<
    MongoStoreOptions,
    'uri' | 'clock' | 'deployment' | 'reachWithinMs' | 'selectWithinMs' | 'onWait'
  >,
  isDryRun: boolean,
): Promise<readonly string[]> => {
  return reaching({ reachWithinMs: REACH_WITHIN_MS, ...options }, async () => {
    const connection = await connect(options);
    try {
      return await prepare(connection, options.clock, options.deployment, isDryRun);
    } finally {
      await connection.client.close();
    }
  });
};

/**
 * Opens the store on MongoDB: connects, brings the database to this version and takes the shards that are free, or what
 * its purpose says.
 * @throws Fault E_UNAVAILABLE that says what to do: address, password, alone, too old, newer, another deployment, out of reach,
 * the unfinished target of a copy, in use
 */
export const openMongoStore = async (options: MongoStoreOptions): Promise<MongoStore> => {
  const { onError = () => undefined } = options;
  return reaching({ reachWithinMs: REACH_WITHIN_MS, ...options }, async () => {
    const connection = await connect(options);
    try {
      await makeReady(connection, options);
      return await assemble(connection, options, onError);
    } catch (error) {
      await connection.client.close();
      throw error;
    }
  });
};

/** @throws Fault E_UNAVAILABLE as {@link openMongoStore} */
const makeReady = async (
  connection: Connection,
  { clock, deployment, purpose }: MongoStoreOptions,
): Promise<void> => {
  const steps = await prepare(connection, clock, deployment, purpose === 'look');
  if (purpose === 'look' && steps.length > 0) {
    throw finalFault(
      `database "${connection.db.databaseName}" is not at this version: npm run db:migrate would ${steps.slice(0, 3).join(', ')}${steps.length > 3 ? ` and ${steps.length - 3} more` : ''}; check the name of the database in MONGODB_URI, or let it do that`,
    );
  }
  if (purpose === 'move') return;
  const mark = await collectionsOf(connection.db).meta.findOne({ _id: 'moving' });
  if (mark !== null) throw finalFault(unfinishedText(`database "${connection.db.databaseName}"`));
};

/** A process that was killed counts as alive for a while. @throws Fault E_UNAVAILABLE when somebody stays */
const waitUntilAlone = async (rows: LeaseRows, clock: Clock, ttlMs: number): Promise<void> => {
  const untilMs = clock.monoMs() + ttlMs * 1.2;
  for (;;) {
    const others = [...(await rows.others()).values()];
    if (others.length === 0) return;
    if (clock.monoMs() > untilMs) {
      throw finalFault(
        `the database is used by another Guildhall process (${others.join(', ')}): stop it first`,
      );
    }
    await new Promise<void>((resolve) => clock.after(ALONE_AGAIN_MS, resolve));
  }
};

const assemble = async (
  { client, db, server }: Connection,
  options: MongoStoreOptions,
  onError: (error: unknown) => void,
): Promise<MongoStore> => {
  const {
    clock,
    node,
    callWithinMs = CALL_WITHIN_MS,
    leaseTtlMs = LEASE_TTL_MS,
    takesShards = true,
    purpose = 'serve',
  } = options;
  const calls = createCalls(clock, callWithinMs);
  const collections = collectionsOf(db);
  const sides = new Sides({
    calls,
    collections,
    clock,
    epochOf: (shard) => leases.epochOf(shard),
    ttlMs: leaseTtlMs,
    lower: (markMs) => rows.lowerSides(markMs),
    onError,
  });
  const owner = `${node}/${randomBytes(6).toString('hex')}`;
  // a start on a slow server has nothing to lose yet
  let ownsSome = false;
  const hurryMs = Math.min(callWithinMs, leaseTtlMs * LEASE_CALL_SHARE);
  const ownership = hurried(calls, () => (ownsSome ? hurryMs : callWithinMs));
  const held = { calls: ownership, collections, clock, owner, node, ttlMs: leaseTtlMs };
  const followerLeases = new FollowerLeases({ ...held, client });
  const leases = new MongoLeases({
    ...held,
    isTaking: takesShards,
    sides,
    onRenew: () => followerLeases.renew(),
    onRelease: () => followerLeases.release(),
    onError,
  });
  const rows = new LeaseRows(held);
  const listeners = new Set<() => void>();
  const reader = new LogReader({ calls, client, db, collections, clock });
  const journal = createMongoJournal({
    calls,
    db,
    collections,
    sides,
    onAppended: () => {
      for (const listener of listeners) listener();
    },
  });
  let closing: Promise<void> | undefined;
  const end = async (isOrderly: boolean): Promise<void> => {
    watch.stop();
    if (isOrderly && purpose !== 'look') await leases.release().catch(onError);
    else leases.abandon();
    calls.close();
    await Promise.all([sides.stop(), reader.close()]);
    await client.close();
  };
  const watch = new LeaseWatch({ calls, client, db }, clock, (news) => leases.hear(news));
  try {
    if (purpose === 'move') await waitUntilAlone(rows, clock, leaseTtlMs);
    if (purpose !== 'look') {
      await watch.start();
      await leases.open();
      ownsSome = true;
    }
  } catch (error) {
    await end(false);
    throw error;
  }
  return {
    journal,
    snapshots: createMongoSnapshots(calls, collections),
    outbox: createMongoOutbox(calls, collections, (stream) => sides.reached(stream)),
    reminders: createMongoReminders(calls, collections, () => sides.reached()),
    followers: createMongoFollowers({
      calls,
      collections,
      reader,
      leases: followerLeases,
      listeners,
    }),
    deadLetters: createMongoDeadLetters(calls, collections),
    keys: createMongoKeys(calls, collections),
    leases,
    moving: createMongoMoving(calls, collections, rows),
    settled: () => sides.reached(),
    abandon: () => (closing ??= end(false)),
    describe: async () => ({
      engine: 'mongodb',
      server: server.version,
      replicaSet: server.replicaSet,
      database: db.databaseName,
      schema: SCHEMA_VERSION,
      node,
      shards: leases.owned().size,
      ...(await journal.stats()),
    }),
    close: () => (closing ??= end(true)),
  };
};
