import { type SchedulerLike, Subscription, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Bus } from './bus.ts';
import type { Fact } from './fact.ts';

const fact = (seq: number, topic = 'pet.PetFed'): Fact => ({
  topic,
  realm: 'home',
  id: 'p1',
  seq,
  atMs: seq,
  by: 'u1',
  commandId: `u1/${seq}`,
  event: { type: 'PetFed' },
});

const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
};

/** One turn of the loop later. */
const inTurns = {
  now: () => 0,
  schedule(work: () => void) {
    setImmediate(work);
    return new Subscription();
  },
} as unknown as SchedulerLike;

type React = (name: string, topic: string, handler: (fact: Fact) => void | Promise<void>) => () => void;

const createBus = (onError?: (name: string, error: unknown) => void) => {
  const errors: string[] = [];
  const bus = new Bus(onError ?? ((name, error) => void errors.push(`${name}: ${String(error)}`)), inTurns);
  const seen: number[] = [];
  // topics of the tests are not in the catalogue
  const react: React = bus.react.bind(bus);
  return { bus, react, errors, seen };
};

describe('the bus', () => {
  it('brings each reaction the facts of its topic, in order, after publish has returned', async () => {
    const { bus, react, seen } = createBus();
    const all: string[] = [];
    react('fed', 'pet.PetFed', ({ seq }) => void seen.push(seq));
    react('all', '*', ({ topic }) => void all.push(topic));
    for (const seq of [1, 2, 3]) bus.publish(fact(seq));
    bus.publish(fact(4, 'ledger.Posted'));
    expect(seen).toEqual([]);
    await turns();
    expect(seen).toEqual([1, 2, 3]);
    expect(all).toEqual(['pet.PetFed', 'pet.PetFed', 'pet.PetFed', 'ledger.Posted']);
  });

  it('a throwing reaction harms neither publisher nor others, and is counted and logged', async () => {
    const { bus, react, errors, seen } = createBus();
    react('bad', 'pet.PetFed', () => {
      throw new Error('no');
    });
    react('worse', 'pet.PetFed', async () => Promise.reject(new Error('never')));
    react('good', 'pet.PetFed', ({ seq }) => void seen.push(seq));
    for (const seq of [1, 2, 3]) bus.publish(fact(seq));
    await turns();
    expect(seen).toEqual([1, 2, 3]);
    expect(bus.stats()).toMatchObject([
      { name: 'bad', handled: 0, failed: 3 },
      { name: 'worse', handled: 0, failed: 3 },
      { name: 'good', handled: 3, failed: 0 },
    ]);
    expect(errors.toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'bad: Error: no'),
      ...Array.from({ length: 3 }, () => 'worse: Error: never'),
    ]);
  });

  it('goes on when whoever is told of errors throws too', async () => {
    const { bus, react, seen } = createBus(() => {
      throw new Error('the log is full');
    });
    react('bad', 'pet.PetFed', ({ seq }) => {
      if (seq === 1) throw new Error('no');
      seen.push(seq);
    });
    for (const seq of [1, 2, 3]) bus.publish(fact(seq));
    await turns();
    expect(seen).toEqual([2, 3]);
  });

  it('a stalled reaction keeps the newest 1,000 facts, counts the dropped, and the others are served', async () => {
    const { bus, react, seen } = createBus();
    const stalled: number[] = [];
    const gate = Promise.withResolvers<undefined>();
    react('stalled', 'pet.PetFed', async ({ seq }) => {
      stalled.push(seq);
      await gate.promise;
    });
    react('good', 'pet.PetFed', ({ seq }) => void seen.push(seq));
    for (let seq = 1; seq <= 5_000; seq += 1) {
      bus.publish(fact(seq));
      if (seq % 500 === 0) await turns(12);
    }
    await turns();
    expect(seen).toHaveLength(5_000);
    expect(bus.stats()[0]).toMatchObject({ handled: 0, waiting: 1_000, dropped: 3_999 });
    gate.resolve(undefined);
    await turns(60);
    expect(stalled).toHaveLength(1_001);
    expect(stalled.at(-1)).toBe(5_000);
    expect(bus.stats()[0]).toMatchObject({ handled: 1_001, waiting: 0 });
  });

  it('an endless reaction that publishes what it hears leaves the loop and the others their turns', async () => {
    const { bus, react, seen } = createBus();
    let echoes = 0;
    const stop = react('endless', 'echo', ({ seq }) => {
      echoes += 1;
      bus.publish(fact(seq + 1, 'echo'));
      bus.publish(fact(seq + 1, 'echo'));
    });
    react('good', 'pet.PetFed', ({ seq }) => void seen.push(seq));
    bus.publish(fact(0, 'echo'));
    for (let seq = 1; seq <= 20; seq += 1) {
      bus.publish(fact(seq));
      await turns(1);
    }
    await turns(5);
    expect(seen).toHaveLength(20);
    expect(echoes).toBeGreaterThan(20);
    const [endless] = bus.stats();
    expect(endless?.waiting).toBeLessThanOrEqual(1_000);
    await turns(30);
    expect(bus.stats()[0]?.dropped).toBeGreaterThan(0);
    stop();
    await turns();
    const after = echoes;
    await turns();
    expect(echoes).toBe(after);
  });

  it('tells a reaction nothing more once it has been ended, also not what waited', async () => {
    const { bus, react, seen } = createBus();
    const stop = react('short', 'pet.PetFed', ({ seq }) => void seen.push(seq));
    bus.publish(fact(1));
    stop();
    bus.publish(fact(2));
    await turns();
    expect(seen).toEqual([]);
    expect(bus.isHeard('pet.PetFed')).toBe(false);
  });

  it('ending a reaction twice ends no other', () => {
    const { bus, react } = createBus();
    const stop = react('one', 'a', () => undefined);
    react('two', 'b', () => undefined);
    stop();
    stop();
    expect(bus.stats().map(({ name }) => name)).toEqual(['two']);
  });

  it('says whether anybody would hear a topic', () => {
    const { bus, react } = createBus();
    expect(bus.isHeard('a')).toBe(false);
    const stop = react('all', '*', () => undefined);
    expect(bus.isHeard('a')).toBe(true);
    stop();
    expect(bus.isHeard('a')).toBe(false);
  });

  it('runs on the scheduler it is given', () => {
    const scheduler = new VirtualTimeScheduler();
    const seen: number[] = [];
    const bus = new Bus(() => undefined, scheduler);
    const react: React = bus.react.bind(bus);
    react('one', 'pet.PetFed', ({ seq }) => void seen.push(seq));
    bus.publish(fact(1));
    expect(seen).toEqual([]);
    scheduler.flush();
    expect(seen).toEqual([1]);
  });
});
