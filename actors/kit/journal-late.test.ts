import { describe, expect, it } from 'vitest';
import type { AppendFate } from '#adapters/memory/faults.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe, type ProbeState } from '#test/support/probe-kind.ts';

const place = (id: string) => ({ realm: '0', id });
const ref = (id: string) => ({ kind: 'probe', realm: '0', id });
const stateOf = (rig: Rig, id: string): Promise<ProbeState> =>
  rig.engine.read(probe, place(id), 'state', {}, rig.call());
const send = (rig: Rig, label: string) =>
  rig.engine.ask(probe, place('a'), { type: 'Send', to: ref('b'), labels: [label] }, rig.call());
const note = (rig: Rig) =>
  rig.engine.ask(probe, place('a'), { type: 'Note', by: 'u9', text: 'x' }, rig.call());

/** An entity that holds a text of u9 and answers; its next commit of a `Send` ends as told, once. */
const createRigWith = async (fate: AppendFate, settleAfterMs?: number) => {
  const hold = createHold();
  let isArmed = false;
  const rig = await createRig({
    kinds: [probe],
    store: {
      defer: hold.defer,
      faults: {
        fate: (commit) => {
          if (!isArmed || !commit._id.includes(':a#')) return 'committed';
          isArmed = false;
          return fate;
        },
        settleAfterMs: () => settleAfterMs,
      },
    },
  });
  await note(rig);
  await stateOf(rig, 'b');
  isArmed = true;
  return { rig, hold };
};

describe('effects of a commit that was on its way when its entity left', () => {
  it('are delivered when it lands, before anybody wakes the entity', async () => {
    const { rig, hold } = await createRigWith('committed');
    hold.hold('keys', 'before');
    const erased = watch(rig.engine.erase('u9'));
    await rig.still();
    hold.hold('append', 'before');
    const first = watch(send(rig, 'first'));
    await rig.still();
    hold.release('keys');
    await rig.still();
    expect([erased.state(), first.state()]).toEqual(['done', 'failed']);
    expect(first.error).toMatchObject({ code: 'E_UNKNOWN' });
    hold.release('append');
    await rig.pass(1_000);
    expect((await stateOf(rig, 'b')).heard).toEqual(['first']);
    expect((await stateOf(rig, 'a')).settled).toEqual(['first:ok']);
  });

  it('come before newer ones when its answer was lost', async () => {
    const { rig } = await createRigWith('ack-lost');
    const first = watch(send(rig, 'first'));
    await rig.still();
    expect(first.state()).toBe('waiting');
    await rig.engine.erase('u9');
    expect(first.error).toMatchObject({ code: 'E_UNKNOWN' });
    await send(rig, 'second');
    await rig.pass(1_000);
    expect((await stateOf(rig, 'b')).heard).toEqual(['first', 'second']);
    expect((await stateOf(rig, 'a')).settled).toEqual(['first:ok', 'second:ok']);
    expect(await rig.store.outbox.count()).toBe(0);
  });

  it('come before newer ones when it lands after the entity has slept once more', async () => {
    const { rig } = await createRigWith('ghost', 4_000);
    const first = watch(send(rig, 'first'));
    await rig.still();
    await rig.engine.erase('u9');
    expect(first.error).toMatchObject({ code: 'E_UNKNOWN' });
    rig.engine.crash('probe', place('a'));
    await rig.pass(20_000);
    expect(rig.engine.entity('probe', place('a'))).toBeUndefined();
    await send(rig, 'second');
    await rig.pass(1_000);
    expect((await stateOf(rig, 'b')).heard).toEqual(['first', 'second']);
    expect((await stateOf(rig, 'a')).settled).toEqual(['first:ok', 'second:ok']);
  });

  it('do not hide from a reader what the log may still get', async () => {
    const { rig } = await createRigWith('ghost', 300);
    const first = watch(send(rig, 'first'));
    await rig.still();
    await rig.engine.erase('u9');
    const { stream } =
      (await rig.store.journal.streams('', 9)).find((one) => one.stream.endsWith(':a')) ?? {};
    await stateOf(rig, 'a');
    await rig.pass(1_000);
    expect(first.state()).toBe('failed');
    // the read took the place: the commit on its way can never land any more
    const commits = await rig.store.journal.read(stream ?? '', 1, 9);
    expect(commits.at(-1)).toMatchObject({ kind: 'claim' });
    expect((await stateOf(rig, 'b')).heard).toEqual([]);
  });
});
