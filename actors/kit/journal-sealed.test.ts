import { describe, expect, it } from 'vitest';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { sealed } from '#game/shared/sealed.ts';
import { Fault } from '#ports/fault.ts';
import { watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe, type ProbeState } from '#test/support/probe-kind.ts';
import type { Follower } from './follower-runner.ts';
import { ALL_GUARDS } from './guards.ts';
import { streamOf } from './stream-id.ts';

const CANARY = 'canary-7319';
const place = (id: string) => ({ realm: '0', id });
const ref = (id: string) => ({ kind: 'probe', realm: '0', id });
const noteTexts = async (rig: Rig, id: string): Promise<readonly (string | null)[]> => {
  const state: ProbeState = await rig.engine.read(probe, place(id), 'state', {}, rig.call());
  return state.notes.map((note) => note.$sealed.text);
};

/** Everything that the store holds, as text: the keys aside. */
const rawText = (backing: MemoryBacking): string =>
  JSON.stringify(backing, (key, value: unknown) => {
    if (key === 'userKeys' || key === 'deploymentKey') return undefined;
    if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
    return value instanceof Set ? [...(value as Set<unknown>)] : value;
  });

const notes: Follower = {
  name: 'notes',
  kinds: ['probe'],
  rows: (commit, { id, seq }) => [{ key: `${id}/${seq}`, value: commit.cmds }],
};

const createNoted = async (more: Parameters<typeof createRig>[0] = {}) => {
  const backing = createMemoryBacking();
  const clock = createVirtualClock();
  const rig = await createRig({ backing, clock, kinds: [probe], followers: [notes], ...more });
  const note = (id: string, extra: { to?: ReturnType<typeof ref>; dueMs?: number } = {}) =>
    rig.engine.ask(probe, place(id), { type: 'Note', by: 'u9', text: CANARY, ...extra }, rig.call());
  return { backing, clock, rig, note };
};

describe('a sealed text', () => {
  it('is in no event, effect, reminder, reply, snapshot, view row or dead letter of the store in plain', async () => {
    const { backing, rig, note } = await createNoted();
    const dueMs = rig.clock.nowMs() + 3_600_000;
    for (let n = 0; n < 25; n += 1) await note('a', { to: ref('b'), dueMs: dueMs + n });
    await rig.pass(2_000);
    const stored = rawText(backing);
    expect(backing.snapshots.size).toBeGreaterThan(0);
    expect(stored).toContain('$sealed');
    expect(stored).not.toContain(CANARY);
    const [row] = await rig.engine.views.rows('notes', 'a/', { limit: 1 });
    expect(JSON.stringify(row)).toContain(CANARY);
  });

  it('of a poisonous command waits sealed as a dead letter, and is plain again when replayed', async () => {
    let isBroken = true;
    const { decider } = probe.options;
    const kind = {
      ...probe,
      options: {
        ...probe.options,
        decider: {
          ...decider,
          decide: (...args: Parameters<typeof decider.decide>) => {
            if (isBroken && args[1].type === 'Take') throw new Error('not yet');
            return decider.decide(...args);
          },
        },
      },
    };
    const { backing, rig } = await createNoted({ kinds: [kind] });
    const take = { type: 'Take', note: sealed('u9', CANARY) } as const;
    await expect(rig.engine.ask(kind, place('a'), take, rig.call())).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
    });
    await rig.pass(100);
    const [letter] = await rig.store.deadLetters.list(1);
    expect(rawText(backing)).not.toContain(CANARY);
    isBroken = false;
    await rig.engine.replay(letter!.id);
    expect(await noteTexts(rig, 'a')).toEqual([CANARY]);
    expect(rawText(backing)).not.toContain(CANARY);
  });

  it('reaches the receiver of an effect and the next reminder in plain', async () => {
    const { rig, note } = await createNoted();
    await note('a', { to: ref('b'), dueMs: rig.clock.nowMs() + 1_000 });
    await rig.pass(3_000);
    expect(await noteTexts(rig, 'b')).toEqual([CANARY]);
    expect(await noteTexts(rig, 'a')).toEqual([CANARY, CANARY]);
  });

  it('reaches the receiver in plain when a restart found the effect', async () => {
    const { backing, clock, rig, note } = await createNoted({ guards: { ...ALL_GUARDS, outbox: false } });
    await note('a', { to: ref('b') });
    rig.engine.kill();
    const next = await createRig({ backing, clock, kinds: [probe] });
    await next.pass(1_000);
    expect(await noteTexts(next, 'b')).toEqual([CANARY]);
  });

  it('of an effect that is given up is a sealed dead letter', async () => {
    const { backing, rig, note } = await createNoted();
    const read = rig.store.journal.read.bind(rig.store.journal);
    rig.store.journal.read = async (stream, from, limit) => {
      if (stream === streamOf(ref('b')).stream)
        throw new Fault('E_UNAVAILABLE', 'no answer', { retryable: true });
      return read(stream, from, limit);
    };
    await note('a', { to: ref('b') });
    rig.clock.advance(25 * 3_600_000);
    await rig.pass(35_000);
    expect(await rig.store.deadLetters.count()).toBe(1);
    expect(rawText(backing)).not.toContain(CANARY);
  });

  it('survives restart and snapshot', async () => {
    const { backing, clock, rig, note } = await createNoted();
    for (let n = 0; n < 12; n += 1) await note('a');
    await rig.pass(1_000);
    rig.engine.kill();
    const next = await createRig({ backing, clock, kinds: [probe] });
    expect(await noteTexts(next, 'a')).toEqual(Array.from({ length: 12 }, () => CANARY));
  });

  it('waits for its key when the keys are out of reach, and nothing gets stuck', async () => {
    let isDown = false;
    const { rig } = await createNoted({
      store: { faults: { unavailable: (operation) => isDown && operation === 'keys' } },
    });
    isDown = true;
    rig.engine.tell(probe, place('a'), { type: 'Note', by: 'u9', text: CANARY }, rig.call());
    await rig.pass(3_000);
    isDown = false;
    await rig.pass(1_000);
    expect(await noteTexts(rig, 'a')).toEqual([CANARY]);
  });
});

