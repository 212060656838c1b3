import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { BattleClock } from '#actors/battle/battle-clock.ts';
import { BattleWatch } from '#actors/battle/battle-watch.ts';
import { battlesUnderWay, matchesUnderWay } from '#actors/followers/battles.ts';
import { openThreads } from '#actors/followers/threads.ts';
import { MatchWatch } from '#actors/match/match-watch.ts';
import { Referee } from '#actors/match/referee.ts';
import type { AnyKind, Place } from '#actors/kit/define-entity.ts';
import type { Alarm } from '#actors/kit/kind-runtime.ts';
import { DRAIN_TAIL_MS } from '#actors/kit/draining.ts';
import { createEngine } from '#actors/kit/engine.ts';
import type { RunningEngine } from '#actors/kit/running-engine.ts';
import { createNactDispatcher } from '#actors/kit/nact-dispatcher.ts';
import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import { createLocalRouter } from '#adapters/memory/local-router.ts';
import { createMemoryCache } from '#adapters/memory/memory-cache.ts';
import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createOsrsRules } from '#adapters/osrs-rules/osrs-rules.ts';
import { createPkmnSim } from '#adapters/pkmn-sim/pkmn-sim.ts';
import { ACCESS } from '#commands/access-table.ts';
import { CustomIds } from '#commands/custom-id.ts';
import type { Cluster } from '#commands/cluster.ts';
import type { Deps } from '#commands/deps.ts';
import type { CommandLog, Desk } from '#commands/desk.ts';
import { People } from '#commands/enrol.ts';
import { GuildBook } from '#commands/guild-book.ts';
import { identityBook } from '#commands/identity-book.ts';
import { CommandMeter } from '#commands/meter.ts';
import { learnNames } from '#commands/names.ts';
import { mintNonce, nonceTimeMs } from '#commands/nonce.ts';
import { PeopleDirectory } from '#commands/people-directory.ts';
import { type Area, guildhallTree } from '#commands/index.ts';
import type { LookUpstream } from '#commands/upstream.ts';
import { Bus } from '#events/bus.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { MatchRules } from '#ports/battle-rules.ts';
import type { Cache } from '#ports/cache.ts';
import type { Clock } from '#ports/clock.ts';
import type { FactRelay } from '#ports/fact-relay.ts';
import type { Leases } from '#ports/leases.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import type { Router } from '#ports/router.ts';
import type { Store } from '#ports/store.ts';
import type { WebConfig, WebParts } from '#surfaces/web/app.ts';
import { Feed } from '#surfaces/web/feed.ts';
import { findPersonaIn } from '#surfaces/web/personas.ts';
import { createWebServer } from '#surfaces/web/server.ts';
import { BatchSizes } from './batch-sizes.ts';
import { shareRouter } from './cluster/cluster-calls.ts';
import { answeringOf, createCluster } from './cluster/cluster.ts';
import { endInSteps } from './ending-steps.ts';
import { keepBattleRunning } from './demo-battle.ts';
import { enliven } from './enliven.ts';
import { ROLES, type ServiceRole } from './config.ts';
import { factTexts } from './fact-texts.ts';
import { feedFacts } from './feed-facts.ts';
import { newsInPlayground } from './playground-news.ts';
import { relayFacts } from './relay-facts.ts';
import { metricsOf } from './service-metrics.ts';
import { alarmVoids } from './void-alarms.ts';
import { TransferCounts } from './transfer-counts.ts';

/** Connections that wait to be accepted, one in a turn of the event loop; the kernel drops those beyond. */
const BACKLOG = 4_096;
/** Commands of one person in a row, then a second, whichever they are. */
const PERSON_RATE = { burst: 20, perSecond: 5 } as const;
/** How long a surface waits for an answer, ms. */
const ANSWER_WITHIN_MS = 2_500;
/** In whose name the feed asks for people's names. */
const FEED_SCOPE = 'feed';
/** A process that is told to end has ten seconds, its own end among them, ms. */
const CLOSE_WITHIN_MS = 8_500;

