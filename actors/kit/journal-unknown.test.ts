import { describe, expect, it } from 'vitest';
import type { AppendFate } from '#adapters/memory/faults.ts';
import type { Fault } from '#ports/fault.ts';
import { counter, type CounterState } from '#test/support/counter-kind.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';

const a = { realm: '0', id: 'a' };
const add = (amount: number) => ({ type: 'Add', amount }) as const;
const total = (rig: Rig) => rig.engine.read(counter, a, 'total', undefined, rig.call());

/** A store that deals these fates in order, then `committed`; `unavailable` makes appends fail for good. */
const createFatedRig = async (...fates: AppendFate[]) => {
  const state = { isDown: false };
  const hold = createHold();
  const rig = await createRig({
    store: {
      defer: hold.defer,
      faults: {
        fate: () => fates.shift() ?? 'committed',
        unavailable: (operation) => state.isDown && operation === 'append',
      },
    },
  });
  return { rig, state, hold };
};

describe('an unknown outcome', () => {
  it.each(
    [['ack-lost'], ['lost'], ['ack-lost', 'lost'], ['lost', 'lost', 'ack-lost']].map(
      (fates) => [fates as AppendFate[]] as const,
    ),
  )('is resolved by inserting the same commit again (%j)', async (fates) => {
    const { rig } = await createFatedRig(...fates);
    const answer = watch(rig.engine.ask(counter, a, add(5), rig.call('x', { deadlineMs: 20_000 })));
    await rig.pass(2_000);
    expect(answer.value).toMatchObject({ ok: true, value: { total: 5 }, seq: 1, repeated: false });
    expect(await total(rig)).toBe(5);
    expect(rig.store.backing.log).toHaveLength(1);
  });

  it('keeps later decisions behind it, in order, and loses none', async () => {
    const { rig } = await createFatedRig('lost', 'ack-lost');
    const first = watch(rig.engine.ask(counter, a, add(1), rig.call('x', { deadlineMs: 20_000 })));
    await rig.still();
    const second = watch(rig.engine.ask(counter, a, add(2), rig.call('y', { deadlineMs: 20_000 })));
    await rig.still();
    expect([first.state(), second.state()]).toEqual(['waiting', 'waiting']);
    await rig.pass(2_000);
    expect([first.value?.seq, second.value?.seq]).toEqual([1, 2]);
    expect(await total(rig)).toBe(3);
  });

  it('is settled a second after a store that was away for long is back', async () => {
    const { rig, state } = await createFatedRig('lost');
    const answer = watch(rig.engine.ask(counter, a, add(5), rig.call('x', { deadlineMs: 60_000 })));
    await rig.still();
    state.isDown = true;
    await rig.pass(20_000);
    state.isDown = false;
    await rig.pass(1_100);
    expect(answer.value).toMatchObject({ ok: true, seq: 1 });
  });

  it('a ghost that lands before it is inserted again counts once', async () => {
    const { rig } = await createFatedRig('ghost');
    const answer = watch(rig.engine.ask(counter, a, add(5), rig.call('x', { deadlineMs: 20_000 })));
    await rig.still();
    rig.store.control.settle();
    await rig.pass(2_000);
    expect(answer.value).toMatchObject({ ok: true, seq: 1 });
    expect(await total(rig)).toBe(5);
  });

  it('that stays open answers E_UNKNOWN at the deadline, and a late Check finds it', async () => {
    const { rig, state } = await createFatedRig('ack-lost');
    const answer = watch(rig.engine.ask(counter, a, add(5), rig.call('x')));
    await rig.still();
    state.isDown = true;
    await rig.pass(5_000);
    expect(answer.error).toMatchObject({ code: 'E_UNKNOWN' });
    expect(await rig.engine.check(counter, a, rig.call('x').commandId)).toMatchObject({ ok: true, seq: 1 });
    state.isDown = false;
    await rig.pass(10_000);
    expect(await total(rig)).toBe(5);
    expect(await rig.engine.ask(counter, a, add(5), rig.call('x'))).toMatchObject({ repeated: true, seq: 1 });
  });

  it('unresolved for long drops all that was decided ahead, answers everybody and reloads from the log', async () => {
    const { rig, state, hold } = await createFatedRig('ghost');
    hold.hold('append', 'after');
    const first = watch(rig.engine.ask(counter, a, add(5), rig.call('x', { deadlineMs: 600_000 })));
    await rig.still();
    const ahead = watch(rig.engine.ask(counter, a, add(6), rig.call('y', { deadlineMs: 600_000 })));
    const read = watch(
      rig.engine.read(counter, a, 'total', undefined, rig.call('', { deadlineMs: 600_000 })),
    );
    await rig.still();
    state.isDown = true;
    hold.release('append');
    await rig.pass(60_000);
    expect(first.error).toMatchObject({ code: 'E_UNKNOWN' });
    expect(ahead.error).toMatchObject({ code: 'E_RETRY' });
    expect(read.state()).toBe('failed');
    state.isDown = false;
    expect(await total(rig)).toBe(0);
  });

  it('a ghost that lands after it was given up is found, and applied once', async () => {
    const { rig, state } = await createFatedRig('ghost');
    const first = watch(rig.engine.ask(counter, a, add(5), rig.call('x', { deadlineMs: 600_000 })));
    await rig.still();
    state.isDown = true;
    await rig.pass(60_000);
    expect(first.error).toMatchObject({ code: 'E_UNKNOWN' });
    rig.store.control.settle();
    state.isDown = false;
    // the place may have been taken by the ghost: surely not applied then, so the same command comes again
    const ask = () => rig.engine.ask(counter, a, add(5), rig.call('x', { deadlineMs: 20_000 }));
    const tried = await ask().catch(({ code }: Fault) => code);
    expect(['E_RETRY', 'object']).toContain(typeof tried === 'string' ? tried : typeof tried);
    const again = await ask();
    expect(again).toMatchObject({ ok: true, repeated: true, seq: 1 });
    expect(await total(rig)).toBe(5);
  });

  it('the effects of a commit that landed after it was given up are delivered', async () => {
    const { rig, state } = await createFatedRig('ghost');
    const to = { kind: 'counter', realm: '0', id: 'b' };
    rig.engine.tell(counter, a, { type: 'Send', to, amount: 7 }, rig.call('x'));
    await rig.still();
    state.isDown = true;
    await rig.pass(60_000);
    rig.store.control.settle();
    state.isDown = false;
    await rig.pass(120_000);
    expect(await rig.engine.read(counter, { realm: '0', id: 'b' }, 'total', undefined, rig.call())).toBe(7);
    const sender: CounterState = await rig.engine.read(counter, a, 'state', undefined, rig.call());
    expect(sender).toMatchObject({ sent: 7, arrived: 1 });
  });

  it('a rolled back write is inserted again', async () => {
    const { rig } = await createFatedRig('rollback');
    const answer = watch(rig.engine.ask(counter, a, add(5), rig.call('x', { deadlineMs: 20_000 })));
    await rig.pass(500);
    rig.store.control.settle();
    await rig.pass(5_000);
    expect(answer.value).toMatchObject({ ok: true, seq: 1 });
    expect(await total(rig)).toBe(5);
  });

  it('a refused commit is surely not applied, and the entity goes on', async () => {
    const { rig } = await createFatedRig('refused');
    await expect(rig.engine.ask(counter, a, add(5), rig.call('x'))).rejects.toMatchObject({
      code: 'E_RETRY',
    });
    expect(await total(rig)).toBe(0);
    expect(await rig.engine.ask(counter, a, add(5), rig.call('x'))).toMatchObject({ repeated: false });
  });

  it('a patient read sees what a reload brought', async () => {
    const { rig, state } = await createFatedRig('committed', 'ghost');
    await total(rig);
    const patient = watch(
      rig.engine.waitFor(counter, a, 'above', { least: 3 }, rig.call('', { deadlineMs: 600_000 })),
    );
    await rig.still();
    rig.engine.tell(counter, a, add(5), rig.call('x'));
    await rig.still();
    state.isDown = true;
    await rig.pass(20_000);
    rig.store.control.settle();
    await rig.pass(40_000);
    state.isDown = false;
    await rig.pass(10_000);
    expect(patient.value).toBe(5);
  });
});
