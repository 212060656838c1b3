import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import type { AnyKind } from '#actors/kit/define-entity.ts';
import type { Call } from '#actors/kit/engine-api.ts';
import { createEngine } from '#actors/kit/engine.ts';
import type { RunningEngine } from '#actors/kit/running-engine.ts';
import type { Follower } from '#actors/kit/follower-runner.ts';
import { createNactDispatcher } from '#actors/kit/nact-dispatcher.ts';
import { createLocalRouter } from '#adapters/memory/local-router.ts';
import { openMemoryStore } from '#adapters/memory/memory-store.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { BatchSizes } from '#app/batch-sizes.ts';
import { CommandMeter } from '#commands/meter.ts';
import { Bus } from '#events/bus.ts';
import type { Store } from '#ports/store.ts';

/** How long a piece of load waits before it counts as lost, ms. */
const DEADLINE_MS = 30_000;
/** How often the metrics are scraped, ms. */
const SCRAPE_EVERY_MS = 1_000;

/** The production kit on a store, with metrics on. */
export interface World {
  readonly engine: RunningEngine;
  readonly store: Store;
  readonly bus: Bus;
  readonly meter: CommandMeter;
  /** Things that went wrong inside. */
  readonly alarms: string[];
  /** A call with the given key, minted now. */
  readonly call: (by: string, key: string) => Call;
  readonly readCall: () => Pick<Call, 'scope' | 'deadlineMonoMs'>;
  /** Ends engine and store. @throws Error when anything went wrong inside */
  close(): Promise<void>;
}

/** Reads what a scrape of the metrics reads, as the service does. */
const scrape = (engine: RunningEngine, meter: CommandMeter, batches: BatchSizes): number => {
  const stats = engine.stats();
  let sum = stats.inboxDepth + stats.commits + batches.read().sum;
  for (const { count } of meter.counts().values()) sum += count;
  return sum;
};

export interface WorldOptions {
  /** Absent: in memory. */
  readonly store?: Store;
  /** Kinds beside those of the service. */
  readonly more?: readonly AnyKind[];
  /** Those of the service, unless a bench wants to know what they cost. */
  readonly followers?: readonly Follower[];
}

/** Starts the production kit with the kinds and followers of the service. */
export const openWorld = async ({
  store: given,
  more = [],
  followers = FOLLOWERS,
}: WorldOptions): Promise<World> => {
  const store = given ?? openMemoryStore({ clock: systemClock });
  const alarms: string[] = [];
  const meter = new CommandMeter();
  const batches = new BatchSizes();
  const bus = new Bus((what, error) => alarms.push(`${what}: ${String(error)}`));
  const dispatcher = createNactDispatcher((error) => alarms.push(`escaped: ${String(error)}`));
  const engine = await createEngine({
    kinds: [...KINDS, ...more],
    followers,
    store,
    dispatcher,
    clock: systemClock,
    router: createLocalRouter(store.leases),
    bus,
    onAlarm: (what, self, error) => alarms.push(`${what} ${self?.kind ?? ''}: ${String(error)}`),
    onBatch: (size) => batches.add(size),
  });
  await engine.start();
  let seen = 0;
  const scraping = setInterval(() => {
    seen += scrape(engine, meter, batches);
  }, SCRAPE_EVERY_MS);
  return {
    engine,
    store,
    bus,
    meter,
    alarms,
    call: (by, key) => ({
      commandId: `${by}/${key}`,
      by,
      scope: by,
      deadlineMonoMs: systemClock.monoMs() + DEADLINE_MS,
      mintedMs: systemClock.nowMs(),
    }),
    readCall: () => ({ scope: 'bench', deadlineMonoMs: systemClock.monoMs() + DEADLINE_MS }),
    close: async () => {
      clearInterval(scraping);
      const isClean = await engine.drain(DEADLINE_MS);
      // followers that are still reading may see the store close
      const wrong = [...alarms];
      await store.close();
      dispatcher.shutdown();
      if (!isClean || wrong.length > 0 || seen < 0)
        throw new Error(`alarms: ${wrong.slice(0, 5).join('; ')}`);
    },
  };
};

/** The same over the embedded store in a directory. */
export const openDiskWorld = async (
  dir: string,
  options: Omit<WorldOptions, 'store'> & { readonly wrap?: (store: Store) => Store } = {},
): Promise<World> => {
  const { wrap = (store) => store, ...rest } = options;
  return openWorld({ ...rest, store: wrap(await openSqliteStore({ dir })) });
};
