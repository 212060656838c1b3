import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createMemoryExchange } from '#adapters/memory/memory-exchange.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { SHARDS } from '#ports/leases.ts';
import { counter, type CounterState } from '#test/support/counter-kind.ts';
import { watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { streamOf } from './stream-id.ts';

const add = (amount: number) => ({ type: 'Add', amount }) as const;
const LOW = Array.from({ length: SHARDS / 2 }, (_, shard) => shard);
const HIGH = LOW.map((shard) => shard + SHARDS / 2);
const shardOf = (id: string): number => streamOf({ kind: 'counter', realm: '0', id }).shard;

/** The first id of this form whose shard is among the low, or the high ones. */
const idIn = (shards: readonly number[], from = 0): string => {
  for (let n = from; ; n += 1) if (shards.includes(shardOf(`c${n}`))) return `c${n}`;
};
const low = { realm: '0', id: idIn(LOW) };
const high = { realm: '0', id: idIn(HIGH) };
const totalOf = (rig: Rig, place: typeof low) => rig.engine.read(counter, place, 'total', {}, rig.call());

/** Two processes over one store, half of the shards each. */
const createPair = async () => {
  const backing = createMemoryBacking();
  const clock = createVirtualClock();
  const exchange = createMemoryExchange();
  const one = await createRig({ backing, clock, exchange });
  const two = await createRig({ backing, clock, exchange });
  two.store.control.revoke(LOW);
  one.store.control.revoke(HIGH);
  one.store.control.grant(LOW);
  return { clock, exchange, one, two };
};

describe('an entity that another process looks after', () => {
  it('takes commands and answers reads from here, and is awake there alone', async () => {
    const { one, two } = await createPair();
    expect(await one.engine.ask(counter, high, add(5), one.call())).toMatchObject({ ok: true, seq: 1 });
    expect(await totalOf(one, high)).toBe(5);
    expect(await totalOf(two, high)).toBe(5);
    expect(one.engine.entity('counter', high)).toBeUndefined();
    expect(two.engine.entity('counter', high)).toBeDefined();
    expect([one, two].map(({ engine }) => engine.isHere({ kind: 'counter', ...high }))).toEqual([
      false,
      true,
    ]);
  });

  it('is told, and rejects, as one here does', async () => {
    const { one, two } = await createPair();
    expect(one.engine.tell(counter, high, add(2), one.call())).toBe(true);
    await one.pass(50);
    expect(await totalOf(two, high)).toBe(2);
    const rejected = await one.engine.ask(counter, high, add(-1), one.call());
    expect(rejected).toMatchObject({ ok: false });
  });

  it('is waited for over further commits', async () => {
    const { one, two } = await createPair();
    const waiting = watch(one.engine.waitFor(counter, high, 'above', { least: 3 }, one.call()));
    await one.pass(100);
    expect(waiting.state()).toBe('waiting');
    await two.engine.ask(counter, high, add(4), two.call());
    await one.pass(100);
    expect(waiting.value).toBe(4);
  });

  it('takes a command once, however often it is given', async () => {
    const { one, two, exchange } = await createPair();
    exchange.isDoubling = true;
    await one.engine.ask(counter, high, add(1), one.call('same'));
    exchange.isDoubling = false;
    expect(await two.engine.ask(counter, high, add(1), two.call('same'))).toMatchObject({ repeated: true });
    expect(await totalOf(one, high)).toBe(1);
  });

  it('answers E_UNKNOWN when its answer is lost, and a repeat finds what was done', async () => {
    const { one, exchange } = await createPair();
    exchange.loseAnswers = 1;
    await expect(one.engine.ask(counter, high, add(1), one.call('lost'))).rejects.toMatchObject({
      code: 'E_UNKNOWN',
    });
    expect(await one.engine.ask(counter, high, add(1), one.call('lost'))).toMatchObject({ repeated: true });
    expect(await totalOf(one, high)).toBe(1);
  });

  it('is out of reach at once while the way there is down, and what is here goes on', async () => {
    const { one, exchange } = await createPair();
    exchange.isDown = true;
    await expect(one.engine.ask(counter, high, add(1), one.call())).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
      retryable: true,
    });
    expect(await one.engine.ask(counter, low, add(1), one.call())).toMatchObject({ ok: true });
    exchange.isDown = false;
    expect(await one.engine.ask(counter, high, add(1), one.call())).toMatchObject({ ok: true });
  });

  it('gets effects and answers them, in both directions', async () => {
    const { one, two } = await createPair();
    const to = { kind: 'counter', ...high };
    await one.engine.ask(counter, low, { type: 'Send', to, amount: 7 }, one.call());
    await one.pass(500);
    expect(await totalOf(two, high)).toBe(7);
    const sender: CounterState = await one.engine.read(counter, low, 'state', {}, one.call());
    expect(sender).toMatchObject({ sent: 7, arrived: 1 });
    expect(await one.store.outbox.pending(new Set(LOW), '', 9)).toEqual([]);
  });
});

