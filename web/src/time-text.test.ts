import { describe, expect, it } from 'vitest';
import { clockTime, relativeTime } from './time-text.ts';

const now = Date.UTC(2024, 4, 3, 12, 0, 0);
const hour = 3_600_000;

describe('times', () => {
  it('says the nearest whole unit before and after now', () => {
    expect(relativeTime(now, now)).toBe('now');
    expect(relativeTime(now + 59_999, now)).toBe('in 59 seconds');
    expect(relativeTime(now + 60_000, now)).toBe('in 1 minute');
    expect(relativeTime(now - 2 * hour, now)).toBe('2 hours ago');
    expect(relativeTime(now + 47 * hour, now)).toBe('tomorrow');
    expect(relativeTime(now - 40 * 24 * hour, now)).toBe('last month');
  });

  it('shows the clock for today, the day for this year, the year for others', () => {
    expect(clockTime(now - hour, now, 'UTC')).toBe('11:00');
    expect(clockTime(now - 24 * hour, now, 'UTC')).toBe('2 May 12:00');
    expect(clockTime(Date.UTC(2023, 11, 31, 23, 5), now, 'UTC')).toBe('31 Dec 2023 23:05');
  });

  it('takes the day of the reader, not of Greenwich', () => {
    const late = Date.UTC(2024, 4, 3, 23, 30);
    expect(clockTime(late, now, 'UTC')).toBe('23:30');
    expect(clockTime(late, now, 'Asia/Tokyo')).toBe('4 May 08:30');
  });
});
