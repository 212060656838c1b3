import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SHARDS } from '#ports/leases.ts';
import { type Store } from '#ports/store.ts';
import { type MongoServer } from '#test/support/services/mongo-server.ts';
import { type RedisServer, startBestRedis } from '#test/support/services/redis-server.ts';
import { type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { openPlace, startScenarioMongo } from '../harness/data-place.ts';

const DEPLOYMENT = 'scenario';
const LOOK_EVERY_MS = 50;
const SETTLE_WITHIN_MS = 30_000;

/** A process of the service, and whether people are sent to it. */
export interface Member {
  readonly process: ServiceProcess;
  isInRotation: boolean;
}

/** Several processes of one service over a MongoDB and a Redis of their own. */
export class Processes {
  readonly mongo: MongoServer;
  readonly redis: RedisServer;
  readonly members: Member[] = [];
  readonly #folder: string;
  /** A store that takes no shards and only looks. */
  readonly watcher: Store;
  readonly #uri: string;
  #started = 0;

  private constructor(mongo: MongoServer, redis: RedisServer, uri: string, watcher: Store) {
    this.mongo = mongo;
    this.redis = redis;
    this.#uri = uri;
    this.watcher = watcher;
    this.#folder = mkdtempSync(join(tmpdir(), 'guildhall-several-'));
  }

  /** Starts the servers. @throws Error when one is not to be had */
  static async open(): Promise<Processes> {
    const mongo = await startScenarioMongo();
    const redis = await startBestRedis();
    if (redis === undefined) throw new Error('There is no Redis for this scenario.');
    const uri = new URL(`several_${process.pid}`, mongo.uri).href;
    const watcher = await openPlace({ uri }, { node: 'watcher', takesShards: false });
    return new Processes(mongo, redis, uri, watcher);
  }

  /** Starts one more process and waits until the shards are shared evenly. */
  async add(): Promise<Member> {
    this.#started += 1;
    const process = await startProcess(join(this.#folder, `p${this.#started}`), {
      MONGODB_URI: this.#uri,
      REDIS_URL: this.redis.url,
      GUILDHALL_DEPLOYMENT: DEPLOYMENT,
      GUILDHALL_PLAYGROUND: 'on',
    });
    const member = { process, isInRotation: true };
    this.members.push(member);
    await this.evenly(this.members.length);
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

  async end(): Promise<void> {
    for (const { process } of this.members.splice(0)) await process.end('SIGKILL');
    await this.watcher.close();
    await this.redis.end();
    await this.mongo.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
