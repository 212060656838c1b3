import { dispatch, query, spawn, start, stop } from 'nact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { dispatcherContract } from '#ports/contract/dispatcher.ts';
import { counter } from '#test/support/counter-kind.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig } from '#test/support/kit-rig.ts';
import { turns, turnsUntil } from '#test/support/turns.ts';
import { Actors, tell } from './actors.ts';
import { createNactDispatcher } from './nact-dispatcher.ts';
import { RunQueue } from './run-queue.ts';
import { admitted } from '#test/support/admitted.ts';
import { Fault } from '#ports/fault.ts';

/** Where a query's answer goes; nact's own type for it is the empty object. */
type Asker = Parameters<typeof dispatch>[0];

const createActors = () => {
  const clock = createVirtualClock();
  const dispatcher = createNactDispatcher(() => undefined);
  const runs = new RunQueue(dispatcher, clock);
  return { clock, actors: new Actors(dispatcher, runs, 'probe') };
};
const crashed = (): void => undefined;
const place = (id: string) => ({ realm: '0', id });
const add = (amount: number) => ({ type: 'Add', amount }) as const;

// each test first shows what plain nact does, then that the kit does not

dispatcherContract('nact', () => {
  const dispatcher = createNactDispatcher(() => undefined);
  return {
    dispatcher,
    idle: () => turns(200),
    close: async () => {
      dispatcher.shutdown();
      return Promise.resolve();
    },
  };
});

describe('an inbox', () => {
  it('is bounded: nact takes without end, the kit refuses', async () => {
    const system = start();
    let handled = 0;
    const gate = Promise.withResolvers<undefined>();
    const plain = spawn(
      system,
      async (state: undefined) => {
        await gate.promise;
        handled += 1;
        return state;
      },
      'a',
    );
    for (let n = 0; n < 1_000; n += 1) dispatch(plain, n);
    gate.resolve(undefined);
    await turnsUntil(() => handled === 1_000);
    stop(system);

    const { actors } = createActors();
    const seen: number[] = [];
    const actor = actors.spawn<number>('a', {
      bounds: { max: 256 },
      crashed,
      handle: (n) => void seen.push(n),
    });
    const taken = Array.from({ length: 1_000 }, (_, n) => tell(actor, n)).filter(Boolean);
    await turns(5);
    expect([taken.length, seen.length]).toEqual([256, 256]);
  });

  it('is drained in batches: nact needs a loop turn a message, the kit one for all', async () => {
    const system = start();
    let handled = 0;
    const plain = spawn(
      system,
      (state: undefined) => {
        handled += 1;
        return state;
      },
      'a',
    );
    for (let n = 0; n < 100; n += 1) dispatch(plain, n);
    expect(await turnsUntil(() => handled === 100)).toBeGreaterThanOrEqual(99);
    stop(system);

    const { actors } = createActors();
    const seen: number[] = [];
    const actor = actors.spawn<number>('a', {
      bounds: { max: 256 },
      crashed,
      handle: (n) => void seen.push(n),
    });
    for (let n = 0; n < 100; n += 1) tell(actor, n);
    expect(await turnsUntil(() => seen.length === 100)).toBeLessThanOrEqual(2);
  });
});

describe('fairness', () => {
  it('10,000 ready actors: nact runs them all in one loop turn, the kit 5 ms of them', async () => {
    const costMs = 0.05;
    const system = start();
    const clock = createVirtualClock();
    let handled = 0;
    const handle = (state: undefined): undefined => {
      clock.advance(costMs);
      handled += 1;
      return state;
    };
    const plain = Array.from({ length: 10_000 }, (_, n) => spawn(system, handle, `a${n}`));
    for (const ref of plain) dispatch(ref, 1);
    await turns(1);
    expect(handled).toBe(10_000);
    expect(clock.monoMs()).toBeGreaterThan(400);
    stop(system);

    const kit = createActors();
    const addresses = Array.from({ length: 10_000 }, (_, n) =>
      kit.actors.spawn<number>(`a${n}`, {
        bounds: { max: 9 },
        crashed,
        handle: () => kit.clock.advance(costMs),
      }),
    );
    for (const address of addresses) tell(address, 1, 'g1');
    await turns(1);
    expect(kit.clock.monoMs()).toBeGreaterThan(0);
    expect(kit.clock.monoMs()).toBeLessThan(7);
  });
});

describe('admission', () => {
  it('nact refuses nobody; the kit refuses at once, with a time, and keeps room for other scopes', async () => {
    const system = start();
    const plain = spawn(system, (state: undefined) => state, 'a');
    expect(() => {
      for (let n = 0; n < 20_000; n += 1) dispatch(plain, n);
    }).not.toThrow();
    stop(system);

    const { engine } = await createRig();
    let refusal = engine.admit('hot');
    let taken = 0;
    for (; !(refusal instanceof Fault); refusal = engine.admit('hot')) taken += 1;
    expect(refusal).toMatchObject({ code: 'E_OVERLOAD', retryable: true });
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
    expect(taken).toBeLessThan(20_000);
    admitted(engine.admit('quiet')).release();
    expect(engine.stats()).toMatchObject({ inFlight: taken, refused: 1 });
  });
});

describe('an ask', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('never gets the answer of another, when ids collide: nact swaps them', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.25);
    const system = start();
    type Question = { readonly n: number; readonly from: Asker };
    const plain = spawn(
      system,
      (state: undefined, { n, from }: Question) => {
        dispatch(from, n);
        return state;
      },
      'a',
    );
    const asked = [1, 2].map((n) => query(plain, (from: Asker) => ({ n, from }), 300));
    const answers = await Promise.allSettled(asked);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'lost'))).not.toEqual([
      1, 2,
    ]);
    stop(system);

    const rig = await createRig();
    const totals = await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        rig.engine
          .ask(counter, place(`e${n % 50}`), add(n % 50), rig.call())
          .then((answer) => ({ n, answer })),
      ),
    );
    for (const { n, answer } of totals) {
      expect(answer).toMatchObject({ ok: true, value: { total: (n % 50) * (Math.floor(n / 50) + 1) } });
    }
  });

  it('fails at once when its actor crashes or stops on it: nact lets it wait for the whole time', async () => {
    const system = start();
    const plain = spawn(
      system,
      () => {
        throw new Error('boom');
      },
      'a',
      { onCrash: (_message, _error, context) => context.resume },
    );
    const asked = query(plain, (_from: Asker) => 1, 250);
    const lost = watch(asked);
    await turns(20);
    expect(lost.state()).toBe('waiting');
    await expect(asked).rejects.toThrow('Query Timeout');
    stop(system);

    const rig = await createRig();
    const boom = watch(rig.engine.ask(counter, place('a'), { type: 'Explode' }, rig.call()));
    await rig.still();
    expect(boom.error).toMatchObject({ code: 'E_UNAVAILABLE' });
  });

  it('fails at once when its place goes away while it waits: nact drops the message', async () => {
    const system = start();
    const plain = spawn(system, (state: undefined) => state, 'a');
    const asked = query(plain, (_from: Asker) => 1, 250);
    const lost = watch(asked);
    stop(plain);
    await turns(20);
    expect(lost.state()).toBe('waiting');
    await expect(asked).rejects.toThrow('Query Timeout');
    stop(system);

    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    hold.hold('read', 'before');
    const waiting = watch(rig.engine.ask(counter, place('a'), add(1), rig.call()));
    rig.store.control.revoke(rig.store.leases.owned());
    await rig.still();
    expect(waiting.error).toMatchObject({ code: 'E_UNAVAILABLE', retryable: true });
  });
});
