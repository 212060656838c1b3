import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { createKitDispatcher } from '#test/support/kit-dispatcher.ts';
import { Actors, tell } from './actors.ts';
import { type Behaviour, Cell, type InboxBounds, STALL } from './cell.ts';
import { RunQueue } from './run-queue.ts';

const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
};

const createBench = () => {
  const clock = createVirtualClock();
  const escaped: unknown[] = [];
  const dispatcher = createKitDispatcher((error) => escaped.push(error));
  const runs = new RunQueue(dispatcher, clock);
  const actors = new Actors(dispatcher, runs, 'bench');
  const top = dispatcher.spawn(undefined, 'top', () => undefined);
  const cell = <M>(behaviour: Partial<Behaviour<M>>, bounds: Partial<InboxBounds> = {}): Cell<M> =>
    new Cell<M>(
      dispatcher,
      runs,
      top,
      'cell',
      { max: 1_000, ...bounds },
      {
        handle: () => undefined,
        crashed: () => undefined,
        ...behaviour,
      },
    );
  return { clock, escaped, dispatcher, runs, actors, cell };
};

describe('a cell', () => {
  it('hands over what comes in order, in batches, and says when a batch is over', async () => {
    const { cell } = createBench();
    const log: (number | 'end')[] = [];
    const one = cell<number>({ handle: (n) => void log.push(n), drained: () => void log.push('end') });
    for (const n of [1, 2, 3]) one.tell(n, 's');
    await turns();
    one.tell(4, 's');
    await turns();
    expect(log).toEqual([1, 2, 3, 'end', 4, 'end']);
  });

  it('keeps a message that stalls first, takes nothing meanwhile and goes on in order', async () => {
    const { cell } = createBench();
    const log: number[] = [];
    let isStalled = true;
    const one = cell<number>({
      handle(n) {
        if (n === 2 && isStalled) {
          one.tell(9, 's');
          return STALL;
        }
        log.push(n);
        return undefined;
      },
    });
    for (const n of [1, 2, 3]) one.tell(n, 's');
    await turns();
    expect(log).toEqual([1]);
    expect(one.waiting()).toEqual([2, 3, 9]);
    one.tell(4, 's');
    isStalled = false;
    one.resume();
    one.resume();
    await turns();
    expect(log).toEqual([1, 2, 3, 9, 4]);
  });

  it('knows of each message when it came, over stalls and however long the inbox gets', async () => {
    const { cell, clock } = createBench();
    const log: string[] = [];
    let stallAt = 0;
    const one = cell<number>(
      {
        handle(n) {
          if (n === stallAt) {
            stallAt = -1;
            one.tell(9, 's');
            return STALL;
          }
          log.push(`${n}`);
          return undefined;
        },
        expired: (n) => void log.push(`late ${n}`),
      },
      { maxAgeMs: 100 },
    );
    one.stall();
    one.tell(0, 's');
    clock.advance(40);
    one.resume();
    await turns();
    clock.advance(60);
    one.tell(10, 's');
    clock.advance(5);
    one.resume();
    await turns();
    expect(log.splice(0)).toEqual(['late 0', '9', '10']);
    one.stall();
    for (let n = 0; n < 900; n += 1) {
      if (n % 300 === 0) clock.advance(50);
      one.tell(n, 's');
    }
    one.resume();
    await turns();
    expect(log.filter((text) => text.startsWith('late'))).toEqual([]);
    expect(log.splice(0)).toHaveLength(900);
    one.stall();
    for (let n = 0; n < 900; n += 1) {
      if (n % 300 === 0) clock.advance(50);
      one.tell(n, 's');
    }
    clock.advance(10);
    one.resume();
    await turns();
    expect(log).toEqual(Array.from({ length: 900 }, (_, n) => (n < 300 ? `late ${n}` : `${n}`)));
  });

  it('stalled and resumed while a drain is on its way takes each message once', async () => {
    const { cell } = createBench();
    const log: number[] = [];
    const one = cell<number>({ handle: (n) => void log.push(n) });
    for (let n = 0; n < 50; n += 1) {
      one.tell(n, 's');
      if (n % 3 === 0) one.stall();
      if (n % 5 === 0) await turns(1);
      one.resume();
    }
    await turns();
    expect(log).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it('handles one asynchronous message at a time, over stalls too', async () => {
    const { cell } = createBench();
    let running = 0;
    let most = 0;
    const log: number[] = [];
    const one = cell<number>({
      async handle(n) {
        running += 1;
        most = Math.max(most, running);
        await turns(3);
        running -= 1;
        log.push(n);
      },
    });
    for (let n = 0; n < 6; n += 1) {
      one.tell(n, 's');
      one.stall();
      await turns(2);
      one.resume();
    }
    await turns(60);
    expect(most).toBe(1);
    expect(log).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives an error to crashed with its message and goes on, also when crashed or drained throw', async () => {
    const { cell, escaped } = createBench();
    const log: unknown[] = [];
    const one = cell<number>({
      handle(n) {
        if (n % 2 === 1) throw new Error(`bad ${n}`);
        log.push(n);
      },
      crashed(error, n) {
        log.push(String(error));
        if (n === 3) throw new Error('crashed is broken');
      },
      drained() {
        if (log.length === 6) throw new Error('drained is broken');
      },
    });
    for (const n of [0, 1, 2, 3, 4, 5, 6]) one.tell(n, 's');
    await turns();
    one.tell(8, 's');
    await turns();
    expect(log).toEqual([0, 'Error: bad 1', 2, 'Error: bad 3', 4, 'Error: bad 5', 6, 8]);
    expect(escaped).toContainEqual(new Error('crashed is broken'));
  });

  it('goes on after an asynchronous handler whose error breaks crashed', async () => {
    const { cell } = createBench();
    const log: number[] = [];
    const one = cell<number>({
      async handle(n) {
        await turns(1);
        if (n === 1) throw new Error('bad');
        log.push(n);
      },
      crashed() {
        throw new Error('crashed is broken');
      },
    });
    for (const n of [0, 1, 2]) one.tell(n, 's');
    await turns(30);
    expect(log).toEqual([0, 2]);
  });

  it('stopped hands back what was never handled and takes nothing more', async () => {
    const { cell, dispatcher } = createBench();
    const log: number[] = [];
    const one = cell<number>({ handle: (n) => void log.push(n) });
    for (const n of [1, 2, 3]) one.tell(n, 's');
    expect(one.stop(dispatcher)).toEqual([1, 2, 3]);
    expect(one.tell(4, 's')).toBe(false);
    one.push(5);
    one.resume();
    await turns();
    expect([log, one.depth]).toEqual([[], 0]);
  });

  it('that is never empty does not grow', async () => {
    const { cell } = createBench();
    let left = 6_000_000;
    const one = cell<number>({
      handle() {
        left -= 1;
        if (left > 0) one.tell(1, 's');
      },
    });
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 3; n += 1) one.tell(1, 's');
    await turns();
    expect(left).toBeLessThanOrEqual(0);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000);
  });
});

