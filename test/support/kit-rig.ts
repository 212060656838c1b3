import { createEngine } from '#actors/kit/engine.ts';
import type { EngineOptions, RunningEngine } from '#actors/kit/running-engine.ts';
import type { Call } from '#actors/kit/engine-api.ts';
import { createLocalRouter } from '#adapters/memory/local-router.ts';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { type MemoryStore, type MemoryStoreOptions, openMemoryStore } from '#adapters/memory/memory-store.ts';
import type { MemoryExchange } from '#adapters/memory/memory-exchange.ts';
import { createVirtualClock, type VirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Bus } from '#events/bus.ts';
import type { Dispatcher } from '#ports/dispatcher.ts';
import { counter } from './counter-kind.ts';
import { createKitDispatcher } from './kit-dispatcher.ts';

export interface Rig {
  readonly engine: RunningEngine;
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  readonly dispatcher: Dispatcher;
  readonly bus: Bus;
  readonly alarms: { readonly what: string; readonly error: unknown }[];
  readonly escaped: unknown[];
  /** A call with a fresh or given command key; `deadlineMs` from now. */
  call(key?: string, more?: Partial<Call> & { readonly deadlineMs?: number }): Call;
  /** Lets the loop turn until nothing moves any more, without moving time. */
  still(): Promise<void>;
  /** Moves time on and lets everything happen. */
  pass(ms: number): Promise<void>;
}

export interface RigOptions extends Partial<Omit<EngineOptions, 'store' | 'clock'>> {
  readonly backing?: MemoryBacking;
  readonly store?: Partial<MemoryStoreOptions>;
  readonly clock?: VirtualClock;
  /** The way to other processes; without one this process is alone. */
  readonly exchange?: MemoryExchange;
}

/** The production kit over the memory store on a virtual clock, and real nact unless the run says otherwise. */
export const createRig = async (options: RigOptions = {}): Promise<Rig> => {
  const {
    backing = createMemoryBacking(),
    store: storeOptions,
    clock = createVirtualClock(),
    exchange,
    ...rest
  } = options;
  const store = openMemoryStore({ clock, backing, seed: 7, ...storeOptions });
  const alarms: Rig['alarms'] = [];
  const escaped: unknown[] = [];
  const dispatcher = rest.dispatcher ?? createKitDispatcher((error) => escaped.push(error));
  const bus = rest.bus ?? new Bus((what, error) => alarms.push({ what, error }));
  const engine = await createEngine({
    kinds: [counter],
    store,
    dispatcher,
    clock,
    router: exchange?.routerOf(store.leases) ?? createLocalRouter(store.leases),
    bus,
    onAlarm: (what, _self, error) => alarms.push({ what, error }),
    ...rest,
  });
  await engine.start();
  let keys = 0;
  const still = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return {
    engine,
    store,
    clock,
    dispatcher,
    bus,
    alarms,
    escaped,
    still,
    async pass(ms) {
      await still();
      for (let left = ms; left > 0; left -= 50) {
        clock.advance(Math.min(50, left));
        await still();
      }
    },
    call(key, { deadlineMs = 3_000, ...more } = {}) {
      keys += 1;
      return {
        commandId: `u1/${key ?? `k${keys}`}`,
        by: 'u1',
        scope: 'g1',
        deadlineMonoMs: clock.monoMs() + deadlineMs,
        ...more,
      };
    },
  };
};
