import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { counter } from '#test/support/counter-kind.ts';
import { Fault } from '#ports/fault.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe, probeKind, type ProbeState } from '#test/support/probe-kind.ts';

const a = { realm: '0', id: 'a' };
const add = (amount: number) => ({ type: 'Add', amount }) as const;
const total = (rig: Rig) => rig.engine.read(counter, a, 'total', {}, rig.call());

const createHeldRig = async (more: Parameters<typeof createRig>[0] = {}) => {
  const hold = createHold();
  const rig = await createRig({ ...more, store: { defer: hold.defer, ...more.store } });
  return { hold, rig };
};

describe('a crash while a commit is on its way', () => {
  it('answers its callers when it lands, and fails those behind it', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('append', 'before');
    const flying = watch(rig.engine.ask(counter, a, add(1), rig.call()));
    await rig.still();
    const behind = watch(rig.engine.ask(counter, a, add(2), rig.call('behind')));
    await rig.still();
    rig.engine.crash('counter', a);
    await rig.pass(100);
    expect(flying.state()).toBe('waiting');
    expect(behind.error).toMatchObject({ code: 'E_RETRY' });
    hold.release('append');
    await rig.pass(100);
    expect(flying.value).toMatchObject({ ok: true, value: { total: 1 } });
    expect(await rig.engine.ask(counter, a, add(2), rig.call('behind'))).toMatchObject({ repeated: false });
    expect(await total(rig)).toBe(3);
  });

  it('shows no read a state that was dropped', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('append', 'before');
    rig.engine.tell(counter, a, add(1), rig.call());
    await rig.still();
    rig.engine.tell(counter, a, add(1_000), rig.call());
    await rig.still();
    rig.engine.crash('counter', a);
    const during = watch(total(rig));
    await rig.pass(20);
    hold.release('append');
    await rig.pass(200);
    expect(during.value).toBe(1);
  });

  it('and fenced by another owner starts once, and keeps log and state alike', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const { hold, rig } = await createHeldRig({ backing, clock });
    await rig.engine.ask(counter, a, add(1), rig.call());
    hold.hold('append', 'before');
    const flying = watch(rig.engine.ask(counter, a, add(10), rig.call()));
    await rig.still();
    rig.engine.crash('counter', a);
    // another commit takes the place without a higher epoch, as a ghost of our own would
    const [stream] = await rig.store.journal.streams('', 1);
    const other = await createRig({ backing, clock });
    const [last] = await other.store.journal.read(stream!.stream, 1, 1);
    await other.store.journal.append([
      {
        commit: {
          ...last!,
          _id: last!._id.replace(/1$/, '2'),
          commitId: 'ghost',
          cmds: [{ ...last!.cmds[0]!, id: 'u1/ghost' }],
        },
      },
    ]);
    hold.release('append');
    // new commands come all the time, before, between and after its starts
    const later = [];
    for (let n = 0; n < 40; n += 1) {
      later.push(watch(rig.engine.ask(counter, a, add(100), rig.call(`later${n}`))));
      await rig.pass(1);
    }
    await rig.pass(2_000);
    expect(flying.error).toMatchObject({ code: 'E_RETRY' });
    const done = later.filter(({ value }) => value?.ok === true).length;
    expect(done).toBeGreaterThan(0);
    expect(await total(rig)).toBe(2 + done * 100);
    rig.engine.kill();
    expect(await total(await createRig({ backing, clock }))).toBe(2 + done * 100);
  });
});

