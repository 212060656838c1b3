import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import type { Dispatcher } from '#ports/dispatcher.ts';
import { Cell } from './cell.ts';
import { createNactDispatcher } from './nact-dispatcher.ts';
import { RunQueue } from './run-queue.ts';

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Cells whose messages cost virtual time; `begin` scope by scope. */
const createBench = (costMs: number) => {
  const clock = createVirtualClock();
  const real = createNactDispatcher(() => undefined);
  let nextTurns = 0;
  const dispatcher: Dispatcher = {
    ...real,
    nextTurn(callback) {
      nextTurns += 1;
      real.nextTurn(callback);
    },
  };
  const runs = new RunQueue(dispatcher, clock);
  const top = dispatcher.spawn(undefined, 'top', () => undefined);
  const done: string[] = [];
  let names = 0;
  const cell = (scope: string): Cell<number> => {
    names += 1;
    return new Cell<number>(
      dispatcher,
      runs,
      top,
      `c${names}`,
      { max: 10_000 },
      {
        handle() {
          clock.advance(costMs);
          done.push(scope);
        },
        crashed: () => undefined,
      },
    );
  };
  return { clock, dispatcher, runs, cell, done, nextTurns: () => nextTurns };
};

describe('the run queue', () => {
  it('gives actors about 5 ms of a loop turn, from the first turn on, however many are ready', async () => {
    const { clock, cell, done } = createBench(0.05);
    const cells = Array.from({ length: 10_000 }, () => cell('g1'));
    for (const one of cells) one.tell(1, 'g1');
    const turnsMs: number[] = [];
    while (done.length < 10_000) {
      const before = clock.monoMs();
      await turn();
      turnsMs.push(clock.monoMs() - before);
    }
    expect(Math.max(...turnsMs)).toBeLessThan(7);
    expect(turnsMs.length).toBeLessThan(130);
  });

  it('holds to it when one message costs ten times the last', async () => {
    const { clock, cell, done } = createBench(0.5);
    const cells = Array.from({ length: 2_000 }, () => cell('g1'));
    for (const one of cells) one.tell(1, 'g1');
    const turnsMs: number[] = [];
    while (done.length < 2_000) {
      const before = clock.monoMs();
      await turn();
      turnsMs.push(clock.monoMs() - before);
    }
    // before anything is known of their cost, the clock is looked at each 16 drains
    expect(turnsMs[0]).toBeLessThanOrEqual(5 + 16 * 0.5);
    expect(Math.max(...turnsMs.slice(1))).toBeLessThanOrEqual(6);
  });

  it('takes scopes in turn: a small one is not behind a large one', async () => {
    const { cell, done } = createBench(0.05);
    const large = Array.from({ length: 5_000 }, () => cell('large'));
    const small = Array.from({ length: 5 }, () => cell('small'));
    for (const one of large) one.tell(1, 'large');
    for (const one of small) one.tell(1, 'small');
    while (done.filter((scope) => scope === 'small').length < 5) await turn();
    expect(done.length).toBeLessThan(300);
    while (done.length < 5_005) await turn();
  });

  it('one actor with a long inbox does not keep the others waiting', async () => {
    const { cell, done } = createBench(0.05);
    const hot = cell('hot');
    for (let n = 0; n < 10_000; n += 1) hot.tell(n, 'hot');
    const other = cell('other');
    other.tell(1, 'other');
    while (!done.includes('other')) await turn();
    expect(done.length).toBeLessThan(400);
  });

  it('goes on after thousands were stopped with a drain on its way, and rests when nothing is left', async () => {
    const { cell, done, dispatcher, nextTurns } = createBench(0.001);
    for (let round = 0; round < 6; round += 1) {
      const cells = Array.from({ length: 1_000 }, () => cell('g1'));
      for (const one of cells) one.tell(1, 'g1');
      for (const one of cells) one.stop(dispatcher);
      await turn();
    }
    const one = cell('g1');
    one.tell(1, 'g1');
    for (let n = 0; n < 20; n += 1) await turn();
    expect(done).toEqual(['g1']);
    const before = nextTurns();
    for (let n = 0; n < 20; n += 1) await turn();
    expect(nextTurns()).toBe(before);
  });

  it('keeps no line of a scope that has nobody waiting', async () => {
    const { cell, runs } = createBench(0.001);
    const one = cell('x');
    for (let scope = 0; scope < 3_000; scope += 1) {
      one.tell(1, `s${scope}`);
      await turn();
    }
    await turn();
    expect(runs.waiting).toBe(0);
  });
});
