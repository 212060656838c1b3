import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import type { AnyKind } from '#actors/kit/define-entity.ts';
import { createEngine } from '#actors/kit/engine.ts';
import type { Guards } from '#actors/kit/guards.ts';
import { createNactDispatcher } from '#actors/kit/nact-dispatcher.ts';
import type { RunningEngine } from '#actors/kit/running-engine.ts';
import { createLocalRouter } from '#adapters/memory/local-router.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { Bus } from '#events/bus.ts';
import type { Store } from '#ports/store.ts';
import { openOwnStore } from './data-place.ts';
import type { StoreName } from './settings.ts';

interface EngineChoices {
  readonly kinds?: readonly AnyKind[];
  /** For self-tests alone. */
  readonly guards?: Guards;
}

export interface HallOptions extends EngineChoices {
  readonly store: StoreName;
}

/** The production engine, started over a store. */
interface Started {
  readonly engine: RunningEngine;
  readonly bus: Bus;
  /** Ends engine and store. `false`: work was still going on after `withinMs`. */
  readonly end: (withinMs: number) => Promise<boolean>;
}

/** The production engine over a store of its own, in this process. */
export interface Hall {
  readonly engine: RunningEngine;
  readonly store: Store;
  readonly bus: Bus;
  /** What went wrong inside. */
  readonly alarms: readonly string[];
  close(): Promise<void>;
}

/** Starts the production engine over a store. `alarm` hears what goes wrong inside. */
export const startEngine = async (
  store: Store,
  alarm: (what: string, error: unknown) => void,
  { kinds = KINDS, guards }: EngineChoices = {},
): Promise<Started> => {
  const dispatcher = createNactDispatcher((error) => alarm('escaped', error));
  const bus = new Bus(alarm);
  const engine = await createEngine({
    kinds,
    followers: FOLLOWERS,
    store,
    dispatcher,
    clock: systemClock,
    router: createLocalRouter(store.leases),
    bus,
    onAlarm: (what, _self, error) => alarm(what, error),
    ...(guards === undefined ? {} : { guards }),
  });
  await engine.start();
  return {
    engine,
    bus,
    end: async (withinMs) => {
      const isClean = await engine.drain(withinMs);
      await store.close();
      dispatcher.shutdown();
      return isClean;
    },
  };
};

/** Opens a hall; its store is new and goes with it. */
export const openHall = async ({ store: which, ...choices }: HallOptions): Promise<Hall> => {
  const own = await openOwnStore(which);
  const { store } = own;
  const alarms: string[] = [];
  const alarm = (what: string, error: unknown): void => {
    alarms.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const { engine, bus, end } = await startEngine(store, alarm, choices);
  return {
    engine,
    store,
    bus,
    alarms,
    close: async () => {
      await end(5_000);
      await own.end();
    },
  };
};
