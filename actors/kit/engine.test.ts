import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { counter, type CounterState } from '#test/support/counter-kind.ts';
import { createRig } from '#test/support/kit-rig.ts';

const place = (id: string) => ({ realm: '0', id });

describe('an entity', () => {
  it('answers once its commit is durable and keeps its state over a restart', async () => {
    const backing = createMemoryBacking();
    const rig = await createRig({ backing });
    const first = await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 5 }, rig.call());
    expect(first).toEqual({ ok: true, value: { total: 5 }, seq: 1, repeated: false });
    rig.engine.kill();
    const again = await createRig({ backing });
    expect(await again.engine.read(counter, place('a'), 'total', undefined, again.call())).toBe(5);
  });

  it('gives a repeat the stored answer and refuses the same id with another payload', async () => {
    const backing = createMemoryBacking();
    const rig = await createRig({ backing });
    const add = (amount: number) =>
      rig.engine.ask(counter, place('a'), { type: 'Add', amount }, rig.call('same'));
    expect(await Promise.all([add(5), add(5), add(5)])).toEqual([
      { ok: true, value: { total: 5 }, seq: 1, repeated: false },
      { ok: true, value: { total: 5 }, seq: 1, repeated: true },
      { ok: true, value: { total: 5 }, seq: 1, repeated: true },
    ]);
    expect(await add(5)).toMatchObject({ ok: true, seq: 1, repeated: true });
    expect(await add(6)).toMatchObject({ ok: false, rejection: { code: 'E_STALE' } });
    rig.engine.kill();
    const next = await createRig({ backing });
    const late = await next.engine.ask(counter, place('a'), { type: 'Add', amount: 5 }, next.call('same'));
    expect(late).toMatchObject({ ok: true, seq: 1, repeated: true });
    expect(await next.engine.read(counter, place('a'), 'total', undefined, next.call())).toBe(5);
  });

  it('commits rejections and repeats them', async () => {
    const rig = await createRig();
    const refused = await rig.engine.ask(counter, place('a'), { type: 'Add', amount: -1 }, rig.call('x'));
    expect(refused).toMatchObject({ ok: false, rejection: { code: 'E_INPUT', field: 'amount' }, seq: 1 });
    expect(
      await rig.engine.ask(counter, place('a'), { type: 'Add', amount: -1 }, rig.call('x')),
    ).toMatchObject({
      repeated: true,
      seq: 1,
    });
  });

  it('counts the commands that its durable commits hold, and no others', async () => {
    const rig = await createRig();
    const add = (key: string) =>
      rig.engine.ask(counter, place('a'), { type: 'Add', amount: 5 }, rig.call(key));
    await Promise.all([add('x'), add('x'), add('y')]);
    await add('y');
    await expect(rig.engine.ask(counter, place('a'), { type: 'Explode' }, rig.call())).rejects.toBeInstanceOf(
      Error,
    );
    expect(rig.engine.stats().commands).toBe(2);
    const to = { kind: 'counter', realm: '0', id: 'b' };
    rig.engine.tell(counter, place('a'), { type: 'Send', to, amount: 7 }, rig.call());
    await rig.pass(200);
    // what was sent, what arrived and the answer
    expect(rig.engine.stats().commands).toBe(5);
  });

  it('finds an old id in the log that its ring has forgotten', async () => {
    const rig = await createRig();
    for (let n = 0; n < 200; n += 1) {
      await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 1 }, rig.call(`n${n}`));
      rig.clock.advance(3_000);
    }
    const repeat = await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 1 }, rig.call('n3'));
    expect(repeat).toMatchObject({ seq: 4, repeated: true });
  });

  it('delivers an effect once, and its answer once', async () => {
    const rig = await createRig();
    await rig.engine.ask(
      counter,
      place('a'),
      { type: 'Send', to: { kind: 'counter', realm: '0', id: 'b' }, amount: 7 },
      rig.call(),
    );
    await rig.pass(200);
    expect(await rig.engine.read(counter, place('b'), 'total', undefined, rig.call())).toBe(7);
    const sender: CounterState = await rig.engine.read(counter, place('a'), 'state', undefined, rig.call());
    expect(sender).toMatchObject({ sent: 7, arrived: 1 });
    expect(await rig.store.outbox.count()).toBe(0);
  });

  it('fires a reminder at its time, once', async () => {
    const rig = await createRig();
    const dueMs = rig.clock.nowMs() + 10_000;
    await rig.engine.ask(counter, place('a'), { type: 'RemindMe', dueMs, amount: 3 }, rig.call());
    await rig.pass(9_000);
    expect(await rig.engine.read(counter, place('a'), 'total', undefined, rig.call())).toBe(0);
    await rig.pass(5_000);
    expect(await rig.engine.read(counter, place('a'), 'total', undefined, rig.call())).toBe(3);
  });

  it('puts a poisonous command aside, says so, and goes on', async () => {
    const rig = await createRig();
    await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 1 }, rig.call());
    const boom = rig.engine.ask(counter, place('a'), { type: 'Explode' }, rig.call());
    await expect(boom).rejects.toMatchObject({ code: 'E_UNAVAILABLE', retryable: false });
    await rig.pass(200);
    expect(await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 1 }, rig.call())).toMatchObject({
      value: { total: 2 },
    });
    expect(await rig.store.deadLetters.count()).toBe(1);
    expect(rig.engine.entity('counter', place('a'))).toMatchObject({ restarts: 1, lastError: 'boom' });
  });

  it('waits with a patient read until the state has what is asked for', async () => {
    const rig = await createRig();
    const waiting = rig.engine.waitFor(counter, place('a'), 'above', { least: 3 }, rig.call());
    await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 2 }, rig.call());
    await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 2 }, rig.call());
    expect(await waiting).toBe(4);
  });

  it('goes to sleep when idle and wakes with everything it had', async () => {
    const rig = await createRig();
    await rig.engine.ask(counter, place('a'), { type: 'Add', amount: 2 }, rig.call());
    await rig.pass(8_000);
    expect(rig.engine.entity('counter', place('a'))).toBeUndefined();
    expect(rig.engine.walk()['counter']?.flat()).toEqual([]);
    expect(await rig.engine.read(counter, place('a'), 'total', undefined, rig.call())).toBe(2);
  });

  it('is one child of the tree for each live entity', async () => {
    const rig = await createRig();
    for (let n = 0; n < 1_100; n += 1)
      rig.engine.tell(counter, place(`e${n}`), { type: 'Add', amount: 1 }, rig.call());
    await rig.still();
    const holders = rig.engine.walk()['counter'] ?? [];
    expect(holders.map((names) => names.length)).toEqual([1_000, 100]);
    expect(rig.engine.stats().liveByKind).toEqual({ counter: 1_100 });
  });

  it('keeps a sealed text out of the store and forgets it when its person is erased', async () => {
    const rig = await createRig();
    await rig.engine.ask(counter, place('a'), { type: 'Write', by: 'u9', text: 'canary-text' }, rig.call());
    const stored = await rig.store.journal.read((await rig.store.journal.streams('', 1))[0]!.stream, 1, 10);
    expect(JSON.stringify(stored)).not.toContain('canary-text');
    const before: CounterState = await rig.engine.read(counter, place('a'), 'state', undefined, rig.call());
    expect(before.note?.$sealed.text).toBe('canary-text');
    await rig.engine.erase('u9');
    const after: CounterState = await rig.engine.read(counter, place('a'), 'state', undefined, rig.call());
    expect(after.note?.$sealed.text).toBeNull();
  });
});
