import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import type { Operation } from '#adapters/memory/faults.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Fault } from '#ports/fault.ts';
import { createHold } from '#test/support/hold.ts';
import { createRig, type Rig, type RigOptions } from '#test/support/kit-rig.ts';
import { probe, probeKind, type ProbeState } from '#test/support/probe-kind.ts';
import { ALL_GUARDS } from './guards.ts';
import { streamOf } from './stream-id.ts';

const place = (id: string) => ({ realm: '0', id });
const ref = (id: string) => ({ kind: 'probe', realm: '0', id });
const DAY_MS = 24 * 3_600_000;

const createProbeRig = (more: RigOptions = {}) => createRig({ kinds: [probe], ...more });
const stateOf = (rig: Rig, id: string): Promise<ProbeState> =>
  rig.engine.read(probe, place(id), 'state', {}, rig.call());
const send = (rig: Rig, from: string, to: string, labels: readonly string[], on?: string) =>
  rig.engine.ask(
    probe,
    place(from),
    { type: 'Send', to: ref(to), labels, ...(on === undefined ? {} : { on: ref(on) }) },
    rig.call(),
  );

describe('effects', () => {
  it('from one sender to one receiver come in order, over commits and failures', async () => {
    let calls = 0;
    const rig = await createProbeRig({
      store: { faults: { unavailable: (operation) => operation === 'find' && (calls += 1) % 3 === 0 } },
    });
    const sent: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const labels = [`${n}a`, `${n}b`];
      sent.push(...labels);
      await send(rig, 'a', 'b', labels);
    }
    await rig.pass(5_000);
    expect((await stateOf(rig, 'b')).heard).toEqual(sent);
    expect((await stateOf(rig, 'a')).settled).toEqual(sent.map((label) => `${label}:ok`));
    expect(await rig.store.outbox.count()).toBe(0);
  });

  it('are in order when a restart finds hundreds of them and new ones come at once', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const before = await createProbeRig({ backing, clock, guards: { ...ALL_GUARDS, outbox: false } });
    // a sends to m, and m sends on to z: m's own old effects to z lie on a later page of the outbox than a's
    const [first, middle] = ['a', 'm', 'q', 'k', 'e', 'f', 'g']
      .map((id) => ({ id, stream: streamOf(ref(id)).stream }))
      .toSorted((x, y) => (x.stream < y.stream ? -1 : 1))
      .map(({ id }) => id) as [string, string];
    const filler = Array.from({ length: 50 }, (_, n) => `f${n}`);
    await send(before, first, middle, ['new'], 'z');
    for (let n = 0; n < 12; n += 1) await send(before, first, 'w', filler);
    await send(before, middle, 'z', ['old']);
    before.engine.kill();
    before.store.control.kill();
    const hold = createHold();
    hold.hold('outbox', 'before');
    const starting = createProbeRig({ backing, clock, store: { defer: hold.defer, isExclusive: true } });
    // the first page is there for a while before the second
    for (let page = 0; page < 4; page += 1) {
      await before.pass(500);
      hold.step('outbox');
    }
    hold.release('outbox');
    const after = await starting;
    await after.pass(5_000);
    expect((await stateOf(after, 'z')).heard).toEqual(['old', 'new']);
  });

  it('that a former owner left late are found as soon as the outbox can be read again', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const before = await createProbeRig({ backing, clock, guards: { ...ALL_GUARDS, outbox: false } });
    await send(before, 'a', 'b', ['x']);
    before.engine.kill();
    before.store.control.kill();
    const late = [...backing.effects];
    backing.effects.clear();
    let isDown = false;
    const faults = { unavailable: (operation: Operation) => isDown && operation === 'outbox' };
    const after = await createProbeRig({ backing, clock, store: { faults } });
    for (const [id, row] of late) backing.effects.set(id, row);
    isDown = true;
    await after.pass(15_000);
    isDown = false;
    await after.pass(2_000);
    expect((await stateOf(after, 'b')).heard).toEqual(['x']);
  });

  it('end once: the answer is durable at the sender before the row goes', async () => {
    const hold = createHold();
    const rig = await createProbeRig({ store: { defer: hold.defer } });
    await stateOf(rig, 'a');
    await stateOf(rig, 'b');
    await send(rig, 'a', 'b', ['x']);
    await rig.still();
    expect((await stateOf(rig, 'a')).settled).toEqual(['x:ok']);
    expect(await rig.store.outbox.count()).toBe(0);
    hold.hold('append', 'before');
    rig.engine.tell(probe, place('a'), { type: 'Send', to: ref('b'), labels: ['y'] }, rig.call());
    await rig.still();
    expect(await rig.store.outbox.count()).toBe(0);
    hold.release('append');
    await rig.pass(200);
    expect((await stateOf(rig, 'a')).settled).toEqual(['x:ok', 'y:ok']);
  });

  it('are delivered once and settled once when the process dies at any step', async () => {
    for (let step = 1; step <= 8; step += 1) {
      const backing = createMemoryBacking();
      const clock = createVirtualClock();
      let appends = 0;
      const rig: Rig = await createProbeRig({
        backing,
        clock,
        store: {
          faults: {
            fate: () => {
              appends += 1;
              if (appends === step) rig.store.control.kill();
              return 'committed';
            },
          },
        },
      });
      rig.engine.tell(
        probe,
        place('a'),
        { type: 'Send', to: ref('b'), labels: ['x', 'y', 'no'] },
        rig.call(),
      );
      await rig.pass(500);
      rig.engine.kill();
      const next = await createProbeRig({ backing, clock });
      await next.pass(1_000);
      expect((await stateOf(next, 'b')).heard).toEqual(['x', 'y']);
      expect((await stateOf(next, 'a')).settled).toEqual(['x:ok', 'y:ok', 'no:E_LIMIT']);
      expect(await next.store.outbox.count()).toBe(0);
      next.engine.kill();
    }
  });

  it('are recovered without waking their senders', async () => {
    const backing = createMemoryBacking();
    const before = await createProbeRig({ backing, guards: { ...ALL_GUARDS, outbox: false } });
    await send(before, 'a', 'b', ['x']);
    before.engine.kill();
    const hold = createHold();
    const after = await createProbeRig({ backing, store: { defer: hold.defer } });
    hold.hold('append', 'before');
    await after.still();
    expect(after.engine.entity('probe', place('b'))).toBeDefined();
    expect(after.engine.entity('probe', place('a'))).toBeUndefined();
    hold.release('append');
    await after.pass(200);
    expect((await stateOf(after, 'a')).settled).toEqual(['x:ok']);
  });

  it('to whom cannot be reached are given up after 24 hours: a dead letter, and the sender is told once', async () => {
    const isDown = { down: true };
    const to = streamOf(ref('b')).stream;
    const rig = await createProbeRig();
    const read = rig.store.journal.read.bind(rig.store.journal);
    rig.store.journal.read = async (stream, from, limit) => {
      if (isDown.down && stream === to) throw new Fault('E_UNAVAILABLE', 'no answer', { retryable: true });
      return read(stream, from, limit);
    };
    await send(rig, 'a', 'b', ['x', 'y']);
    for (let hour = 0; hour < 23; hour += 1) {
      rig.clock.advance(3_600_000);
      await rig.still();
    }
    expect((await stateOf(rig, 'a')).settled).toEqual([]);
    expect(await rig.store.deadLetters.count()).toBe(0);
    rig.clock.advance(3_700_000);
    await rig.still();
    await rig.pass(2_000);
    expect((await stateOf(rig, 'a')).settled).toEqual(['x:gave up', 'y:gave up']);
    expect(await rig.store.outbox.count()).toBe(0);
    const letters = await rig.store.deadLetters.list(9);
    expect(letters.map(({ command }) => command)).toEqual(
      expect.arrayContaining([
        { type: 'Got', label: 'x' },
        { type: 'Got', label: 'y' },
      ]),
    );
    expect(Math.max(...letters.map(({ attempts }) => attempts))).toBeGreaterThan(10);
    for (const letter of letters) {
      expect(letter).toMatchObject({ stream: to, by: 'probe:0:a' });
      expect(letter.attempts).toBeGreaterThanOrEqual(1);
      expect(rig.clock.nowMs() - letter.at).toBeLessThan(DAY_MS);
    }
  });

  it('that were applied without anybody hearing of it end with the stored answer, not with giving up', async () => {
    const to = streamOf(ref('b')).stream;
    let isLost = true;
    const rig = await createProbeRig({
      store: {
        faults: {
          fate: ({ _id }) => {
            if (!isLost || !_id.startsWith(`${to}#`)) return 'committed';
            isLost = false;
            return 'ack-lost';
          },
        },
      },
    });
    const { journal } = rig.store;
    const append = journal.append.bind(journal);
    const read = journal.read.bind(journal);
    const find = journal.find.bind(journal);
    const fault = new Fault('E_UNAVAILABLE', 'no answer', { retryable: true });
    let isFindDown = true;
    // once it is applied, the receiver can neither write nor wake
    journal.append = async (entries) =>
      isLost || !entries.some(({ commit }) => commit._id.startsWith(`${to}#`))
        ? append(entries)
        : entries.map(() => ({ status: 'unknown', cause: fault }));
    journal.read = async (stream, from, limit) => {
      if (!isLost && stream === to && limit > 1) throw fault;
      return read(stream, from, limit);
    };
    journal.find = async (stream, ids) => {
      if (isFindDown && stream === to) throw fault;
      return find(stream, ids);
    };
    await send(rig, 'a', 'b', ['x']);
    for (let hour = 0; hour < 25; hour += 1) {
      await rig.pass(100);
      rig.clock.advance(3_600_000);
    }
    await rig.pass(60_000);
    // nobody gives up on what the log could not be asked about
    expect((await stateOf(rig, 'a')).settled).toEqual([]);
    isFindDown = false;
    await rig.pass(60_000);
    expect((await stateOf(rig, 'a')).settled).toEqual(['x:ok']);
    expect(await rig.store.deadLetters.count()).toBe(0);
  });

  it('remember over a restart how often they were tried', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    let isDown = false;
    const createDown = () =>
      createProbeRig({
        backing,
        clock,
        store: {
          isExclusive: true,
          faults: { unavailable: (operation) => isDown && operation === 'snapshots' },
        },
      });
    const before = await createDown();
    await stateOf(before, 'a');
    isDown = true;
    await send(before, 'a', 'b', ['x']);
    await before.pass(60_000);
    const [row] = await before.store.outbox.pending(before.store.leases.owned(), '', 9);
    expect(row?.attempts).toBeGreaterThan(8);
    before.engine.kill();
    clock.advance(DAY_MS);
    const after = await createDown();
    await after.pass(2_000);
    const [letter] = await after.store.deadLetters.list(9);
    expect(letter?.attempts).toBe((row?.attempts ?? 0) + 1);
  });

  it('that a receiver cannot handle are put aside once, and those behind go on', async () => {
    const rig = await createProbeRig();
    await send(rig, 'a', 'b', ['x', 'boom', 'y']);
    await rig.pass(2_000);
    expect((await stateOf(rig, 'b')).heard).toEqual(['x', 'y']);
    expect((await stateOf(rig, 'a')).settled).toEqual(['x:ok', 'boom:gave up', 'y:ok']);
    expect(await rig.store.deadLetters.count()).toBe(1);
  });

  it('go on while their sender sleeps and wake it for the answer', async () => {
    const hold = createHold();
    const rig = await createProbeRig({ store: { defer: hold.defer } });
    await stateOf(rig, 'b');
    await send(rig, 'a', 'c', ['x']);
    await rig.pass(20_000);
    expect(rig.engine.entity('probe', place('a'))).toBeUndefined();
    expect((await stateOf(rig, 'a')).settled).toEqual(['x:ok']);
  });
});

describe('a dead letter', () => {
  it('is replayed under its own id, and goes when it is answered', async () => {
    let isBroken = true;
    const { decider } = probe.options;
    const kind = probeKind({
      decider: {
        ...decider,
        decide: (state, command, context) => {
          if (isBroken && command.type === 'Stamp') throw new Error('not yet');
          return decider.decide(state, command, context);
        },
      },
    });
    const rig = await createProbeRig({ kinds: [kind] });
    await expect(rig.engine.ask(kind, place('a'), { type: 'Stamp' }, rig.call('x'))).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
    });
    await rig.pass(100);
    const [letter] = await rig.store.deadLetters.list(1);
    isBroken = false;
    expect(await rig.engine.replay(letter!.id)).toMatchObject({ ok: true, repeated: false });
    expect(await rig.store.deadLetters.count()).toBe(0);
    expect(rig.engine.stats().deadLetters).toBe(0);
    expect(await rig.engine.check(kind, place('a'), 'u1/x')).toMatchObject({ ok: true });
    await expect(rig.engine.replay(letter!.id)).rejects.toMatchObject({ code: 'E_GONE' });
  });
});
