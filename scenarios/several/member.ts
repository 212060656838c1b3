import { basename, resolve } from 'node:path';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { openMongoStore } from '#adapters/mongo/mongo-store.ts';
import { readConfig } from '#app/config.ts';
import { integrations } from '#app/integrations.ts';
import { commandLog, createLogger } from '#app/logging.ts';
import { openLogStream } from '#app/log-stream.ts';
import { openBackends } from '#app/open-backends.ts';
import { startService } from '#app/service.ts';
import type { Leases } from '#ports/leases.ts';
import type { MemberOrder } from './member-order.ts';
import { kindsOf } from './next-release.ts';

/** A process of the service, put together as in production but for what its order says. */
const order = JSON.parse(process.argv[2] ?? '{}') as MemberOrder;
const { leaseTtlMs, isTrusting } = order;

/** Leases that end only when they are given back: what a process that looks at no clock would believe. */
const trusting = (leases: Leases): Leases => {
  const known = new Map([...leases.owned()].map((shard) => [shard, leases.epochOf(shard) ?? 0]));
  const given = new Set<number>();
  leases.onChange((shard, epoch) => {
    if (epoch !== undefined) known.set(shard, epoch);
    if (epoch !== undefined) given.delete(shard);
    else if (given.has(shard)) known.delete(shard);
  });
  leases.onLeaving(async (shards) => {
    for (const shard of shards) given.add(shard);
    return Promise.resolve();
  });
  const epochOf = (shard: number): number | undefined => leases.epochOf(shard) ?? known.get(shard);
  return {
    isExclusive: leases.isExclusive,
    self: leases.self,
    epochOf,
    owned: () => new Set([...known.keys(), ...leases.owned()]),
    ownerOf: (shard) => (epochOf(shard) === undefined ? leases.ownerOf(shard) : leases.self),
    onChange: (listener) =>
      leases.onChange((shard, epoch) => {
        if (epoch !== undefined || given.has(shard)) listener(shard, epoch);
      }),
    lookAgain: () => leases.lookAgain(),
    onLeaving: (listener) => leases.onLeaving(listener),
    release: () => leases.release(),
  };
};

const config = readConfig(process.env);
const logger = createLogger({ level: config.logLevel, secrets: config.secrets, to: openLogStream() });
const onError = (error: unknown): void => logger.warn({ err: error }, 'store');
const opened = await openMongoStore({
  uri: config.mongodbUri ?? '',
  deployment: config.deployment,
  node: basename(config.dataDir),
  clock: systemClock,
  onError,
  ...(leaseTtlMs === undefined ? {} : { leaseTtlMs }),
});
const store = isTrusting === true ? { ...opened, leases: trusting(opened.leases) } : opened;
const backends = await openBackends(config, store, { onWait: () => undefined, onError });
const service = await startService({
  ...backends,
  areas: integrations({ ...config, version: 'scenario' }),
  version: 'scenario',
  web: {
    host: config.host,
    port: config.port,
    playground: config.playground,
    realm: 'home',
    pageDir: resolve(import.meta.dirname, '../../web/dist'),
  },
  kinds: kindsOf(order),
  log: commandLog(logger),
  onAlarm: (what, self, error) => logger.warn({ alarm: what, entity: self, err: error }, 'alarm'),
  onError: (error, traceId, route) => logger.error({ traceId, route, err: error }, 'request failed'),
});
process.once('SIGTERM', () => {
  void service.close().then((isClean) => {
    logger.info({ isClean }, 'stopped');
    process.exit(0);
  });
});
logger.info({ url: service.url }, 'listening');
