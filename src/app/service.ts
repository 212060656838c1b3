import { randomBytes } from 'node:crypto';
import { type FastifyInstance } from 'fastify';
import { type Alarm } from '#actors/kit/kind-runtime.ts';
import { createEngine } from '#actors/kit/engine.ts';
import { type RunningEngine } from '#actors/kit/running-engine.ts';
import { createNactDispatcher } from '#actors/kit/nact-dispatcher.ts';
import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import { createLocalRouter } from '#adapters/memory/local-router.ts';
import { createMemoryCache } from '#adapters/memory/memory-cache.ts';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { CustomIds } from '#commands/custom-id.ts';
import { type Deps } from '#commands/deps.ts';
import { type CommandLog, type Desk } from '#commands/desk.ts';
import { People } from '#commands/enrol.ts';
import { identityBook } from '#commands/identity-book.ts';
import { CommandMeter } from '#commands/meter.ts';
import { mintNonce, nonceTimeMs } from '#commands/nonce.ts';
import { PeopleDirectory } from '#commands/people-directory.ts';
import { type CommandTree } from '#commands/tree.ts';
import { Bus } from '#events/bus.ts';
import { type EntityRef } from '#game/shared/ids.ts';
import { type Clock } from '#ports/clock.ts';
import { type Store } from '#ports/store.ts';
import { type WebConfig } from '#surfaces/web/app.ts';
import { Feed } from '#surfaces/web/feed.ts';
import { callerOf } from '#surfaces/web/playground.ts';
import { createWebServer } from '#surfaces/web/server.ts';
import { BatchSizes } from './batch-sizes.ts';
import { tellDemoStory } from './demo.ts';
import { feedFacts } from './feed-facts.ts';

/** Commands of one person in a row, then a second, whichever they are. */
const PERSON_RATE = { burst: 20, perSecond: 5 } as const;
/** How long a surface waits for an answer, ms. */
const ANSWER_WITHIN_MS = 2_500;
/** A drain that takes longer gives up, ms. */
const DRAIN_MS = 8_000;

export interface ServiceOptions {
  readonly store: Store;
  readonly tree: CommandTree;
  readonly web: WebConfig & { readonly port: number };
  readonly version: string;
  /** User ids are not known before a person's first command, so owners are named by `provider:externalId`. */
  readonly log: CommandLog;
  readonly onAlarm: (what: Alarm, self: EntityRef | undefined, error: unknown) => void;
  readonly onError: (error: unknown, traceId: string, route: string) => void;
  readonly clock?: Clock;
  /** Whether persons are held to a rate; load scenarios turn it off. */
  readonly isPaced?: boolean;
}

/** The running service: one process with all roles. */
export interface Service {
  readonly engine: RunningEngine;
  readonly desk: Desk;
  readonly web: FastifyInstance;
  readonly bus: Bus;
  /** Address that it listens on, `http://127.0.0.1:7770`. */
  readonly url: string;
  /** Stops intake, finishes what is in flight, flushes and closes. `false`: time was up first. */
  close(): Promise<boolean>;
}

/** Puts the parts together over an open store and starts to listen; the store is closed with the service. */
export const startService = async (options: ServiceOptions): Promise<Service> => {
  const { store, clock = systemClock, web: webConfig } = options;
  const bus = new Bus((name, error) =>
    options.onAlarm('kit', undefined, new Error(`reaction ${name}`, { cause: error })),
  );
  const batches = new BatchSizes();
  const dispatcher = createNactDispatcher((error) => options.onAlarm('kit', undefined, error));
  const engine = await createEngine({
    kinds: KINDS,
    followers: FOLLOWERS,
    store,
    dispatcher,
    clock,
    bus,
    router: createLocalRouter(store.leases),
    onAlarm: options.onAlarm,
    onBatch: (size) => batches.add(size),
  });
  const desk = await createDesk(options, engine, clock);
  const feed = new Feed(randomBytes(6).toString('hex'));
  const stopFacts = feedFacts(bus, feed, (userId) => desk.directory.nameOf(userId));
  let starting: readonly string[] = ['engine'];
  const web = await createWebServer({
    desk,
    feed,
    config: webConfig,
    notReady: () => starting,
    logError: options.onError,
    metrics: {
      batchSizes: () => batches.read(),
      bus: () =>
        Object.fromEntries(bus.stats().map(({ name, dropped, failed }) => [name, { dropped, failed }])),
      followerLagMs: () =>
        Object.fromEntries(engine.followers.map(({ follower, lagMs }) => [follower.name, lagMs])),
    },
  });
  const url = await web.listen({ host: webConfig.host, port: webConfig.port });
  await engine.start();
  starting = [];
  if (webConfig.playground) await tellDemoStory(desk, (name) => callerOf(name, webConfig.realm, 'demo'));

  let closing: Promise<boolean> | undefined;
  const close = async (): Promise<boolean> => {
    starting = ['draining'];
    const isClean = await engine.drain(DRAIN_MS);
    stopFacts();
    await web.close();
    await store.close();
    dispatcher.shutdown();
    return isClean;
  };
  return { engine, desk, web, bus, url, close: () => (closing ??= close()) };
};

const createDesk = async (options: ServiceOptions, engine: RunningEngine, clock: Clock): Promise<Desk> => {
  const { store, tree, version } = options;
  const deploymentKey = await store.keys.deployment();
  const directory = new PeopleDirectory();
  const mintKey = (): string => mintNonce({ nowMs: clock.nowMs() });
  const deps: Deps = {
    engine,
    views: engine.views,
    deadLetters: store.deadLetters,
    cache: createMemoryCache({ clock }),
    clock,
    customIds: new CustomIds(deploymentKey),
    directory,
    service: { version, startedAtMs: clock.nowMs(), describe: () => store.describe() },
  };
  return {
    deps,
    tree,
    people: new People(identityBook(engine, mintKey), directory, deploymentKey),
    directory,
    kinds: new Map(KINDS.map((kind) => [kind.kind, kind])),
    log: options.log,
    meter: new CommandMeter(),
    mintKey,
    mintedMsOf: nonceTimeMs,
    limiter: createMemoryRateLimiter(clock),
    ...(options.isPaced === false ? {} : { personRate: PERSON_RATE }),
    answerWithinMs: ANSWER_WITHIN_MS,
  };
};
