import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { counter } from '#test/support/counter-kind.ts';
import { createHold } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import type { Follower } from './follower-runner.ts';

let keys = 0;
const add = (rig: Rig, id: string) => {
  keys += 1;
  return rig.engine.ask(counter, { realm: '0', id }, { type: 'Add', amount: 1 }, rig.call(`f${keys}`));
};

/** Remembers what it was told, by entity. */
const createListener = (fail: () => boolean = () => false) => {
  const seen = new Map<string, number[]>();
  const follower: Follower = {
    name: 'listener',
    kinds: ['counter'],
    handle: (_commit, { id, seq }) => {
      if (fail()) throw new Error('the listener is ill');
      seen.set(id, [...(seen.get(id) ?? []), seq]);
    },
    rows: (commit, { id, seq }) => [{ key: `${id}/${seq}`, value: commit.cmds.length }],
  };
  return { seen, follower };
};

const isInOrderWithoutGaps = (seqs: readonly number[]): boolean => {
  let newest = 0;
  for (const seq of seqs) {
    // a repeat may come, a gap never
    if (seq > newest + 1) return false;
    newest = Math.max(newest, seq);
  }
  return true;
};

describe('a follower', () => {
  it('gets each commit, in order within a stream, when the store shuffles streams and repeats pages', async () => {
    const { seen, follower } = createListener();
    const rig = await createRig({
      followers: [follower],
      store: { shuffleSeed: 3, faults: { repeats: () => 2 } },
    });
    for (let n = 0; n < 60; n += 1) {
      await add(rig, `e${n % 7}`);
      if (n % 9 === 0) await rig.pass(50);
    }
    await rig.pass(2_000);
    for (const [id, seqs] of seen) {
      expect([id, isInOrderWithoutGaps(seqs)]).toEqual([id, true]);
      expect(Math.max(...seqs)).toBe(rig.engine.entity('counter', { realm: '0', id })?.seq);
    }
    expect(seen.size).toBe(7);
  });

  it('goes on from its checkpoint after a restart and sees nothing of before it again', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const first = createListener();
    const rig = await createRig({ backing, clock, followers: [first.follower] });
    for (let n = 0; n < 5; n += 1) await add(rig, 'a');
    await rig.pass(2_000);
    rig.engine.kill();
    const silent = await createRig({ backing, clock });
    await add(silent, 'a');
    silent.engine.kill();
    const second = createListener();
    const next = await createRig({ backing, clock, followers: [second.follower] });
    await add(next, 'a');
    await next.pass(2_000);
    expect(first.seen.get('a')).toEqual([1, 2, 3, 4, 5]);
    expect(second.seen.get('a')).toEqual([6, 7]);
  });

  it('that throws loses nothing: it is told again, and its checkpoint waits', async () => {
    const isIll = { ill: true };
    const { seen, follower } = createListener(() => isIll.ill);
    const rig = await createRig({ followers: [follower] });
    await add(rig, 'a');
    await add(rig, 'a');
    await rig.pass(3_000);
    expect(rig.alarms.some(({ what }) => what === 'follower')).toBe(true);
    isIll.ill = false;
    await rig.pass(5_000);
    expect(seen.get('a')).toEqual([1, 2]);
    expect(await rig.engine.views.rows('listener', 'a/', { limit: 9 })).toHaveLength(2);
  });

  it('that was taken over saves nothing more and stops', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const old = createListener();
    const young = createListener();
    const first = await createRig({ backing, clock, followers: [old.follower] });
    await add(first, 'a');
    await first.pass(2_000);
    const second = await createRig({ backing, clock, followers: [young.follower] });
    await add(second, 'b');
    await second.pass(5_000);
    await add(second, 'b');
    await second.pass(5_000);
    expect(young.seen.get('b')).toEqual([1, 2]);
    expect((old.seen.get('b') ?? []).length).toBeLessThanOrEqual(1);
  });

  it('keeps up while commits come without a pause', async () => {
    const { seen, follower } = createListener();
    const rig = await createRig({ followers: [follower] });
    for (let n = 0; n < 200; n += 1) {
      await add(rig, 'a');
      rig.clock.advance(10);
    }
    await rig.still();
    expect(seen.get('a')?.length ?? 0).toBeGreaterThan(100);
  });

  it('soon sees what was committed while it was reading', async () => {
    const hold = createHold();
    const { seen, follower } = createListener();
    const rig = await createRig({ followers: [follower], store: { defer: hold.defer } });
    await add(rig, 'a');
    hold.hold('followers', 'after');
    await rig.pass(100);
    await add(rig, 'a');
    hold.release('followers');
    await rig.pass(400);
    expect(seen.get('a')).toEqual([1, 2]);
  });

  it('rows of a read model are keyed by what they came from: told twice is written once', async () => {
    const { follower } = createListener();
    const rig = await createRig({ followers: [follower], store: { faults: { repeats: () => 5 } } });
    for (let n = 0; n < 6; n += 1) {
      await add(rig, 'a');
      await rig.pass(100);
    }
    await rig.pass(2_000);
    const rows = await rig.engine.views.rows('listener', 'a/', { limit: 99 });
    expect(rows.map(({ key }) => key)).toEqual(['a/1', 'a/2', 'a/3', 'a/4', 'a/5', 'a/6']);
  });
});