describe('erasing a person', () => {
  it('makes what was sealed noise everywhere: live, after a restart, in snapshots and views', async () => {
    const { backing, clock, rig, note } = await createNoted();
    for (let n = 0; n < 12; n += 1) await note('a');
    await rig.engine.ask(probe, place('a'), { type: 'Note', by: 'u8', text: 'stays' }, rig.call());
    await rig.pass(1_000);
    await rig.engine.erase('u9');
    const erased = [...Array.from({ length: 12 }, () => null), 'stays'];
    expect(await noteTexts(rig, 'a')).toEqual(erased);
    const rows = await rig.engine.views.rows('notes', 'a/', { limit: 99 });
    expect(JSON.stringify(rows)).not.toContain(CANARY);
    rig.engine.kill();
    const next = await createRig({ backing, clock, kinds: [probe] });
    expect(await noteTexts(next, 'a')).toEqual(erased);
  });

  it('keeps nothing of what is written about them afterwards', async () => {
    const { backing, clock, rig, note } = await createNoted();
    await note('a');
    await rig.engine.erase('u9');
    await note('a');
    await rig.pass(1_000);
    rig.engine.kill();
    expect(rawText(backing)).not.toContain(CANARY);
    const next = await createRig({ backing, clock, kinds: [probe] });
    expect(await noteTexts(next, 'a')).toEqual([null, null]);
  });

  it('repeated changes nothing, and a returning person is somebody new', async () => {
    const { rig, note } = await createNoted();
    await note('a');
    await rig.engine.erase('u9');
    await rig.engine.erase('u9');
    await rig.engine.ask(probe, place('a'), { type: 'Note', by: 'u10', text: 'back again' }, rig.call());
    expect(await noteTexts(rig, 'a')).toEqual([null, 'back again']);
  });

  it('ends although commits of others keep coming', async () => {
    const { rig, note } = await createNoted();
    await note('a');
    const erased = watch(rig.engine.erase('u9'));
    for (let n = 0; n < 50 && erased.state() === 'waiting'; n += 1) {
      rig.engine.tell(probe, place(`o${n % 5}`), { type: 'Stamp' }, rig.call());
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    expect(erased.state()).toBe('done');
  });

  it('between an effect and its answer leaves the effect applied once', async () => {
    const { backing, clock, rig } = await createNoted();
    let appends = 0;
    const append = rig.store.journal.append.bind(rig.store.journal);
    rig.store.journal.append = async (entries) => {
      const results = await append(entries);
      appends += 1;
      // the receiver's commit is durable, its answer never reaches the sender
      if (appends === 2) rig.store.control.kill();
      return results;
    };
    rig.engine.tell(probe, place('a'), { type: 'Note', by: 'u9', text: CANARY, to: ref('b') }, rig.call());
    await rig.pass(500);
    rig.engine.kill();
    const eraser = await createRig({
      backing,
      clock,
      kinds: [probe],
      guards: { ...ALL_GUARDS, outbox: false },
    });
    await eraser.engine.erase('u9');
    eraser.engine.kill();
    const next = await createRig({ backing, clock, kinds: [probe] });
    await next.pass(2_000);
    expect(await noteTexts(next, 'b')).toEqual([null]);
    const sender: ProbeState = await next.engine.read(probe, place('a'), 'state', {}, next.call());
    expect(sender.settled).toEqual([':ok']);
  });
});
