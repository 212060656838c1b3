import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SHARDS } from '#ports/leases.ts';
import type { Store } from '#ports/store.ts';
import { mongoOffers, type MongoServer, startStandIn } from '#test/support/services/mongo-server.ts';
import { type RedisServer, startBestRedis } from '#test/support/services/redis-server.ts';
import { type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { type FaultProxy, startFaultProxy } from '#test/support/fault-proxy/fault-proxy.ts';
import { mongoFrames } from '#test/support/fault-proxy/frames.ts';
import { openPlace, startScenarioMongo } from '../harness/data-place.ts';
import type { MemberOrder } from './member-order.ts';

const DEPLOYMENT = 'scenario';
const MEMBER = fileURLToPath(new URL('./member.ts', import.meta.url));
const LOOK_EVERY_MS = 50;
const SETTLE_WITHIN_MS = 30_000;

/** A process of the service, and whether people are sent to it. */
export interface Member {
  readonly process: ServiceProcess;
  /** Its folder, in which another one goes on when it is gone. */
  readonly dir: string;
  /** Its name among the owners of shards, in front of a slash. */
  readonly node: string;
  isInRotation: boolean;
}

export interface ProcessesOptions {
  /** Every process reaches MongoDB through {@link Processes.proxy}. */
  readonly isProxied?: boolean;
  /** Changes that MongoDB remembers for those who follow; default: as many as it likes. */
  readonly oplogEntries?: number;
  /** How the processes differ from the usual ones. */
  readonly order?: MemberOrder;
}

/** A server that remembers few changes. @throws Error when none is to be had that can be told so */
const startForgetful = async (oplogEntries: number): Promise<MongoServer> => {
  const offer = mongoOffers().find(({ isStandIn }) => isStandIn);
  if (offer === undefined) throw new Error('There is no MongoDB here that forgets soon.');
  return startStandIn(offer.name, { oplogEntries });
};

/** Where the database is behind a proxy, which stands for the whole replica set. */
const through = (uri: string, proxy: FaultProxy): string => {
  const url = new URL(uri);
  url.port = String(proxy.port);
  url.searchParams.set('directConnection', 'true');
  return url.href;
};

/** Several processes of one service over a MongoDB and a Redis of their own. */
export class Processes {
  readonly mongo: MongoServer;
  readonly redis: RedisServer;
  readonly members: Member[] = [];
  readonly #folder: string;
  /** A store that takes no shards and only looks. */
  readonly watcher: Store;
  /** Between the processes and MongoDB, where that was asked for. */
  readonly proxy: FaultProxy | undefined;
  /** The database itself. */
  readonly uri: string;
  readonly #order: MemberOrder | undefined;
  #started = 0;

  private constructor(
    servers: {
      readonly mongo: MongoServer;
      readonly redis: RedisServer;
      readonly proxy: FaultProxy | undefined;
    },
    uri: string,
    watcher: Store,
    order: MemberOrder | undefined,
  ) {
    ({ mongo: this.mongo, redis: this.redis, proxy: this.proxy } = servers);
    this.uri = uri;
    this.watcher = watcher;
    this.#order = order;
    this.#folder = mkdtempSync(join(tmpdir(), 'guildhall-several-'));
  }

  /** Starts the servers. @throws Error when one is not to be had */
  static async open({ isProxied = false, oplogEntries, order }: ProcessesOptions = {}): Promise<Processes> {
    const mongo = await (oplogEntries === undefined ? startScenarioMongo() : startForgetful(oplogEntries));
    const redis = await startBestRedis();
    if (redis === undefined) throw new Error('There is no Redis for this scenario.');
    const uri = new URL(`several_${process.pid}`, mongo.uri).href;
    const targetPort = Number(new URL(uri).port);
    const proxy = isProxied ? await startFaultProxy({ targetPort, frames: mongoFrames }) : undefined;
    const watcher = await openPlace({ uri }, { node: 'watcher', takesShards: false });
    return new Processes({ mongo, redis, proxy }, uri, watcher, order);
  }

  /** Starts one more process, of which `more` may differ from the others, and waits until the shards are shared evenly. */
  async add(more?: MemberOrder, dir?: string): Promise<Member> {
    const member = await this.start(more, dir);
    await this.evenly(this.members.length);
    return member;
  }

  /** Starts one more process, in the folder of one that is gone where that is given. */
  async start(more?: MemberOrder, dir?: string): Promise<Member> {
    this.#started += 1;
    const folder = dir ?? join(this.#folder, `p${this.#started}`);
    const node = basename(folder);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'node-id'), `${node}\n`);
    const order = this.#order === undefined && more === undefined ? undefined : { ...this.#order, ...more };
    const process = await startProcess(
      folder,
      {
        MONGODB_URI: this.proxy === undefined ? this.uri : through(this.uri, this.proxy),
        REDIS_URL: this.redis.url,
        GUILDHALL_DEPLOYMENT: DEPLOYMENT,
        GUILDHALL_PLAYGROUND: 'on',
      },
      order === undefined ? undefined : [MEMBER, JSON.stringify(order)],
    );
    const member = { process, dir: folder, node, isInRotation: true };
    this.members.push(member);
    return member;
  }

  /** Takes a process out: no longer among the members. */
  drop(member: Member): void {
    member.isInRotation = false;
    this.members.splice(this.members.indexOf(member), 1);
  }

  /** Owner of each shard. */
  async owners(): Promise<readonly (string | undefined)[]> {
    return Promise.resolve(Array.from({ length: SHARDS }, (_, shard) => this.watcher.leases.ownerOf(shard)));
  }

  /** Waits until so many processes share all shards evenly; how long that took, ms. @throws Error after 30 s */
  async evenly(count: number): Promise<number> {
    const startedMs = performance.now();
    for (;;) {
      const shares = new Map<string, number>();
      for (const owner of await this.owners()) {
        if (owner !== undefined) shares.set(owner, (shares.get(owner) ?? 0) + 1);
      }
      const sum = [...shares.values()].reduce((all, share) => all + share, 0);
      const most = Math.max(0, ...shares.values());
      if (sum === SHARDS && shares.size === count && most <= Math.ceil(SHARDS / count)) {
        return performance.now() - startedMs;
      }
      if (performance.now() - startedMs > SETTLE_WITHIN_MS)
        throw new Error(`the shards are not shared by ${count}: ${JSON.stringify([...shares])}`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Kills all processes; the servers go on. */
  async kill(): Promise<void> {
    for (const { process } of this.members.splice(0)) await process.end('SIGKILL');
  }

  async end(): Promise<void> {
    await this.kill();
    await this.watcher.close();
    await this.proxy?.close();
    await this.redis.end();
    await this.mongo.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** How many shards changed hands. */
export const movedBetween = (
  before: readonly (string | undefined)[],
  after: readonly (string | undefined)[],
): number => before.filter((owner, shard) => owner !== after[shard]).length;
