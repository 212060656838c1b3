import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '#ports/store.ts';
import { FAKE_TOKEN, type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import type { MongoServer } from '#test/support/services/mongo-server.ts';
import { type RedisServer, startBestRedis } from '#test/support/services/redis-server.ts';
import { killProcesses, runToEnd, type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { openPlace, startScenarioMongo } from '../harness/data-place.ts';

const DEPLOYMENT = 'scenario';
const LOOK_EVERY_MS = 10;

/** A bot of several processes on a fake Discord: a gateway alone, and workers over a MongoDB and a Redis of their own. */
export class GatewayRig {
  readonly fake: FakeDiscord;
  /** A store that takes no shards and only looks. */
  readonly watcher: Store;
  readonly #mongo: MongoServer;
  readonly #redis: RedisServer;
  readonly #uri: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'guildhall-gateway-'));
  readonly #running = new Map<string, ServiceProcess>();

  private constructor(
    fake: FakeDiscord,
    mongo: MongoServer,
    redis: RedisServer,
    uri: string,
    watcher: Store,
  ) {
    this.fake = fake;
    this.#mongo = mongo;
    this.#redis = redis;
    this.#uri = uri;
    this.watcher = watcher;
  }

  /** Starts the servers and makes the commands known. @throws Error when something is not to be had */
  static async open(): Promise<GatewayRig> {
    const mongo = await startScenarioMongo();
    const redis = await startBestRedis();
    if (redis === undefined) throw new Error('There is no Redis for this scenario.');
    const uri = new URL(`gateway_${process.pid}`, mongo.uri).href;
    const watcher = await openPlace({ uri }, { node: 'watcher', takesShards: false });
    const rig = new GatewayRig(await openFakeDiscord(), mongo, redis, uri, watcher);
    const { code, stderr } = await runToEnd('src/app/discord-register.ts', [], rig.#variables());
    if (code !== 0) throw new Error(`the commands could not be registered: ${stderr}`);
    return rig;
  }

  #variables(): Readonly<Record<string, string>> {
    return {
      DISCORD_TOKEN: FAKE_TOKEN,
      GUILDHALL_DISCORD_API: this.fake.api,
      GUILDHALL_DISCORD_SOURCE: 'stream',
      GUILDHALL_DEPLOYMENT: DEPLOYMENT,
      REDIS_URL: this.#redis.url,
    };
  }

  /** Starts a process, by whose name it is killed. */
  async start(name: string, roles: string): Promise<void> {
    const store = roles === 'gateway' ? {} : { MONGODB_URI: this.#uri };
    const more = { ...store, GUILDHALL_ROLES: roles };
    this.#running.set(name, await startProcess(join(this.#folder, name), { ...this.#variables(), ...more }));
  }

  /** Ends a process without a word. */
  async kill(name: string): Promise<void> {
    await this.#running.get(name)?.end('SIGKILL');
    this.#running.delete(name);
  }

  /** Waits until Discord has so many connections. @throws Error after 30 s */
  async connected(count: number): Promise<void> {
    const endMs = performance.now() + 30_000;
    while (this.fake.gateway.connected !== count) {
      if (performance.now() > endMs) throw new Error(`Discord never had ${count} connections`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  async end(): Promise<void> {
    await killProcesses();
    await this.watcher.close();
    await this.#redis.end();
    await this.#mongo.end();
    await this.fake.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
