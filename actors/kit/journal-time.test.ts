import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe, type ProbeState } from '#test/support/probe-kind.ts';

const HOUR_MS = 3_600_000;
const a = { realm: '0', id: 'a' };

const stamp = async (rig: Rig, key: string): Promise<number> => {
  const answer = await rig.engine.ask(probe, a, { type: 'Stamp' }, rig.call(key));
  if (!answer.ok) throw new Error('refused');
  return answer.value.nowMs;
};
const now = (rig: Rig): Promise<number> => rig.engine.read(probe, a, 'now', {}, rig.call());

describe('time in a stream', () => {
  it('never runs backwards when the clock jumps back an hour: live, asleep and after a restart', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const rig = await createRig({ backing, clock, kinds: [probe] });
    const first = await stamp(rig, 'x1');
    clock.jump(-HOUR_MS);
    const second = await stamp(rig, 'x2');
    expect(await now(rig)).toBe(first);
    await rig.pass(8_000);
    expect(rig.engine.entity('probe', a)).toBeUndefined();
    const third = await stamp(rig, 'x3');
    rig.engine.kill();
    const next = await createRig({ backing, clock, kinds: [probe] });
    expect(await now(next)).toBe(first);
    const fourth = await stamp(next, 'x4');
    expect([second, third, fourth]).toEqual([first, first, first]);
    clock.jump(2 * HOUR_MS);
    expect(await stamp(next, 'x5')).toBeGreaterThan(first + HOUR_MS / 2);
    const [stream] = await next.store.journal.streams('', 1);
    const times = (await next.store.journal.read(stream!.stream, 1, 99)).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((x, y) => x - y));
  });

  it('of events is the stored one: live and replayed states are equal', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const rig = await createRig({ backing, clock, kinds: [probe] });
    for (let n = 0; n < 5; n += 1) {
      await stamp(rig, `x${n}`);
      clock.advance(1_234);
    }
    const live: ProbeState = await rig.engine.read(probe, a, 'state', {}, rig.call());
    rig.engine.kill();
    clock.jump(-HOUR_MS);
    const next = await createRig({ backing, clock, kinds: [probe] });
    const replayed: ProbeState = await next.engine.read(probe, a, 'state', {}, next.call());
    expect(replayed).toEqual(live);
    expect(live.times).toHaveLength(5);
  });

  it('for deadlines is monotonic: a jump of the wall clock expires nothing', async () => {
    const rig = await createRig({ kinds: [probe] });
    await now(rig);
    rig.clock.jump(24 * HOUR_MS);
    expect(await stamp(rig, 'x1')).toBeGreaterThan(0);
    rig.clock.jump(-48 * HOUR_MS);
    await rig.pass(1_000);
    expect(rig.engine.entity('probe', a)?.status).toBe('ready');
  });
});