export interface ServiceOptions {
  readonly store: Store;
  /** Other games and services. */
  readonly areas: readonly Area[];
  readonly web: WebConfig & { readonly port: number };
  readonly version: string;
  /** Owners of the service, as `provider:externalId`: user ids are not known before a person's first command. */
  readonly owners?: readonly string[];
  readonly log: CommandLog;
  readonly onAlarm: (what: Alarm, self: EntityRef | undefined, error: unknown) => void;
  readonly onError: (error: unknown, traceId: string, route: string) => void;
  /** Told of every request that was refused before it became a command. */
  readonly onRefusal?: WebParts['logRefusal'];
  readonly clock?: Clock;
  /** Told how late each window of a battle was closed, ms. */
  readonly onWindow?: (lateMs: number) => void;
  /** Opens a further surface once commands are taken; it is stopped before anything else is. */
  readonly openSurface?: (parts: SurfaceParts) => Promise<Surface>;
  /** What this process does; default: everything. */
  readonly roles?: readonly ServiceRole[];
  /** Default: of this process alone. */
  readonly cache?: Cache;
  /** Default: of this process alone. */
  readonly limiter?: RateLimiter;
  /** The way to entities of other processes, and to their buses; default: there are none. */
  readonly others?: { readonly router: Router; readonly relay: FactRelay };
  /** Kinds of entities; default: those of this release. Scenarios put a next release beside it. */
  readonly kinds?: readonly AnyKind[];
  /** Whether persons are held to a rate; load scenarios turn it off. */
  readonly isPaced?: boolean;
}

/** What a further surface may use. */
export interface SurfaceParts {
  readonly desk: Desk;
  readonly battleWatch: BattleWatch;
  readonly matchWatch: MatchWatch;
  /** Threads of battles that are not over; all of them when they are needed. */
  readonly openThreads: (needsAll: boolean) => ReturnType<typeof openThreads>;
  /** Lets something follow the log; answers the way to end it. */
  readonly follow: RunningEngine['follow'];
  readonly bus: Bus;
  /** Whether this process looks after an entity. */
  readonly isHere: RunningEngine['isHere'];
  /** Whether no other process can have entities. */
  readonly isAlone: boolean;
  /** Told when entities came or went. Returns the way to stop it. */
  readonly onMoved: (listener: () => void) => () => void;
  /** Names another service that the surface asks. */
  readonly addUpstream: (look: LookUpstream) => void;
}

/** A surface beside the web. */
export interface Surface {
  /** Takes nothing more in and gives the answers that are due. */
  stop(): Promise<void>;
}

/** The running service: one process with all roles, or some of them. */
export interface Service {
  readonly engine: RunningEngine;
  readonly desk: Desk;
  readonly web: FastifyInstance;
  readonly bus: Bus;
  /** Rules of matches; those of Pokémon cost nothing until the first one. */
  readonly matchRules: MatchRules;
  /** Address that it listens on, `http://127.0.0.1:7770`. */
  readonly url: string;
  /** Resolves when the playground is alive: history in the feed, story told. At once without a playground. */
  readonly enlivened: Promise<void>;
  /** Stops intake, finishes what is in flight, flushes and closes, within ten seconds. `false`: not all was done. */
  close(): Promise<boolean>;
}

/**
 * Puts the parts together over an open store and starts to listen; the store is closed with the service, and when the
 * start fails. @throws Fault, or the error of the listening socket
 */
