import { describe, expect, it } from 'vitest';
import { appendAll, commitOf, STREAM_A, STREAM_B, type OpenStore } from '#ports/contract/fixture.ts';
import { followersContract } from '#ports/contract/followers.ts';
import { storeContract } from '#ports/contract/store.ts';
import type { Commit } from '#ports/commit.ts';
import { createMemoryBacking } from './backing.ts';
import type { AppendFate, Operation } from './faults.ts';
import { openMemoryStore, type MemoryStore, type MemoryStoreOptions } from './memory-store.ts';
import { createVirtualClock } from './virtual-clock.ts';

const opened =
  (more: Partial<MemoryStoreOptions> = {}): OpenStore =>
  async () => {
    const clock = createVirtualClock();
    const backing = createMemoryBacking();
    let store = openMemoryStore({ clock, backing, ...more });
    return Promise.resolve({
      store,
      reopen: async () => {
        await store.close();
        store = openMemoryStore({ clock, backing, ...more });
        return store;
      },
      settled: async () => Promise.resolve(),
      close: async () => store.close(),
    });
  };

storeContract('memory', opened());
storeContract('memory, seeded and shuffled', opened({ seed: 7, shuffleSeed: 11 }));
followersContract('memory, shuffled and repeating', opened({ shuffleSeed: 3, faults: { repeats: () => 2 } }));

const withFates = (...fates: readonly AppendFate[]): MemoryStore => {
  const left = [...fates];
  return openMemoryStore({
    clock: createVirtualClock(),
    faults: { fate: () => left.shift() ?? 'committed' },
  });
};
const seqsOf = async (store: MemoryStore): Promise<readonly string[]> =>
  (await store.journal.read(STREAM_A, 1, 10)).map(({ commitId }) => commitId);
const first = commitOf(STREAM_A, 1, { commitId: 'first' });

describe('memory faults', () => {
  it('apply and lose the answer', async () => {
    const store = withFates('ack-lost');
    expect(await appendAll(store, first)).toEqual(['unknown']);
    expect(await seqsOf(store)).toEqual(['first']);
    expect(await appendAll(store, first)).toEqual(['conflict first']);
    expect(store.control.dealt['ack-lost']).toBe(1);
  });

  it('lose the request', async () => {
    const store = withFates('lost');
    expect(await appendAll(store, first, commitOf(STREAM_A, 2), commitOf(STREAM_B, 1))).toEqual([
      'unknown',
      'unknown',
      'committed',
    ]);
    expect(await seqsOf(store)).toEqual([]);
    expect(await appendAll(store, first)).toEqual(['committed']);
  });

  it('land a ghost later, if its place is still free', async () => {
    const store = withFates('ghost');
    expect(await appendAll(store, first)).toEqual(['unknown']);
    expect(await seqsOf(store)).toEqual([]);
    expect(store.control.unsettled()).toEqual([first._id]);
    store.control.settle();
    expect(await seqsOf(store)).toEqual(['first']);
    expect(await appendAll(store, first)).toEqual(['conflict first']);
  });

  it('drop a ghost whose place was taken', async () => {
    const store = withFates('ghost');
    await appendAll(store, first);
    expect(await appendAll(store, commitOf(STREAM_A, 1, { commitId: 'other' }))).toEqual(['committed']);
    store.control.settle(first._id);
    expect(await seqsOf(store)).toEqual(['other']);
  });

  it('hold a place and roll it back', async () => {
    const store = withFates('rollback');
    expect(await appendAll(store, first)).toEqual(['unknown']);
    expect(await seqsOf(store)).toEqual([]);
    expect(await appendAll(store, commitOf(STREAM_A, 1, { commitId: 'other' }))).toEqual(['unknown']);
    store.control.settle();
    expect(await seqsOf(store)).toEqual([]);
    expect(await appendAll(store, first)).toEqual(['committed']);
  });

  it('refuse', async () => {
    const store = withFates('refused');
    expect(await appendAll(store, first, commitOf(STREAM_A, 2))).toEqual(['refused', 'refused']);
    expect(await seqsOf(store)).toEqual([]);
  });

  it('settle by the clock when told', async () => {
    const clock = createVirtualClock();
    const store = openMemoryStore({
      clock,
      faults: { fate: () => 'ghost', settleAfterMs: () => 50 },
    });
    await appendAll(store, first);
    clock.advance(49);
    expect(await seqsOf(store)).toEqual([]);
    clock.advance(1);
    expect(await seqsOf(store)).toEqual(['first']);
  });

  it('make the store unavailable: reads fail, appends are unknown and not applied', async () => {
    let down = true;
    const store = openMemoryStore({ clock: createVirtualClock(), faults: { unavailable: () => down } });
    await expect(store.journal.read(STREAM_A, 1, 1)).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
      retryable: true,
    });
    expect(await appendAll(store, first)).toEqual(['unknown']);
    down = false;
    expect(await seqsOf(store)).toEqual([]);
  });

  it('answer slowly by the clock', async () => {
    const clock = createVirtualClock();
    const store = openMemoryStore({
      clock,
      faults: { delayMs: (operation) => (operation === 'append' ? 80 : 0) },
    });
    let answered = false;
    const appended = appendAll(store, first).then(() => {
      answered = true;
      return undefined;
    });
    expect(await seqsOf(store)).toEqual(['first']);
    expect(answered).toBe(false);
    clock.advance(80);
    await appended;
    expect(answered).toBe(true);
  });
});

