import { configurePersistence, dispatch, spawn, spawnPersistent, start, stop } from 'nact';
import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { ActorHandle, Dispatcher } from '#ports/dispatcher.ts';
import { counter } from '#test/support/counter-kind.ts';
import { watch } from '#test/support/hold.ts';
import { createRig } from '#test/support/kit-rig.ts';
import { turns, turnsUntil } from '#test/support/turns.ts';
import { Actors, tell } from './actors.ts';
import { createNactDispatcher } from './nact-dispatcher.ts';
import { RunQueue } from './run-queue.ts';

const createActors = (): Actors => {
  const clock = createVirtualClock();
  const dispatcher = createNactDispatcher(() => undefined);
  return new Actors(dispatcher, new RunQueue(dispatcher, clock), 'probe');
};
const crashed = (): void => undefined;
const place = (id: string) => ({ realm: '0', id });
const add = (amount: number) => ({ type: 'Add', amount }) as const;

// each test first shows what plain nact does, then that the kit does not

describe('parents', () => {
  it('of entities receive nothing and have 1,000 children: nact copies the children for each message', async () => {
    const system = start();
    const copies: unknown[] = [];
    const parent = spawn(
      system,
      (state: undefined, _message: unknown, { children }) => {
        copies.push(children);
        return state;
      },
      'p',
    );
    for (let n = 0; n < 50; n += 1) spawn(parent, (state: undefined) => state, `c${n}`);
    for (let n = 0; n < 3; n += 1) dispatch(parent, n);
    await turnsUntil(() => copies.length === 3);
    expect(new Set(copies).size).toBe(3);
    stop(system);

    const real = createNactDispatcher(() => undefined);
    const parents = new Set<ActorHandle>();
    const receivers = new Set<ActorHandle>();
    const dispatcher: Dispatcher = {
      ...real,
      spawn(above, name, handler) {
        if (above !== undefined) parents.add(above);
        return real.spawn(above, name, handler);
      },
      dispatch(to, message) {
        receivers.add(to);
        real.dispatch(to, message);
      },
    };
    const rig = await createRig({ dispatcher });
    for (let n = 0; n < 2_100; n += 1) rig.engine.tell(counter, place(`e${n}`), add(1), rig.call());
    await rig.pass(200);
    expect(receivers.size).toBe(2_100);
    expect([...receivers].filter((handle) => parents.has(handle))).toEqual([]);
    expect((rig.engine.walk()['counter'] ?? []).map(({ length }) => length)).toEqual([1_000, 1_000, 100]);
  });
});

describe('stop and start again', () => {
  it('drops nothing that was queued: nact does', async () => {
    const system = start();
    const seen: number[] = [];
    const behave = (state: undefined, n: number): undefined => {
      seen.push(n);
      return state;
    };
    const plain = spawn(system, behave, 'a');
    for (const n of [1, 2, 3]) dispatch(plain, n);
    stop(plain);
    spawn(system, behave, 'a');
    await turns(20);
    expect(seen).toEqual([]);
    stop(system);

    const rig = await createRig();
    await rig.engine.ask(counter, place('a'), { type: 'Write', by: 'u9', text: 'x' }, rig.call());
    const asks = [1, 2, 3].map((n) => watch(rig.engine.ask(counter, place('a'), add(n), rig.call())));
    // erasing ends the entity: what waits goes to its next incarnation
    const erased = rig.engine.erase('u9');
    await rig.pass(100);
    await erased;
    expect(asks.map(({ value }) => value)).toMatchObject([
      { value: { total: 1 } },
      { value: { total: 3 } },
      { value: { total: 6 } },
    ]);
  });

  it('never runs two handlers of one id at once: nact does', async () => {
    const system = start();
    let running = 0;
    let most = 0;
    const slowly = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await turns(5);
      running -= 1;
    };
    const behave = async (state: undefined): Promise<undefined> => {
      await slowly();
      return state;
    };
    const plain = spawn(system, behave, 'a');
    dispatch(plain, 1);
    await turns(2);
    stop(plain);
    dispatch(spawn(system, behave, 'a'), 2);
    await turns(20);
    expect(most).toBe(2);
    stop(system);

    const actors = createActors();
    most = 0;
    const options = { bounds: { max: 9 }, crashed, handle: slowly };
    tell(actors.spawn('a', options), 1);
    await turns(2);
    await actors.stop('a');
    tell(actors.spawn('a', options), 2);
    await turns(20);
    expect(most).toBe(1);
  });
});