export const startService = async (options: ServiceOptions): Promise<Service> => {
  const { store, clock = systemClock, web: webConfig, onAlarm } = options;
  const startedAtMs = clock.nowMs();
  const roles = new Set(options.roles ?? ROLES);
  const isEngine = roles.has('engine');
  const bus = new Bus((name, error) =>
    onAlarm('kit', undefined, new Error(`reaction ${name}`, { cause: error })),
  );
  const batches = new BatchSizes();
  const matchRules: MatchRules = { pokemon: createPkmnSim({ clock }), osrs: createOsrsRules() };
  let forget = (_userId: string): void => undefined;
  const shared = options.others === undefined ? undefined : shareRouter(options.others.router);
  const dispatcher = createNactDispatcher((error) => onAlarm('kit', undefined, error));
  const engine = await createEngine({
    kinds: options.kinds ?? KINDS,
    followers: roles.has('jobs') ? FOLLOWERS : [],
    store,
    dispatcher,
    clock,
    bus,
    router: shared?.router ?? createLocalRouter(store.leases),
    onAlarm,
    onForgotten: (userId) => forget(userId),
    onBatch: (size) => batches.add(size),
  });
  const onError = (error: unknown): void => onAlarm('kit', undefined, error);
  const { onWindow } = options;
  const isHere =
    (kind: string) =>
    ({ realm, id }: Place): boolean =>
      engine.isHere({ kind, realm, id });
  const battleClock = new BattleClock({
    engine,
    clock,
    onError,
    isHere: isHere('battle'),
    ...(onWindow === undefined ? {} : { onClosed: onWindow }),
  });
  const referee = new Referee({ engine, rules: matchRules, clock, onError, isHere: isHere('match') });
  const moved = new Set<() => void>([() => battleClock.lookAgain(), () => referee.lookAgain()]);
  const stopLooking = onceATurn(clock, store.leases, () => {
    for (const listener of moved) listener();
  });
  const battleWatch = new BattleWatch(engine, bus, clock, battleClock, onError);
  const matchWatch = new MatchWatch(engine, bus, clock, onError);
  const feed = new Feed(randomBytes(6).toString('hex'));
  const playing = { battles: battleClock, matches: referee, matchRules };
  const upstreams = options.areas.flatMap((area) => area.upstreams ?? []);
  const about = { engine, store, clock, roles: [...roles], version: options.version, startedAtMs, upstreams };
  const own = answeringOf(about);
  shared?.answer(own);
  const cluster = createCluster({ ...about, router: shared?.router }, own);
  const desk = await createDesk(options, engine, clock, playing, cluster);
  forget = (userId) => {
    feed.forget(userId, desk.directory.nameOf(userId));
    desk.people.forget(userId);
  };
  const texts = factTexts(
    (userId) => desk.directory.nameOf(userId),
    (userIds) =>
      learnNames(userIds, {
        deps: desk.deps,
        scope: FEED_SCOPE,
        deadlineMonoMs: clock.monoMs() + ANSWER_WITHIN_MS,
      }),
  );
  const stopFacts = feedFacts(bus, feed, texts);
  const stopRelay = options.others === undefined ? undefined : relayFacts(bus, options.others.relay);
  const stopGuilds = desk.deps.guilds.follow(bus);
  const transfers = new TransferCounts(bus);
  alarmVoids(bus, onAlarm);
  let waitingFor: readonly string[] = ['engine'];
  const web = await createWebServer({
    desk,
    feed,
    battleWatch,
    config: webConfig,
    isOpen: roles.has('web'),
    notReady: () => waitingFor,
    logError: options.onError,
    logRefusal: options.onRefusal,
    metrics: metricsOf(engine, bus, batches, transfers),
  });
  let stage = Promise.resolve();
  let stopDemo = (): void => undefined;
  let closing: Promise<boolean> | undefined;
  let surface: Surface | undefined;
  const close = (): Promise<boolean> => {
    waitingFor = ['draining'];
    stopDemo();
    return endInSteps({ clock, withinMs: CLOSE_WITHIN_MS, onTrouble: onError }, [
      { what: 'a surface', keepsMs: 4_000, run: () => surface?.stop() },
      {
        what: 'the engine',
        keepsMs: 1_500,
        run: (leftMs) => {
          stopLooking();
          for (const part of [battleClock, referee, battleWatch, matchWatch]) part.stop();
          return engine.drain(leftMs - DRAIN_TAIL_MS);
        },
      },
      {
        what: 'the page',
        keepsMs: 1_100,
        run: () => {
          for (const stop of [stopFacts, stopRelay, stopGuilds]) stop?.();
          return web.close();
        },
      },
      { what: 'the playground', keepsMs: 900, run: () => stage },
      { what: 'rules of Pokémon', keepsMs: 700, run: () => matchRules.pokemon.shutdown() },
      { what: 'rules of OSRS', keepsMs: 600, run: () => matchRules.osrs.shutdown() },
      { what: 'the store', keepsMs: 0, run: () => store.close() },
      { what: 'the actors', keepsMs: 0, run: () => dispatcher.shutdown() },
    ]);
  };
  const closeOnce = (): Promise<boolean> => (closing ??= close());
  try {
    const url = await web.listen({ host: webConfig.host, port: webConfig.port, backlog: BACKLOG });
    await engine.start();
    const battlesKnown = battleClock.start(bus, (needsAll) => battlesUnderWay(engine, needsAll));
    referee.start(bus, (needsAll) => matchesUnderWay(engine, needsAll));
    surface = await options.openSurface?.({
      desk,
      battleWatch,
      matchWatch,
      bus,
      openThreads: (needsAll) => openThreads(engine, needsAll),
      follow: (follower) => engine.follow(follower),
      isHere: (ref) => engine.isHere(ref),
      isAlone: store.leases.isExclusive,
      onMoved: (listener) => {
        moved.add(listener);
        return () => moved.delete(listener);
      },
      addUpstream: (look) => upstreams.push(look),
    });
    waitingFor = [];
    if (webConfig.playground && isEngine && roles.has('web')) {
      const news = newsInPlayground(engine, feed, clock, onError);
      const stops = [
        keepBattleRunning(desk, webConfig.realm, battlesKnown, onError),
        await engine.follow(news.follower),
        () => news.stop(),
      ];
      stopDemo = () => {
        for (const stop of stops) stop();
      };
      stage = enliven({
        desk,
        feed,
        texts,
        realm: webConfig.realm,
        startedAtMs,
        isOver: () => closing !== undefined,
        onError: (error) => onAlarm('kit', undefined, error),
      });
    }
    return { engine, desk, web, bus, matchRules, url, enlivened: stage, close: closeOnce };
  } catch (error) {
    await closeOnce();
    throw error;
  }
};