describe('the one crash policy', () => {
  it('puts poison aside with its command, its error and the number of attempts', async () => {
    const { rig } = await createHeldRig();
    const fault = await rig.engine
      .ask(counter, a, { type: 'Explode' }, rig.call('x'))
      .catch((error: unknown) => error);
    await rig.still();
    const [letter] = await rig.store.deadLetters.list(9);
    expect(letter).toMatchObject({
      commandId: 'u1/x',
      command: { type: 'Explode' },
      error: 'boom',
      attempts: 1,
    });
    expect(fault).toMatchObject({ code: 'E_UNAVAILABLE', retryable: false, incident: letter?.id });
  });

  it('never quarantines for poisonous commands, however many', async () => {
    const { rig } = await createHeldRig();
    for (let n = 0; n < 20; n += 1) {
      const boom = watch(rig.engine.ask(counter, a, { type: 'Explode' }, rig.call()));
      await rig.pass(50);
      expect(boom.error).toMatchObject({ code: 'E_UNAVAILABLE' });
    }
    expect(await rig.engine.ask(counter, a, add(1), rig.call())).toMatchObject({ ok: true });
  });

  it('never quarantines for a broken read', async () => {
    const { rig } = await createHeldRig({ kinds: [probe] });
    await rig.engine.ask(probe, a, { type: 'Stamp' }, rig.call());
    for (let n = 0; n < 20; n += 1) {
      // the bug itself, with its stack, and no fault of the world outside
      const error: unknown = await rig.engine
        .read(probe, a, 'broken', {}, rig.call())
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ message: 'this read is broken' });
      expect(error).not.toBeInstanceOf(Fault);
    }
    await expect(rig.engine.waitFor(probe, a, 'broken', {}, rig.call())).rejects.toThrow(
      'this read is broken',
    );
    expect(rig.engine.entity('probe', a)).toMatchObject({ status: 'ready', restarts: 0 });
    expect(rig.alarms.map(({ what }) => what)).toEqual(Array.from({ length: 21 }, () => 'crash'));
  });

  it('tells a patient reader of a read that breaks later, and nobody else waits for it', async () => {
    const kind = probeKind({
      reads: {
        ...probe.options.reads,
        now: (state: ProbeState) => {
          if (state.count > 0) throw new Error('this read breaks later');
          return undefined as never;
        },
        state: (state: ProbeState) => (state.count > 0 ? state : (undefined as never)),
      },
    });
    const { hold, rig } = await createHeldRig({ kinds: [kind] });
    await rig.engine.ask(kind, a, { type: 'Stamp' }, rig.call());
    const broken = watch(rig.engine.waitFor(kind, a, 'now', {}, rig.call()));
    const sound = watch(rig.engine.waitFor(kind, a, 'state', {}, rig.call()));
    await rig.still();
    hold.hold('append', 'before');
    const put = { type: 'Put', events: 1, pad: 1 } as const;
    rig.engine.tell(kind, a, put, rig.call());
    await rig.still();
    // more than one commit holds: the entity stalls until the one before is durable
    const asks = Array.from({ length: 450 }, () => rig.engine.ask(kind, a, put, rig.call()));
    await rig.still();
    hold.release('append');
    await rig.still();
    expect(broken.error).toMatchObject({ message: 'this read breaks later' });
    expect(sound.state()).toBe('done');
    expect(await Promise.all(asks)).toHaveLength(450);
    expect(rig.alarms.map(({ what }) => what)).toEqual(['crash']);
  });

  it('backs off longer each time, then quarantines; reads go on, commands are E_FROZEN with its incident', async () => {
    const { rig } = await createHeldRig();
    await rig.engine.ask(counter, a, add(3), rig.call());
    const readyAt: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const from = rig.clock.monoMs();
      rig.engine.crash('counter', a);
      await rig.still();
      for (let ms = 0; ms < 20_000 && rig.engine.entity('counter', a)?.status === 'waking'; ms += 10) {
        rig.clock.advance(10);
        await rig.still();
      }
      readyAt.push(rig.clock.monoMs() - from);
    }
    expect(readyAt).toEqual(readyAt.toSorted((x, y) => x - y));
    expect(readyAt.at(-1)).toBeGreaterThan(1_000);
    const info = rig.engine.entity('counter', a);
    expect(info).toMatchObject({
      status: 'quarantined',
      incident: expect.stringMatching(/^[a-z0-9]{10}$/) as unknown,
    });
    expect(rig.engine.stats().quarantined).toBe(1);
    expect(await total(rig)).toBe(3);
    await expect(rig.engine.ask(counter, a, add(1), rig.call())).rejects.toMatchObject({
      code: 'E_FROZEN',
      incident: info?.incident,
    });
    await expect(rig.engine.waitFor(counter, a, 'above', { least: 99 }, rig.call())).rejects.toMatchObject({
      code: 'E_FROZEN',
    });
    expect(await rig.engine.ask(counter, { realm: '0', id: 'b' }, add(1), rig.call())).toMatchObject({
      ok: true,
    });

    await rig.engine.resume('counter', a);
    expect(await rig.engine.ask(counter, a, add(1), rig.call())).toMatchObject({ value: { total: 4 } });
    expect(rig.engine.entity('counter', a)?.incident).toBeUndefined();
  });

  it('a state that cannot take an event is never saved, and is quarantined when that repeats', async () => {
    const { rig } = await createHeldRig();
    await rig.engine.ask(counter, a, add(3), rig.call());
    for (let n = 0; n < 7; n += 1) {
      const asked = watch(rig.engine.ask(counter, a, { type: 'ExplodeLater' }, rig.call()));
      await rig.pass(4_000);
      expect(asked.state()).toBe('failed');
    }
    expect(rig.engine.entity('counter', a)).toMatchObject({ status: 'quarantined' });
    expect(rig.store.backing.log).toHaveLength(1);
    expect(await total(rig)).toBe(3);
  });

  it('resuming what still cannot be read says E_FROZEN and leaves it quarantined', async () => {
    const { rig } = await createHeldRig();
    await rig.engine.ask(counter, a, add(3), rig.call());
    const [stream] = await rig.store.journal.streams('', 1);
    await rig.pass(8_000);
    rig.store.backing.streams.get(stream!.stream)!.commits[0] = { commitId: 'x', json: '{"f":1}' };
    await expect(rig.engine.ask(counter, a, add(1), rig.call())).rejects.toMatchObject({ code: 'E_FROZEN' });
    await expect(rig.engine.resume('counter', a)).rejects.toMatchObject({ code: 'E_FROZEN' });
    await expect(total(rig)).rejects.toMatchObject({ code: 'E_FROZEN' });
    expect(rig.store.backing.log).toHaveLength(1);
  });

  it('a resume asked for twice at once, with commands waiting, answers them all once', async () => {
    const { hold, rig } = await createHeldRig();
    await rig.engine.ask(counter, a, add(3), rig.call());
    for (let n = 0; n < 6; n += 1) {
      rig.engine.crash('counter', a);
      await rig.pass(4_000);
    }
    expect(rig.engine.entity('counter', a)?.status).toBe('quarantined');
    hold.hold('read', 'before');
    const resumes = Promise.allSettled([rig.engine.resume('counter', a), rig.engine.resume('counter', a)]);
    const ask = watch(rig.engine.ask(counter, a, add(1), rig.call()));
    const read = watch(total(rig));
    await rig.still();
    hold.release('read');
    await resumes;
    await rig.pass(500);
    expect(ask.value).toMatchObject({ value: { total: 4 } });
    expect(read.value).toBe(4);
  });
});

describe('an error of whoever is told', () => {
  it('of an alarm hurts neither entity nor process', async () => {
    const { rig } = await createHeldRig({
      onAlarm: () => {
        throw new Error('the log is full');
      },
    });
    const boom = watch(rig.engine.ask(counter, a, { type: 'Explode' }, rig.call()));
    await rig.pass(200);
    expect(boom.error).toMatchObject({ code: 'E_UNAVAILABLE' });
    expect(await rig.engine.ask(counter, a, add(1), rig.call())).toMatchObject({ ok: true });
  });

  it('of the batch metrics loses no answer', async () => {
    const { rig } = await createHeldRig({
      onBatch: () => {
        throw new Error('no such metric');
      },
    });
    const answers = Promise.all(
      ['a', 'b', 'c'].map((id) => rig.engine.ask(counter, { realm: '0', id }, add(1), rig.call())),
    );
    await rig.still();
    expect(await answers).toHaveLength(3);
  });
});
