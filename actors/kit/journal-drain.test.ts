import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Fault } from '#ports/fault.ts';
import { counter } from '#test/support/counter-kind.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe, type ProbeState } from '#test/support/probe-kind.ts';
import { DRAIN_TAIL_MS } from './draining.ts';
import { SLEEP_SNAPSHOT_TAIL } from './entity.ts';
import { streamOf } from './stream-id.ts';

const a = { realm: '0', id: 'a' };
const b = { realm: '0', id: 'b' };
const add = (amount: number) => ({ type: 'Add', amount }) as const;
const total = (rig: Rig) => rig.engine.read(counter, a, 'total', {}, rig.call());

const createHeldRig = async (more: Parameters<typeof createRig>[0] = {}) => {
  const hold = createHold();
  const backing = createMemoryBacking();
  const clock = createVirtualClock();
  const rig = await createRig({ backing, clock, ...more, store: { defer: hold.defer } });
  return { hold, rig, backing, clock };
};

describe('drain', () => {
  it('finishes what is in flight, sends everybody to sleep and gives the shards back', async () => {
    const { rig, hold } = await createHeldRig();
    hold.hold('append', 'before');
    const ask = watch(rig.engine.ask(counter, a, add(5), rig.call()));
    await rig.still();
    const drained = watch(rig.engine.drain(10_000));
    await rig.pass(100);
    expect([ask.state(), drained.state()]).toEqual(['waiting', 'waiting']);
    hold.release('append');
    await rig.pass(1_000);
    expect(ask.value).toMatchObject({ ok: true });
    expect(drained.value).toBe(true);
    expect(rig.engine.walk()['counter']?.flat()).toEqual([]);
    expect(rig.store.leases.owned().size).toBe(0);
  });

  it('lets the snapshots of many wait for the store together, and not one after the other', async () => {
    const { rig, hold } = await createHeldRig({ kinds: [{ ...counter, snapshotEvery: 1_000 }] });
    const ids = Array.from({ length: 40 }, (_, n) => ({ realm: '0', id: `c${n}` }));
    for (const id of ids) {
      // each in a commit of its own
      for (let n = 0; n < SLEEP_SNAPSHOT_TAIL; n += 1) await rig.engine.ask(counter, id, add(1), rig.call());
    }
    // nobody waits for the shards of a store that one process has for itself
    Object.defineProperty(rig.store.leases, 'isExclusive', { value: true });
    hold.hold('snapshots', 'before');
    const drained = watch(rig.engine.drain(10_000));
    await rig.pass(100);
    expect(hold.waiting('snapshots')).toBe(ids.length);
    hold.release('snapshots');
    await rig.pass(1_000);
    expect(drained.value).toBe(true);
    for (const id of ids)
      expect(
        await rig.store.snapshots.load(streamOf({ kind: 'counter', ...id }).stream, 'current'),
      ).toMatchObject({
        manifest: { seq: SLEEP_SNAPSHOT_TAIL },
      });
  });

  it('takes nothing more from outside from its first moment', async () => {
    const { rig } = await createHeldRig();
    const drained = rig.engine.drain(1_000);
    expect(rig.engine.admit('g1')).toMatchObject({ code: 'E_UNAVAILABLE' });
    await rig.pass(2_000);
    await drained;
    await expect(rig.engine.ask(counter, a, add(1), rig.call())).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
      retryable: true,
    });
  });

  it('ends when its time is up although the store does not answer, and tells everybody who waits', async () => {
    const { rig, hold } = await createHeldRig();
    await total(rig);
    hold.hold('append', 'before');
    const flying = watch(rig.engine.ask(counter, a, add(5), rig.call('', { deadlineMs: 600_000 })));
    await rig.still();
    const behind = watch(rig.engine.ask(counter, a, add(6), rig.call('', { deadlineMs: 600_000 })));
    hold.hold('read', 'before');
    const waking = watch(rig.engine.ask(counter, b, add(6), rig.call('', { deadlineMs: 600_000 })));
    const patient = watch(
      rig.engine.waitFor(counter, a, 'above', { least: 99 }, rig.call('', { deadlineMs: 600_000 })),
    );
    const drained = watch(rig.engine.drain(2_000));
    await rig.pass(5_000);
    expect(drained.value).toBe(false);
    for (const asked of [flying, behind, waking, patient]) expect(asked.state()).not.toBe('waiting');
    expect(flying.error).toMatchObject({ code: 'E_UNKNOWN' });
  });

  it('leaves effects that are not done to the next start, which does them once', async () => {
    const { rig, hold, backing, clock } = await createHeldRig({ kinds: [probe] });
    const to = { kind: 'probe', realm: '0', id: 'b' };
    await rig.engine.ask(probe, a, { type: 'Stamp' }, rig.call());
    await rig.engine.ask(probe, a, { type: 'Send', to, labels: ['x', 'y', 'z'] }, rig.call());
    hold.hold('append', 'before');
    const drained = rig.engine.drain(500);
    await rig.pass(1_000);
    hold.release('append');
    await rig.pass(1_000);
    await drained;
    const next = await createRig({ backing, clock, kinds: [probe] });
    await next.pass(2_000);
    const state = async (id: string): Promise<ProbeState> =>
      next.engine.read(probe, { realm: '0', id }, 'state', {}, next.call());
    expect((await state('b')).heard).toEqual(['x', 'y', 'z']);
    expect((await state('a')).settled).toEqual(['x:ok', 'y:ok', 'z:ok']);
  });

  it('ends in order when the shards cannot be given back: an alarm, once, and `false`', async () => {
    const { rig, clock } = await createHeldRig();
    await rig.engine.ask(counter, a, add(5), rig.call());
    const outage = new Fault('E_UNAVAILABLE', 'the store is out of reach', { retryable: true });
    rig.store.leases.release = () => Promise.reject(outage);
    const drained = watch(rig.engine.drain(1_000));
    await rig.pass(500);
    expect([drained.value, drained.error]).toEqual([false, undefined]);
    expect(rig.alarms).toEqual([{ what: 'kit', error: outage }]);
    expect(rig.engine.walk()['counter']?.flat()).toEqual([]);
    await rig.pass(100_000);
    expect(clock.waiting()).toBe(0);
  });

  it('ends a second after its time at the latest, although followers and leases hang', async () => {
    const { rig, clock } = await createHeldRig();
    const never = (): Promise<never> => new Promise(() => undefined);
    await rig.engine.follow({ name: 'hanging', kinds: ['counter'], handle: never });
    await rig.engine.ask(counter, a, add(5), rig.call());
    await rig.pass(2_000);
    rig.store.leases.release = never;
    const drained = watch(rig.engine.drain(1_000));
    await rig.pass(999);
    expect(drained.state()).toBe('waiting');
    await rig.pass(DRAIN_TAIL_MS + 1);
    expect(drained.value).toBe(false);
    expect(rig.alarms.map(({ error }) => (error as Error).message)).toEqual([
      'followers could not end: time was up',
      'shards could not be given back: time was up',
    ]);
    await rig.pass(100_000);
    expect(clock.waiting()).toBe(0);
  });

  it('leaves no timer behind that could wake the entities again', async () => {
    const { rig, clock } = await createHeldRig();
    await rig.engine.ask(counter, a, add(1), rig.call());
    const drained = rig.engine.drain(1_000);
    await rig.pass(2_000);
    await drained;
    await rig.pass(100_000);
    expect(clock.waiting()).toBe(0);
  });
});