/** Calls back once for all shards that come or go in one turn. */
const onceATurn = (clock: Clock, leases: Leases, callback: () => void): (() => void) => {
  let cancel: (() => void) | undefined;
  const stop = leases.onChange(() => {
    cancel ??= clock.after(0, () => {
      cancel = undefined;
      callback();
    });
  });
  return () => {
    stop();
    cancel?.();
  };
};

const createDesk = async (
  options: ServiceOptions,
  engine: RunningEngine,
  clock: Clock,
  playing: Pick<Deps, 'battles' | 'matches' | 'matchRules'>,
  cluster: Cluster,
): Promise<Desk> => {
  const { store, areas, version } = options;
  const deploymentKey = await store.keys.deployment();
  const directory = new PeopleDirectory();
  const { playground, publicUrl } = options.web;
  const mintKey = (): string => mintNonce({ nowMs: clock.nowMs() });
  const people = new People(identityBook(engine, mintKey), directory, deploymentKey);
  const deps: Deps = {
    engine,
    views: engine.views,
    deadLetters: store.deadLetters,
    cache: options.cache ?? createMemoryCache({ clock }),
    clock,
    customIds: new CustomIds(deploymentKey),
    directory,
    erase: (userId) => engine.erase(userId),
    service: {
      version,
      startedAtMs: clock.nowMs(),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      describe: () => store.describe(),
      cluster,
    },
    guilds: new GuildBook(engine, clock, deploymentKey),
    ...playing,
    fighters: areas.map(({ fighters }) => fighters),
  };
  return {
    deps,
    tree: guildhallTree(areas),
    people,
    access: ACCESS,
    directory,
    ...(playground ? { findPerson: findPersonaIn(people) } : {}),
    kinds: new Map(KINDS.map((kind) => [kind.kind, kind])),
    log: options.log,
    meter: new CommandMeter(),
    mintKey,
    mintedMsOf: nonceTimeMs,
    owners: new Set(options.owners),
    limiter: options.limiter ?? createMemoryRateLimiter(clock),
    ...(options.isPaced === false ? {} : { personRate: PERSON_RATE }),
    answerWithinMs: ANSWER_WITHIN_MS,
  };
};
