import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { applyCommit, createMemoryBacking } from '#adapters/memory/backing.ts';
import { accept, reject } from '#game/shared/decider.ts';
import { commitKey } from '#ports/commit.ts';
import { counter } from '#test/support/counter-kind.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe } from '#test/support/probe-kind.ts';
import { defineEntity } from './define-entity.ts';

const a = { realm: '0', id: 'a' };
const add = (amount: number) => ({ type: 'Add', amount }) as const;
const total = (rig: Rig) => rig.engine.read(counter, a, 'total', {}, rig.call());

type OnceEvent = { readonly type: 'Done' } | { readonly type: 'Undone' };

/** Accepts one command until it is reset. */
const once = defineEntity({
  kind: 'once',
  decider: {
    initial: () => ({ isDone: false }),
    decide(state: { readonly isDone: boolean }, command: { readonly type: 'Once' | 'Reset' }) {
      if (command.type === 'Reset') return accept([{ type: 'Undone' } as OnceEvent], null);
      if (state.isDone) return reject({ code: 'E_LIMIT', message: 'Only once.' });
      return accept([{ type: 'Done' } as OnceEvent], null);
    },
    evolve: (_state: unknown, event: OnceEvent) => ({ isDone: event.type === 'Done' }),
  },
  state: z.object({ isDone: z.boolean() }),
  stateVersion: 1,
  events: { Done: z.strictObject({}), Undone: z.strictObject({}) },
  reads: {},
});

/** Makes the ring forget everything before: hours pass and other commands come. */
const forget = async (rig: Rig): Promise<void> => {
  for (let n = 0; n < 80; n += 1) {
    await rig.engine.ask(counter, a, add(0), rig.call());
    rig.clock.advance(2_500);
  }
};

