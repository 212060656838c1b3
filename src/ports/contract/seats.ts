import { describe, expect, it } from 'vitest';
import type { Seats } from '../seats.ts';

/** Seats of one bot, as several processes see them. */
export interface SeatsFixture {
  readonly open: () => Promise<Seats>;
  /** Lets all time pass for which a seat is kept. */
  readonly pass: () => Promise<void>;
}

/** What seats do, whatever keeps them. */
export const seatsContract = (name: string, make: () => Promise<SeatsFixture>): void => {
  describe(`${name} seats`, () => {
    it('are taken by one, all or none, and kept by who has them', async () => {
      const { open } = await make();
      const [one, two] = [await open(), await open()];
      expect(await one.take(['0/2', '1/2'], 'one')).toEqual({ ok: true });
      expect(await one.take(['0/2', '1/2'], 'one')).toEqual({ ok: true });
      expect(await two.take(['2/4', '1/2'], 'two')).toEqual({ ok: false, seat: '1/2', holder: 'one' });
      expect(await one.take(['2/4'], 'three')).toEqual({ ok: true });
    });

    it('are free when they are left, by who has them alone', async () => {
      const { open } = await make();
      const seats = await open();
      await seats.take(['0/1'], 'one');
      await seats.leave(['0/1'], 'two');
      expect(await seats.take(['0/1'], 'two')).toMatchObject({ ok: false });
      await seats.leave(['0/1'], 'one');
      expect(await seats.take(['0/1'], 'two')).toEqual({ ok: true });
    });

    it('are taken from the dead at once, and from the silent after a while', async () => {
      const { open, pass } = await make();
      const seats = await open();
      await seats.take(['0/1'], 'dead');
      await seats.take(['1/2'], 'dead too');
      expect(await seats.take(['0/1', '1/2'], 'two', ['somebody else', 'dead'])).toMatchObject({ ok: false });
      expect(await seats.take(['0/1', '1/2'], 'two', ['dead', 'dead too'])).toEqual({ ok: true });
      expect(await seats.take(['0/1'], 'dead')).toEqual({ ok: false, seat: '0/1', holder: 'two' });
      await pass();
      expect(await seats.take(['0/1'], 'three')).toEqual({ ok: true });
    });
  });
};
