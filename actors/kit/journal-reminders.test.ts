import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { counter } from '#test/support/counter-kind.ts';
import { createHold } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe } from '#test/support/probe-kind.ts';

const a = { realm: '0', id: 'a' };
const total = (rig: Rig, id = 'a') => rig.engine.read(counter, { realm: '0', id }, 'total', {}, rig.call());
const remind = (rig: Rig, dueMs: number, id = 'a') =>
  rig.engine.ask(counter, { realm: '0', id }, { type: 'RemindMe', dueMs, amount: 3 }, rig.call());

/** Counts how often the driver asks what is due. */
const countLooks = (rig: Rig): { count: number } => {
  const looks = { count: 0 };
  const { reminders } = rig.store;
  const next = reminders.nextDueMs.bind(reminders);
  reminders.nextDueMs = async (...args) => {
    looks.count += 1;
    return next(...args);
  };
  return looks;
};

describe('a reminder', () => {
  it('takes effect once when the process dies at any step of it', async () => {
    for (let step = 2; step <= 4; step += 1) {
      const backing = createMemoryBacking();
      const clock = createVirtualClock();
      let appends = 0;
      const rig: Rig = await createRig({
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
      await remind(rig, clock.nowMs() + 10_000);
      await rig.pass(15_000);
      rig.engine.kill();
      const next = await createRig({ backing, clock });
      await next.pass(35_000);
      expect(await total(next)).toBe(3);
      expect(await next.store.reminders.nextDueMs(next.store.leases.owned())).toBeUndefined();
      next.engine.kill();
    }
  });

  it('fires after a restart that slept over its time', async () => {
    const backing = createMemoryBacking();
    const clock = createVirtualClock();
    const rig = await createRig({ backing, clock });
    await remind(rig, clock.nowMs() + 10_000);
    rig.engine.kill();
    clock.advance(3_600_000);
    const next = await createRig({ backing, clock });
    await next.pass(1_000);
    expect(await total(next)).toBe(3);
  });

  it('set again under its name replaces the first', async () => {
    const rig = await createRig();
    await remind(rig, rig.clock.nowMs() + 5_000);
    await remind(rig, rig.clock.nowMs() + 9_000);
    await rig.pass(6_000);
    expect(await total(rig)).toBe(0);
    await rig.pass(5_000);
    expect(await total(rig)).toBe(3);
  });

  it('fires when the wall clock jumps back an hour and comes there again', async () => {
    const rig = await createRig();
    await remind(rig, rig.clock.nowMs() + 5_000);
    rig.clock.jump(-3_600_000);
    rig.clock.advance(10_000);
    await rig.still();
    expect(await total(rig)).toBe(0);
    for (let n = 0; n < 121; n += 1) {
      rig.clock.advance(30_000);
      await rig.still();
    }
    await rig.pass(2_000);
    expect(await total(rig)).toBe(3);
  });

  it('set while the driver looks is not forgotten until its next round', async () => {
    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    await remind(rig, rig.clock.nowMs() + 60_000, 'b');
    hold.hold('reminders', 'after');
    rig.clock.advance(30_500);
    await rig.still();
    hold.step('reminders');
    await rig.still();
    // the driver has read when the earliest is due, and does not know it yet
    await remind(rig, rig.clock.nowMs() + 2_000);
    hold.release('reminders');
    await rig.pass(4_000);
    expect(await total(rig)).toBe(3);
  });

  it('of hundreds at one time all fire', async () => {
    const rig = await createRig();
    const dueMs = rig.clock.nowMs() + 2_000;
    for (let n = 0; n < 1_200; n += 1) await remind(rig, dueMs, `e${n}`);
    await rig.pass(4_000);
    const totals = await Promise.all(Array.from({ length: 1_200 }, (_, n) => total(rig, `e${n}`)));
    expect(totals.filter((sum) => sum === 3)).toHaveLength(1_200);
  });

  it('that breaks its entity is put aside once, and the entity goes on', async () => {
    const rig = await createRig({ kinds: [probe] });
    await rig.engine.ask(probe, a, { type: 'Bomb', dueMs: rig.clock.nowMs() + 1_000 }, rig.call());
    await rig.pass(60_000);
    expect(await rig.engine.ask(probe, a, { type: 'Stamp' }, rig.call())).toMatchObject({ ok: true });
    expect(await rig.store.deadLetters.count()).toBe(1);
  });

  it('is not hidden by hundreds that stay due before it', async () => {
    const rig = await createRig({ kinds: [probe, counter] });
    const soonMs = rig.clock.nowMs() + 1_000;
    for (let n = 0; n < 1_200; n += 1) {
      await rig.engine.ask(probe, { realm: '0', id: `p${n}` }, { type: 'Bomb', dueMs: soonMs }, rig.call());
    }
    await remind(rig, soonMs + 5_000);
    await rig.pass(10_000);
    expect(await total(rig)).toBe(3);
    expect(await rig.store.deadLetters.count()).toBe(1_200);
  });

  it('of hundreds on their way costs no look each millisecond', async () => {
    const hold = createHold();
    const rig = await createRig({ store: { defer: hold.defer } });
    const dueMs = rig.clock.nowMs() + 1_000;
    for (let n = 0; n < 600; n += 1) await remind(rig, dueMs, `e${n}`);
    const looks = countLooks(rig);
    hold.hold('append', 'before');
    rig.clock.advance(1_000);
    await rig.still();
    for (let ms = 0; ms < 500; ms += 1) {
      rig.clock.advance(1);
      await rig.still();
    }
    expect(looks.count).toBeLessThanOrEqual(2);
    hold.release('append');
    await rig.pass(1_000);
    expect(await total(rig, 'e599')).toBe(3);
  });

  it('that cannot take effect is tried less and less often, and not forgotten', async () => {
    const isDown = { down: false };
    const rig = await createRig({
      store: { faults: { unavailable: (operation) => isDown.down && operation === 'read' } },
    });
    await remind(rig, rig.clock.nowMs() + 30_000);
    const looks = countLooks(rig);
    isDown.down = true;
    await rig.pass(330_000);
    // about each second at first, each half minute in the end
    expect(looks.count).toBeGreaterThan(10);
    expect(looks.count).toBeLessThan(40);
    isDown.down = false;
    await rig.pass(31_000);
    expect(await total(rig)).toBe(3);
  });
});
