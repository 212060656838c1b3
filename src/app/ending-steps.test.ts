import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { watch } from '#test/support/hold.ts';
import { breathe } from '#test/support/turns.ts';
import { endInSteps, type EndingStep } from './ending-steps.ts';

const never = (): Promise<never> => new Promise(() => undefined);

const rig = (steps: readonly EndingStep[]) => {
  const clock = createVirtualClock();
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown): void => void troubles.push(error);
  const ended = watch(endInSteps({ clock, withinMs: 10_000, onTrouble }, steps));
  return { clock, troubles, ended };
};

describe('an ending in steps', () => {
  it('takes them in order, each when the one before is done, and says that all was', async () => {
    const taken: string[] = [];
    const first = Promise.withResolvers<void>();
    const { clock, ended, troubles } = rig([
      { what: 'first', keepsMs: 500, run: (leftMs) => (taken.push(`first ${leftMs}`), first.promise) },
      { what: 'second', keepsMs: 0, run: (leftMs) => taken.push(`second ${leftMs}`) },
    ]);
    clock.advance(4_000);
    await breathe();
    expect(taken).toEqual(['first 9500']);
    first.resolve();
    await breathe();
    expect([taken, ended.value]).toEqual([['first 9500', 'second 6000'], true]);
    expect(troubles).toEqual([]);
    expect(clock.waiting()).toBe(0);
  });

  it('leaves later steps their time although every one hangs', async () => {
    const began: [string, number][] = [];
    const hang = (what: string, keepsMs: number): EndingStep => ({
      what,
      keepsMs,
      run: () => {
        began.push([what, clock.monoMs()]);
        return never();
      },
    });
    const steps = [hang('surface', 4_000), hang('followers', 1_000), hang('store', 0)];
    const { clock, ended, troubles } = rig(steps);
    for (let ms = 0; ms < 10_000; ms += 500) {
      await breathe();
      expect(ended.state()).toBe('waiting');
      clock.advance(500);
    }
    await breathe();
    expect(ended.value).toBe(false);
    expect(began).toEqual([
      ['surface', 0],
      ['followers', 6_000],
      ['store', 9_000],
    ]);
    expect(troubles.map((error) => (error as Error).message)).toEqual([
      'surface did not end in time',
      'followers did not end in time',
      'store did not end in time',
    ]);
    expect(clock.waiting()).toBe(0);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('outage');
      },
      1,
    ],
    ['fails', () => Promise.reject(new Error('outage')), 1],
    ['says that not all was done', () => Promise.resolve(false), 0],
  ])('goes on when a step %s, and says so', async (_how, run, alarms) => {
    const taken: string[] = [];
    const { ended, troubles } = rig([
      { what: 'first', keepsMs: 0, run },
      { what: 'second', keepsMs: 0, run: () => taken.push('second') },
    ]);
    await breathe();
    expect(taken).toEqual(['second']);
    expect(ended.value).toBe(false);
    expect(troubles).toEqual(Array.from({ length: alarms }, () => new Error('outage')));
  });
});
