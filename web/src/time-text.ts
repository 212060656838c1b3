const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `in 3 hours`, `2 minutes ago`, `now`: the nearest whole unit, towards zero. */
export const relativeTime = (thenMs: number, nowMs: number): string => {
  const seconds = Math.trunc((thenMs - nowMs) / 1000);
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, 'second');
};

/** The local clock for today, with the day for other days: `14:05`, `3 May 14:05`, `3 May 2024 14:05`. */
export const clockTime = (thenMs: number, nowMs: number, timeZone?: string): string => {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = (ms: number): string => new Intl.DateTimeFormat('en-CA', zone).format(ms);
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...zone }).format(
    thenMs,
  );
  if (day(thenMs) === day(nowMs)) return clock;
  const sameYear = day(thenMs).slice(0, 4) === day(nowMs).slice(0, 4);
  const date = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone,
  }).format(thenMs);
  return `${date} ${clock}`;
};

/** Everything about a moment, for a tooltip: `Friday, 3 May 2024 at 14:05:09`. */
export const fullTime = (thenMs: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' }).format(thenMs);