describe('a shard that moves in good order', () => {
  it('costs no caller an answer: what is begun ends there, what comes goes on here', async () => {
    const { one, two } = await createPair();
    const ids = Array.from({ length: 200 }, (_, n) => `c${n}`).filter((id) => HIGH.includes(shardOf(id)));
    const asks: Promise<unknown>[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (const id of ids) {
        asks.push(one.engine.ask(counter, { realm: '0', id }, add(1), one.call(`${id}r${round}`)));
        asks.push(two.engine.ask(counter, { realm: '0', id }, add(1), two.call(`${id}t${round}`)));
      }
      if (round === 2) {
        void two.store.control.giveUp(HIGH).then(() => one.store.control.grant(HIGH));
      }
      await one.pass(50);
    }
    await one.pass(500);
    expect((await Promise.all(asks)).every((answer) => (answer as { ok: boolean }).ok)).toBe(true);
    for (const id of ids) expect(await totalOf(two, { realm: '0', id })).toBe(12);
    expect(two.engine.walk()['counter']?.flat()).toEqual([]);
  });

  it('is asked of its next owner, when the one before took a call and said nothing any more', async () => {
    const { one, two, exchange } = await createPair();
    exchange.isMute = true;
    const asked = watch(one.engine.ask(counter, high, add(4), one.call('last')));
    const read = watch(totalOf(one, high));
    await one.pass(200);
    expect([asked.state(), read.state()]).toEqual(['waiting', 'waiting']);
    const moved = two.store.control.giveUp(HIGH);
    await two.pass(50);
    await moved;
    one.store.control.grant(HIGH);
    await one.pass(200);
    // done by the former owner, and not once more
    expect(asked.value).toMatchObject({ ok: true, repeated: true });
    expect(read.value).toBe(4);
  });

  it('takes along those who wait', async () => {
    const { one, two } = await createPair();
    const waiting = watch(two.engine.waitFor(counter, high, 'above', { least: 3 }, two.call()));
    await two.pass(50);
    const moved = two.store.control.giveUp(HIGH);
    await two.pass(50);
    await moved;
    one.store.control.grant(HIGH);
    await one.pass(100);
    await one.engine.ask(counter, high, add(4), one.call());
    await one.pass(100);
    expect(waiting.value).toBe(4);
  });
});

describe('a process that dies', () => {
  it('has its shards taken by another, which calls then find', async () => {
    const { one, two, exchange } = await createPair();
    await one.engine.ask(counter, high, add(1), one.call('before'));
    two.store.control.kill();
    two.engine.kill();
    exchange.leave(two.store.leases.self);
    await expect(one.engine.ask(counter, high, add(1), one.call('between'))).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
    });
    one.store.control.grant(HIGH);
    expect(await one.engine.ask(counter, high, add(1), one.call('after'))).toMatchObject({ ok: true });
    expect(await totalOf(one, high)).toBe(2);
  });
});
