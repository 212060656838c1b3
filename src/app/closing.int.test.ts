import { afterEach, describe, expect, it } from 'vitest';
import { openMemoryStore } from '#adapters/memory/memory-store.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { Store } from '#ports/store.ts';
import { closeRigs, openService } from '#test/support/service-rig.ts';

/** A process that is told to end has so long, ms. */
const BAR_MS = 10_000;

const never = (): Promise<never> => new Promise(() => undefined);

const pumps: (() => void)[] = [];

afterEach(async () => {
  await closeRigs();
  for (const stop of pumps.splice(0)) stop();
});

/** Time that goes on as it does, and once it is told to hurry runs ahead whenever nothing else is to be done. */
const hastyClock = () => {
  const clock = createVirtualClock(Date.now());
  const state = { isOver: false, isHasty: false, atMs: performance.now() };
  const pump = (): void => {
    const nowMs = performance.now();
    clock.advance(state.isHasty ? 1 : nowMs - state.atMs);
    state.atMs = nowMs;
    if (!state.isOver) setImmediate(pump);
  };
  setImmediate(pump);
  pumps.push(() => {
    state.isOver = true;
  });
  const hurry = (): void => {
    state.isHasty = true;
  };
  return { ...clock, hurry };
};

interface Hanging {
  readonly surface?: true;
  readonly follower?: true;
  readonly store?: true;
}

const openHanging = async (hanging: Hanging) => {
  const clock = hastyClock();
  const done: string[] = [];
  const begun = Promise.withResolvers<void>();
  const rig = await openService({
    clock,
    store: openMemoryStore({ clock }),
    options: {
      openSurface: async ({ follow }) => {
        await follow({
          name: 'hanging',
          kinds: ['identity'],
          handle: () => {
            begun.resolve();
            return hanging.follower === true ? never() : undefined;
          },
        });
        return {
          stop: async () => {
            done.push('surface');
            if (hanging.surface === true) await never();
          },
        };
      },
    },
  });
  return { rig, clock, done, begun: begun.promise };
};

const withStore = (store: Store, hanging: Hanging, done: string[]): void => {
  const { leases } = store;
  const release = leases.release.bind(leases);
  leases.release = async () => {
    done.push('leases');
    await release();
  };
  const close = store.close.bind(store);
  Object.assign(store, {
    close: async () => {
      done.push('store');
      await (hanging.store === true ? never() : close());
    },
  });
};

describe('a service that is told to end', () => {
  it.each<[string, Hanging, readonly RegExp[]]>([
    ['in order', {}, []],
    ['although its surface hangs', { surface: true }, [/^a surface did not/]],
    ['although what follows the log hangs', { follower: true }, [/^followers could not end/]],
    [
      'although surface, followers and store hang',
      { surface: true, follower: true, store: true },
      [/^a surface did not/, /^followers could not end/, /^the store did not/],
    ],
  ])('ends within ten seconds %s', async (_how, hanging, troubles) => {
    const { rig, clock, done, begun } = await openHanging(hanging);
    withStore(rig.store, hanging, done);
    await rig.run('guest-a', '/eco balance');
    await begun;
    clock.hurry();
    const fromMs = clock.monoMs();
    const isClean = await rig.stop();
    expect(clock.monoMs() - fromMs).toBeLessThan(BAR_MS);
    // each was taken, and in this order
    expect(done).toEqual(['surface', 'leases', 'store']);
    const said = rig.alarms.map(({ error }) => (error as Error).message);
    expect(said).toEqual(troubles.map((one) => expect.stringMatching(one) as string));
    expect(isClean).toBe(troubles.length === 0);
  });
});