describe('a crash', () => {
  it('does not end an actor or lose its queue: by default nact does both', async () => {
    const quiet = vi.spyOn(console, 'log').mockReturnValue(undefined);
    const quieter = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const system = start();
    const seen: number[] = [];
    const behave = (state: undefined, n: number): undefined => {
      if (n === 1) throw new Error('boom');
      seen.push(n);
      return state;
    };
    const plain = spawn(system, behave, 'a');
    for (const n of [1, 2, 3]) dispatch(plain, n);
    await turns(20);
    expect(seen).toEqual([]);
    stop(system);
    quiet.mockRestore();
    quieter.mockRestore();

    const actors = createActors();
    const actor = actors.spawn<number>('a', {
      bounds: { max: 9 },
      crashed,
      handle: (n) => behave(undefined, n),
    });
    for (const n of [1, 2, 3]) tell(actor, n);
    await turns(20);
    expect(seen).toEqual([2, 3]);
  });

  it('whose handling fails too does not kill the process: with nact it does', () => {
    const run = (code: string): number | null =>
      spawnSync(process.execPath, ['--input-type=module', '-e', code], { timeout: 20_000 }).status;
    const throwing = `() => { throw new Error('twice') }`;
    expect(
      run(`import { start, spawn, dispatch } from 'nact';
        const a = spawn(start(), ${throwing}, 'a', { onCrash: ${throwing} });
        dispatch(a, 1);
        setTimeout(() => process.exit(7), 100);`),
    ).toBe(1);
    expect(
      run(`import { createNactDispatcher } from '#actors/kit/nact-dispatcher.ts';
        const dispatcher = createNactDispatcher(${throwing});
        const a = dispatcher.spawn(undefined, 'a', ${throwing});
        dispatcher.dispatch(a, 1);
        setTimeout(() => process.exit(7), 100);`),
    ).toBe(7);
  });
});

describe('persistence', () => {
  it('numbers are not used up by a failed write, and two owners cannot write the same: with nact they are and can', async () => {
    const written: number[] = [];
    let isDown = false;
    const engine = {
      events: () => [],
      latestSnapshot: async () => Promise.resolve(undefined),
      takeSnapshot: async () => Promise.resolve(),
      persist: async ({ sequenceNumber }: { readonly sequenceNumber: number }) => {
        if (isDown) throw new Error('the store is down');
        written.push(sequenceNumber);
        return Promise.resolve();
      },
    };
    const open = () => {
      const system = start(configurePersistence(engine as never));
      const behave = async (state: undefined, message: unknown, context: unknown): Promise<undefined> => {
        await (context as { persist(message: unknown): Promise<void> }).persist(message);
        return state;
      };
      return spawnPersistent(system, behave, 'key', 'a', {
        onCrash: (_message, _error, context) => context.resume,
      });
    };
    const plain = open();
    await turns(10);
    isDown = true;
    dispatch(plain, 1);
    await turns(10);
    isDown = false;
    dispatch(plain, 2);
    dispatch(open(), 3);
    await turnsUntil(() => written.length === 2);
    // a gap at 1, or a second 1 over it
    expect(written.toSorted((x, y) => x - y)).toEqual([1, 2]);
    dispatch(open(), 4);
    await turnsUntil(() => written.length === 3);
    expect(written.filter((seq) => seq === 1)).toHaveLength(2);

    const backing = createMemoryBacking();
    const fates = ['refused', 'committed'] as const;
    let dealt = 0;
    const rig = await createRig({
      backing,
      store: { faults: { fate: () => fates[(dealt += 1) - 1] ?? 'committed' } },
    });
    await expect(rig.engine.ask(counter, place('a'), add(1), rig.call('x'))).rejects.toMatchObject({
      code: 'E_RETRY',
    });
    expect(await rig.engine.ask(counter, place('a'), add(2), rig.call('y'))).toMatchObject({ seq: 1 });
    const other = await createRig({ backing });
    expect(await other.engine.ask(counter, place('a'), add(4), other.call('z'))).toMatchObject({ seq: 2 });
    await expect(rig.engine.ask(counter, place('a'), add(8), rig.call('w'))).rejects.toBeDefined();
    expect(await other.engine.read(counter, place('a'), 'total', {}, other.call())).toBe(6);
  });
});

describe('timers', () => {
  it('a long rest is long, and a message after it is answered: nact stops at once and drops it', async () => {
    const idleMs = 2 ** 31 + 1_000;
    const system = start();
    let handled = 0;
    const plain = spawn(
      system,
      (state: undefined) => {
        handled += 1;
        return state;
      },
      'a',
      { shutdownAfter: idleMs },
    );
    dispatch(plain, 1);
    await turnsUntil(() => handled === 1);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
    dispatch(plain, 2);
    await turns(20);
    expect(handled).toBe(1);
    stop(system);

    const rig = await createRig({ kinds: [{ ...counter, idleMs }] });
    await rig.engine.ask(counter, place('a'), add(1), rig.call());
    rig.clock.advance(2 ** 30);
    await rig.still();
    expect(rig.engine.entity('counter', place('a'))?.status).toBe('ready');
    rig.clock.advance(2 ** 30 + 10_000);
    await rig.still();
    expect(rig.engine.entity('counter', place('a'))).toBeUndefined();
    expect(await rig.engine.ask(counter, place('a'), add(1), rig.call())).toMatchObject({
      value: { total: 2 },
    });
  });

  it('are one wheel for all: 1,000 entities and 1,000 asks have a handful', async () => {
    const rig = await createRig();
    const asks = Array.from({ length: 1_000 }, (_, n) =>
      rig.engine.ask(counter, place(`e${n}`), add(1), rig.call()),
    );
    expect(rig.clock.waiting()).toBeLessThan(12);
    await Promise.all(asks);
    expect(rig.clock.waiting()).toBeLessThan(12);
  });
});
