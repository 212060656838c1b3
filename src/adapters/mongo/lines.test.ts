import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { breathe } from '#test/support/turns.ts';
import { Lines } from './lines.ts';

const BREAK = new Error('the line broke');

const rig = () => {
  const clock = createVirtualClock();
  const lines = new Lines({ clock, isBreak: (error) => error === BREAK });
  const open: ReturnType<typeof Promise.withResolvers<void>>[] = [];
  const begin = (count: number): readonly Promise<void>[] =>
    Array.from({ length: count }, () =>
      lines.use(() => {
        const call = Promise.withResolvers<void>();
        open.push(call);
        return call.promise;
      }),
    );
  return { clock, lines, open, begin };
};

/** Breaks once, so long after the one before that it counts. */
const breakOnce = async ({ clock, lines }: ReturnType<typeof rig>): Promise<void> => {
  clock.advance(100);
  await expect(lines.use(() => Promise.reject(BREAK))).rejects.toBe(BREAK);
};

describe('lines', () => {
  it('carry so many calls at once; the others come in their order', async () => {
    const { open, begin } = rig();
    const calls = begin(40);
    expect(open).toHaveLength(32);
    open[5]?.resolve();
    await calls[5];
    await breathe();
    expect(open).toHaveLength(33);
    for (const { resolve } of open) resolve();
    await breathe();
    for (const { resolve } of open) resolve();
    await Promise.all(calls);
    expect(open).toHaveLength(40);
  });

  it('are half as many after each break, four at least, and more again with every answer', async () => {
    const one = rig();
    const counts: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      await breakOnce(one);
      counts.push(one.lines.most);
    }
    expect(counts).toEqual([16, 8, 4, 4, 4]);
    let answers = 0;
    for (; one.lines.most < 32; answers += 1) await one.lines.use(() => Promise.resolve());
    // one more for each round of as many as there are
    expect(answers).toBeGreaterThan(450);
    expect(answers).toBeLessThan(600);
  });

  it('that break together are one break, and other errors are none', async () => {
    const { lines } = rig();
    const broken = Array.from({ length: 20 }, () => lines.use(() => Promise.reject(BREAK)));
    await Promise.allSettled(broken);
    expect(lines.most).toBe(16);
    await Promise.allSettled([lines.use(() => Promise.reject(new Error('another')))]);
    expect(lines.most).toBe(16);
  });

  it('do not keep others waiting for who says nothing, and count nobody twice', async () => {
    const one = rig();
    for (let n = 0; n < 3; n += 1) await breakOnce(one);
    const { clock, open, begin } = one;
    const calls = begin(9);
    expect(open).toHaveLength(4);
    clock.advance(500);
    await breathe();
    expect(open).toHaveLength(8);
    for (const { resolve } of open.slice(0, 4)) resolve();
    await breathe();
    expect(open).toHaveLength(8);
    open[4]?.resolve();
    await breathe();
    expect(open).toHaveLength(9);
    for (const { resolve } of open) resolve();
    await Promise.all(calls);
  });
});
