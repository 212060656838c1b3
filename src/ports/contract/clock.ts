import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';

/** A clock under test; `pass` lets at least so much of its time go by. */
export interface ClockFixture {
  readonly clock: Clock;
  readonly pass: (ms: number) => Promise<void>;
}

/** Time. */
export const clockContract = (name: string, open: () => ClockFixture): void => {
  describe(`${name} clock`, () => {
    it('moves both clocks on', async () => {
      const { clock, pass } = open();
      const wall = clock.nowMs();
      const mono = clock.monoMs();
      await pass(20);
      expect(clock.nowMs()).toBeGreaterThan(wall);
      expect(clock.monoMs()).toBeGreaterThanOrEqual(mono + 19);
    });

    it('calls back once, in order of time, never at once', async () => {
      const { clock, pass } = open();
      const calls: string[] = [];
      clock.after(30, () => calls.push('late'));
      clock.after(1, () => calls.push('early'));
      clock.after(0, () => calls.push('first'));
      expect(calls).toEqual([]);
      await pass(60);
      expect(calls.toSorted()).toEqual(['early', 'first', 'late']);
      expect(calls.at(-1)).toBe('late');
      await pass(60);
      expect(calls).toHaveLength(3);
    });

    it('does not call back what was cancelled', async () => {
      const { clock, pass } = open();
      const calls: string[] = [];
      const cancel = clock.after(5, () => calls.push('cancelled'));
      clock.after(5, () => calls.push('kept'));
      cancel();
      cancel();
      await pass(40);
      expect(calls).toEqual(['kept']);
    });

    it('calls back what a callback asks for', async () => {
      const { clock, pass } = open();
      let depth = 0;
      const again = (): void => {
        depth += 1;
        if (depth < 3) clock.after(2, again);
      };
      clock.after(2, again);
      await pass(60);
      expect(depth).toBe(3);
    });
  });
};