const commit = (writer: string): Commit => commitOf(STREAM_A, 1, { writer, commitId: writer });
const keyOf = async (seed: number): Promise<Buffer | undefined> =>
  openMemoryStore({ clock: createVirtualClock(), seed }).keys.user('ash', { create: true });

describe('memory views', () => {
  it('of one backing have epochs of their own and fence each other by their places', async () => {
    const clock = createVirtualClock();
    const old = openMemoryStore({ clock });
    const owner = openMemoryStore({ clock, backing: old.backing });
    expect(owner.leases.epochOf(0)).toBe((old.leases.epochOf(0) ?? 0) + 1);
    expect(await appendAll(owner, commit('new'))).toEqual(['committed']);
    expect(await appendAll(old, commit('old'))).toEqual(['conflict new']);
  });

  it('gain and lose shards when told, under a new epoch', () => {
    const store = openMemoryStore({ clock: createVirtualClock() });
    const told: (readonly [number, number | undefined])[] = [];
    store.leases.onChange((shard, epoch) => told.push([shard, epoch]));
    store.control.revoke([3, 4]);
    expect(store.leases.epochOf(3)).toBeUndefined();
    store.control.grant([3]);
    expect(told).toEqual([
      [3, undefined],
      [4, undefined],
      [3, 2],
    ]);
  });

  it('answer nothing once killed; what waited happens unless it is lost', async () => {
    for (const lost of [true, false]) {
      const steps: (() => void)[] = [];
      const clock = createVirtualClock();
      const store = openMemoryStore({ clock, defer: (_operation, _answer, run) => void steps.push(run) });
      let answered = false;
      void store.journal.append([{ commit: first }]).then(() => {
        answered = true;
        return undefined;
      });
      store.control.kill((operation: Operation) => lost && operation === 'append');
      for (let step = steps.shift(); step !== undefined; step = steps.shift()) step();
      await Promise.resolve();
      expect(answered).toBe(false);
      const next = openMemoryStore({ clock, backing: store.backing });
      expect(await next.journal.read(STREAM_A, 1, 1)).toHaveLength(lost ? 0 : 1);
    }
  });

  it('run every step through the scheduler, effect first', async () => {
    const steps: (readonly [Operation, boolean, () => void])[] = [];
    const store = openMemoryStore({
      clock: createVirtualClock(),
      defer: (...step) => void steps.push(step),
    });
    const read = store.journal.read(STREAM_A, 1, 1);
    const appended = store.journal.append([{ commit: first }]);
    expect(steps.map(([operation, answer]) => [operation, answer])).toEqual([
      ['read', false],
      ['append', false],
    ]);
    steps[1]?.[2]();
    steps[0]?.[2]();
    expect(steps.slice(2).map(([operation, answer]) => [operation, answer])).toEqual([
      ['append', true],
      ['read', true],
    ]);
    steps[2]?.[2]();
    steps[3]?.[2]();
    expect(await read).toHaveLength(1);
    expect(await appended).toEqual([{ status: 'committed' }]);
  });

  it('make the same keys from the same seed', async () => {
    expect(await keyOf(1)).toEqual(await keyOf(1));
    expect(await keyOf(1)).not.toEqual(await keyOf(2));
  });
});