describe('a command id', () => {
  it('is looked for before anything is decided, revision and rules aside', async () => {
    const rig = await createRig({ kinds: [once] });
    // the second time the rule would refuse: the stored answer comes all the same
    await rig.engine.ask(once, a, { type: 'Once' }, rig.call('x'));
    const again = await rig.engine.ask(once, a, { type: 'Once' }, rig.call('x'));
    expect(again).toMatchObject({ ok: true, repeated: true });
    const other = await rig.engine.ask(once, a, { type: 'Once' }, rig.call('y'));
    expect(other).toMatchObject({ ok: false });
  });

  it('is compared by what was said, where that is told, in flight and from the log', async () => {
    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    const half = { ...rig.call('x'), meaning: 'half of it' };
    hold.hold('append', 'before');
    const asks = [add(5), add(3)].map((command) => watch(rig.engine.ask(counter, a, command, half)));
    await rig.still();
    hold.release('append');
    await rig.still();
    expect(asks.map(({ value }) => value)).toMatchObject([{ ok: true }, { ok: true, repeated: true }]);
    await forget(rig);
    const later = await rig.engine.ask(counter, a, add(2), { ...rig.call('x'), meaning: 'half of it' });
    expect(later).toMatchObject({ ok: true, repeated: true, seq: 1 });
    for (const call of [{ ...rig.call('x'), meaning: 'all of it' }, rig.call('x')]) {
      const other = await rig.engine.ask(counter, a, add(5), call);
      expect(other).toMatchObject({ ok: false, rejection: { code: 'E_STALE' } });
    }
    expect(await total(rig)).toBe(5);
  });

  it('in flight makes its repeats wait for the first, however many', async () => {
    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    hold.hold('append', 'before');
    const asks = Array.from({ length: 20 }, () => watch(rig.engine.ask(counter, a, add(5), rig.call('x'))));
    await rig.still();
    expect(asks.map(({ state }) => state())).toEqual(asks.map(() => 'waiting'));
    hold.release('append');
    await rig.still();
    expect(asks.filter(({ value }) => value?.ok === true && !value.repeated)).toHaveLength(1);
    expect(asks.map(({ value }) => value?.seq)).toEqual(asks.map(() => 1));
    expect(await total(rig)).toBe(5);
  });

  it('in flight with another payload is stale, and that answer waits too', async () => {
    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    hold.hold('append', 'before');
    rig.engine.tell(counter, a, add(5), rig.call('x'));
    await rig.still();
    const other = watch(rig.engine.ask(counter, a, add(6), rig.call('x')));
    await rig.still();
    expect(other.state()).toBe('waiting');
    hold.release('append');
    await rig.still();
    expect(other.value).toMatchObject({ ok: false, rejection: { code: 'E_STALE' } });
    expect(await total(rig)).toBe(5);
  });

  it('of a rejected command repeats the rejection even when the rule would accept now', async () => {
    const rig = await createRig({ kinds: [once] });
    await rig.engine.ask(once, a, { type: 'Once' }, rig.call('x'));
    const refused = await rig.engine.ask(once, a, { type: 'Once' }, rig.call('y'));
    await rig.engine.ask(once, a, { type: 'Reset' }, rig.call('z'));
    const again = await rig.engine.ask(once, a, { type: 'Once' }, rig.call('y'));
    expect(refused).toMatchObject({ ok: false });
    expect(again).toMatchObject({ ok: false, repeated: true, seq: refused.seq });
  });

  it('that the ring forgot is asked of the log in one call with all that wait', async () => {
    const rig = await createRig();
    for (let n = 0; n < 30; n += 1) await rig.engine.ask(counter, a, add(1), rig.call(`n${n}`));
    await forget(rig);
    const finds: number[] = [];
    const find = rig.store.journal.find.bind(rig.store.journal);
    rig.store.journal.find = async (stream, ids) => {
      finds.push(ids.length);
      return find(stream, ids);
    };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => rig.engine.ask(counter, a, add(1), rig.call(`n${n}`))),
    );
    expect(answers.map(({ repeated }) => repeated)).toEqual(answers.map(() => true));
    expect(finds).toEqual([30]);
    expect(await total(rig)).toBe(30);
  });

  it('minted after the oldest known one needs no search of the log', async () => {
    const rig = await createRig();
    await forget(rig);
    let finds = 0;
    const find = rig.store.journal.find.bind(rig.store.journal);
    rig.store.journal.find = async (stream, ids) => {
      finds += 1;
      return find(stream, ids);
    };
    await rig.engine.ask(counter, a, add(1), rig.call('new', { mintedMs: rig.clock.nowMs() }));
    expect(finds).toBe(0);
    await rig.engine.ask(counter, a, add(1), rig.call('unknown'));
    expect(finds).toBe(1);
  });

  it('minted by a clock that runs ahead of ours is still found after the ring forgot it', async () => {
    const rig = await createRig();
    const mintedMs = rig.clock.nowMs() + 60_000;
    await rig.engine.ask(counter, a, add(7), rig.call('x', { mintedMs }));
    for (let n = 0; n < 80; n += 1) {
      await rig.engine.ask(counter, a, add(0), rig.call());
      rig.clock.advance(100);
    }
    expect(await rig.engine.ask(counter, a, add(7), rig.call('x', { mintedMs }))).toMatchObject({
      repeated: true,
      seq: 1,
    });
  });

  it('is found after snapshot, sleep and restart', async () => {
    const backing = createMemoryBacking();
    const rig = await createRig({ backing });
    for (let n = 0; n < 300; n += 1) await rig.engine.ask(counter, a, add(1), rig.call(`n${n}`));
    await rig.pass(8_000);
    rig.engine.kill();
    const next = await createRig({ backing });
    for (const n of [0, 150, 299]) {
      expect(await next.engine.ask(counter, a, add(1), next.call(`n${n}`))).toMatchObject({
        repeated: true,
        seq: n + 1,
      });
    }
    expect(await total(next)).toBe(300);
  });

  it('waits while the log cannot be asked, and is answered once it can', async () => {
    let isDown = false;
    const rig = await createRig({
      store: { faults: { unavailable: (operation) => isDown && operation === 'find' } },
    });
    await rig.engine.ask(counter, a, add(1), rig.call('x'));
    await forget(rig);
    isDown = true;
    const repeat = watch(rig.engine.ask(counter, a, add(1), rig.call('x', { deadlineMs: 60_000 })));
    await rig.pass(500);
    expect(repeat.state()).toBe('waiting');
    isDown = false;
    await rig.pass(500);
    expect(repeat.value).toMatchObject({ repeated: true, seq: 1 });
  });

  it('is asked for again after a restart: what the log said before may be old', async () => {
    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    await forget(rig);
    hold.hold('append', 'before');
    rig.engine.tell(counter, a, add(0), rig.call('flying'));
    await rig.still();
    hold.hold('find', 'after');
    const ask = watch(rig.engine.ask(counter, a, add(0), rig.call('x', { deadlineMs: 60_000 })));
    await rig.still();
    // the log has said "never used"; then a late write of this very command takes the place of the one on its way
    const [stream] = await rig.store.journal.streams('', 1);
    const [last] = await rig.store.journal.read(stream!.stream, stream!.lastSeq, 1);
    const seq = stream!.lastSeq + 1;
    const cmds = [{ ...last!.cmds[0]!, id: 'u1/x' }];
    const late = { ...last!, _id: commitKey(stream!.stream, seq), commitId: 'late', cmds };
    applyCommit(rig.store.backing, late, JSON.stringify(late));
    hold.release('append');
    await rig.pass(100);
    hold.release('find');
    await rig.pass(500);
    expect(ask.value).toMatchObject({ repeated: true, seq });
  });

  it('that Check asks for is only found once it is durable, and never run', async () => {
    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    const { commandId } = rig.call('x');
    expect(await rig.engine.check(counter, a, commandId)).toBeUndefined();
    hold.hold('append', 'before');
    rig.engine.tell(counter, a, add(5), rig.call('x'));
    await rig.still();
    expect(await rig.engine.check(counter, a, commandId)).toBeUndefined();
    hold.release('append');
    await rig.still();
    expect(await rig.engine.check(counter, a, commandId)).toMatchObject({
      ok: true,
      value: { total: 5 },
      seq: 1,
    });
    expect(await total(rig)).toBe(5);
  });

  it('with a sealed reply is repeated and checked in plain text', async () => {
    const rig = await createRig({ kinds: [probe] });
    const note = { type: 'Note', by: 'u9', text: 'words of mine' } as const;
    const first = await rig.engine.ask(probe, a, note, rig.call('x'));
    const again = await rig.engine.ask(probe, a, note, rig.call('x'));
    const checked = await rig.engine.check(probe, a, rig.call('x').commandId);
    for (const answer of [first, again, checked]) {
      expect(answer).toMatchObject({ value: { note: { $sealed: { by: 'u9', text: 'words of mine' } } } });
    }
  });
});