describe('going to sleep', () => {
  it('never loses a message that comes at that moment', async () => {
    const { rig, clock } = await createHeldRig({ kinds: [{ ...counter, snapshotEvery: 1_000 }] });
    let told = 0;
    for (let round = 0; round < 30; round += 1) {
      for (let n = 0; n < 20; n += 1) {
        rig.engine.tell(counter, a, add(1), rig.call());
        told += 1;
      }
      await rig.still();
      // the sweep decides to sleep and stores a snapshot; messages come between any two steps of that
      clock.advance(7_000);
      for (let turn = 0; turn < round % 6; turn += 1) await Promise.resolve();
      rig.engine.tell(counter, a, add(1), rig.call());
      told += 1;
      await rig.still();
    }
    expect(await total(rig)).toBe(told);
  });

  it('does not happen while somebody waits for a change', async () => {
    const { rig } = await createHeldRig();
    const patient = watch(
      rig.engine.waitFor(counter, a, 'above', { least: 3 }, rig.call('', { deadlineMs: 60_000 })),
    );
    await rig.pass(20_000);
    expect(rig.engine.entity('counter', a)?.status).toBe('ready');
    rig.engine.tell(counter, a, add(5), rig.call());
    await rig.still();
    expect(patient.value).toBe(5);
    await rig.pass(20_000);
    expect(rig.engine.entity('counter', a)).toBeUndefined();
  });

  it('gives its place in the holder back, once', async () => {
    const { rig } = await createHeldRig();
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 1_050; n += 1)
        rig.engine.tell(counter, { realm: '0', id: `e${n}` }, add(1), rig.call());
      await rig.pass(100);
      const sizes = (rig.engine.walk()['counter'] ?? []).map((names) => names.length);
      expect(sizes).toEqual([1_000, 50]);
      rig.clock.advance(8_000);
      await rig.pass(100);
      expect(rig.engine.stats().liveByKind).toEqual({ counter: 0 });
    }
  });
});