describe('actors without a log', () => {
  it('refuse a second one of an id until the last handler of the first has settled', async () => {
    const { actors } = createBench();
    const log: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const crashed = (): void => undefined;
    const old = actors.spawn<number>('a', {
      bounds: { max: 9 },
      crashed,
      async handle(n) {
        log.push(`old ${n}`);
        await gate.promise;
        log.push('old is done');
      },
    });
    const young = { bounds: { max: 9 }, crashed, handle: (n: number) => void log.push(`young ${n}`) };
    for (const n of [1, 2, 3]) tell(old, n);
    await turns();
    const stopping = actors.stop('a');
    expect(() => actors.spawn('a', young)).toThrow('there already');
    await turns();
    gate.resolve(undefined);
    const left = await stopping;
    const next = actors.spawn('a', young);
    for (const n of left) tell(next, n as number);
    await turns();
    expect(log).toEqual(['old 1', 'old is done', 'young 2', 'young 3']);
  });

  it('are told of messages that waited too long instead of handling them', async () => {
    const { actors, clock } = createBench();
    const log: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const actor = actors.spawn<string>('a', {
      bounds: { max: 9, maxAgeMs: 1_000 },
      crashed: () => undefined,
      expired: (message) => void log.push(`late ${message}`),
      async handle(message) {
        log.push(message);
        if (message === 'slow') await gate.promise;
      },
    });
    tell(actor, 'slow');
    tell(actor, 'behind');
    await turns();
    clock.advance(900);
    tell(actor, 'fresh');
    clock.advance(200);
    gate.resolve(undefined);
    await turns();
    tell(actor, 'new');
    await turns();
    expect(log).toEqual(['slow', 'late behind', 'fresh', 'new']);
  });
});
