import { describe, expect, it } from 'vitest';
import { CommandRejection } from '../rejected.ts';
import { dayText, readDays, spanOf } from './dates.ts';

const NOW = Date.UTC(2026, 2, 29, 12);
const HOUR = 3_600_000;

const refusal = (from: string | undefined, to?: string): unknown => {
  try {
    return readDays({ from, to }, 'UTC', NOW);
  } catch (error) {
    if (error instanceof CommandRejection) return error.rejection;
    throw error;
  }
};

describe('dates', () => {
  it('are days of the calendar, or words for them', () => {
    const { from = 0, to = 0 } = readDays({ from: '2026-2-3', to: 'Yesterday' }, 'UTC', NOW);
    expect([dayText(from), dayText(to)]).toEqual(['2026-02-03', '2026-03-28']);
    expect(readDays({}, 'UTC', NOW)).toEqual({});
    expect(dayText(readDays({ from: 'today' }, 'Pacific/Kiritimati', NOW).from ?? 0)).toBe('2026-03-30');
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '1999-12-31',
    '2200-01-01',
    '29.3.2026',
    '5',
    'soon',
    '',
  ])('are not “%s”', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'E_INPUT', field: 'from' });
    expect(refusal(undefined, text)).toMatchObject({ code: 'E_INPUT', field: 'to' });
  });

  it('end after they begin', () => {
    expect(refusal('2026-03-02', '2026-03-01')).toMatchObject({ code: 'E_INPUT', field: 'from' });
    expect(refusal('2026-03-01', '2026-03-01')).not.toHaveProperty('code');
  });

  it('begin and end at midnight of the zone, on a day of 23 hours too', () => {
    const days = readDays({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Zurich', NOW);
    const { fromMs = 0, beforeMs = 0 } = spanOf(days, 'Europe/Zurich');
    expect(fromMs).toBe(Date.UTC(2026, 2, 28, 23));
    expect(beforeMs - fromMs).toBe(23 * HOUR);
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      const day = spanOf(days, zone);
      expect((day.beforeMs ?? 0) - (day.fromMs ?? 0)).toBe(24 * HOUR);
    }
  });
});
