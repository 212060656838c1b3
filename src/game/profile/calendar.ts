/**
 * Calendar days in a person's time zone. `decide` may ask this because its answer is stored in the event: replay never
 * computes a day again, so a newer time zone table cannot change the past.
 */

const FORMATTERS_MAX = 64;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Building one costs about 50 µs and tens of kilobytes, so a few are kept. */
const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const kept = formatters.get(timeZone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  const oldest = formatters.size >= FORMATTERS_MAX ? formatters.keys().next().value : undefined;
  if (oldest !== undefined) formatters.delete(oldest);
  formatters.set(timeZone, made);
  return made;
};

/** Whether it names a zone of the IANA table (`Europe/Zurich`, `UTC`); bare offsets are not taken. */
export const isTimeZone = (timeZone: string): boolean => {
  if (!/^[A-Za-z][A-Za-z0-9+_/-]{0,39}$/.test(timeZone)) return false;
  try {
    formatterOf(timeZone);
    return true;
  } catch {
    return false;
  }
};

const DAY_MS = 86_400_000;

/** Number of the calendar day in that zone, counted from 1970-01-01. */
export const dayIn = (timeZone: string, atMs: number): number => {
  const parts = { year: 1970, month: 1, day: 1 };
  for (const part of formatterOf(timeZone).formatToParts(atMs)) {
    if (part.type === 'year' || part.type === 'month' || part.type === 'day') {
      parts[part.type] = Number(part.value);
    }
  }
  return Math.floor(Date.UTC(parts.year, parts.month - 1, parts.day) / DAY_MS);
};

/** First ms at or after `fromMs` whose day in that zone is later than `day`; it lies within three days of it. */
export const startAfterDay = (timeZone: string, day: number, fromMs: number): number => {
  if (dayIn(timeZone, fromMs) > day) return fromMs;
  let low = fromMs;
  let high = fromMs + 3 * DAY_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dayIn(timeZone, middle) > day) high = middle;
    else low = middle;
  }
  return high;
};
