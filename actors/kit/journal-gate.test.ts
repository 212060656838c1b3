import { describe, expect, it } from 'vitest';
import type { Follower } from '#actors/kit/follower-runner.ts';
import { counter } from '#test/support/counter-kind.ts';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig } from '#test/support/kit-rig.ts';
import { ALL_GUARDS } from './guards.ts';

const a = { realm: '0', id: 'a' };
const b = { realm: '0', id: 'b' };
const add = (amount: number) => ({ type: 'Add', amount }) as const;

const createHeldRig = async (followers: readonly Follower[] = []) => {
  const hold = createHold();
  const rig = await createRig({ store: { defer: hold.defer }, followers });
  return { hold, rig };
};

describe('nothing leaves before the head it was decided on is durable', () => {
  it.each(['before', 'after'] as const)(
    'a reply and a rejection wait for a commit held %s its effect',
    async (when) => {
      const { hold, rig } = await createHeldRig();
      hold.hold('append', when);
      const reply = watch(rig.engine.ask(counter, a, add(5), rig.call()));
      const refusal = watch(rig.engine.ask(counter, a, add(-5), rig.call()));
      await rig.still();
      expect(hold.waiting('append')).toBe(1);
      expect([reply.state(), refusal.state()]).toEqual(['waiting', 'waiting']);
      hold.release('append');
      await rig.still();
      expect(reply.value).toMatchObject({ ok: true, value: { total: 5 }, seq: 1 });
      expect(refusal.value).toMatchObject({ ok: false, rejection: { code: 'E_INPUT' } });
    },
  );

  it('a read waits for the commits that it saw', async () => {
    const { hold, rig } = await createHeldRig();
    await rig.engine.ask(counter, a, add(1), rig.call());
    hold.hold('append', 'before');
    rig.engine.tell(counter, a, add(2), rig.call());
    const read = watch(rig.engine.read(counter, a, 'total', {}, rig.call()));
    const patient = watch(rig.engine.waitFor(counter, a, 'above', { least: 3 }, rig.call()));
    await rig.still();
    rig.engine.tell(counter, a, add(4), rig.call());
    const second = watch(rig.engine.read(counter, a, 'total', {}, rig.call()));
    await rig.still();
    expect([read.state(), patient.state(), second.state()]).toEqual(['waiting', 'waiting', 'waiting']);
    hold.release('append');
    await rig.still();
    expect([read.value, patient.value, second.value]).toEqual([3, 3, 7]);
  });

  it('the first read after waking waits until this owner has claimed the stream', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('append', 'before');
    const read = watch(rig.engine.read(counter, a, 'total', {}, rig.call()));
    await rig.still();
    expect(read.state()).toBe('waiting');
    hold.release('append');
    await rig.still();
    expect(read.value).toBe(0);
    const [stream] = await rig.store.journal.streams('', 1);
    expect(await rig.store.journal.read(stream!.stream, 1, 9)).toMatchObject([{ kind: 'claim', cmds: [] }]);
  });

  it('a claim is folded into the first commit when no read came before it', async () => {
    const { rig } = await createHeldRig();
    await rig.engine.ask(counter, a, add(1), rig.call());
    const [stream] = await rig.store.journal.streams('', 1);
    expect(await rig.store.journal.read(stream!.stream, 1, 9)).toMatchObject([
      { kind: 'commands', epoch: 1 },
    ]);
  });

  it('the bus, other entities and followers hear nothing of a commit on its way', async () => {
    const followed: number[] = [];
    const follower: Follower = {
      name: 'f',
      kinds: ['counter'],
      handle: (_commit, { seq }) => {
        followed.push(seq);
      },
    };
    const { hold, rig } = await createHeldRig([follower]);
    const heard: string[] = [];
    rig.bus.react('test', '*', ({ topic }) => {
      heard.push(topic);
    });
    hold.hold('append', 'before');
    const to = { kind: 'counter', ...b };
    rig.engine.tell(counter, a, { type: 'Send', to, amount: 7 }, rig.call());
    await rig.pass(2_000);
    expect(heard).toEqual([]);
    expect(followed).toEqual([]);
    expect(rig.engine.entity('counter', b)).toBeUndefined();
    hold.release('append');
    await rig.pass(1_000);
    await expect.poll(() => heard.toSorted()).toEqual(['counter.Added', 'counter.Arrived', 'counter.Sent']);
    expect(followed).toEqual([1, 1, 2]);
  });

  it('a second commit of the stream is not sent while the first is on its way', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('append', 'before');
    for (let n = 1; n <= 5; n += 1) {
      rig.engine.tell(counter, a, add(n), rig.call());
      await rig.still();
    }
    expect(hold.waiting('append')).toBe(1);
    hold.release('append');
    await rig.still();
    const [stream] = await rig.store.journal.streams('', 1);
    const commits = await rig.store.journal.read(stream!.stream, 1, 9);
    expect(commits.map(({ cmds }) => cmds.length)).toEqual([1, 4]);
  });
});

describe('switched off, the output gate is missed', () => {
  it('answers before the commit is durable', async () => {
    const hold = createHold();
    const rig = await createRig({
      store: { defer: hold.defer },
      guards: { ...ALL_GUARDS, outputGate: false },
    });
    hold.hold('append', 'before');
    const reply = watch(rig.engine.ask(counter, a, add(5), rig.call()));
    await rig.still();
    expect(reply.state()).toBe('done');
  });
});
