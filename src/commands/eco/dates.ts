import { dayIn, startAfterDay } from '#game/profile/calendar.ts';
import type { Input } from '../define-command.ts';
import { wrongInput } from '../options.ts';
import { refuse } from '../rejected.ts';

const DAY_MS = 86_400_000;
const FORM = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const YEAR_MIN = 2000;
const YEAR_MAX = 2199;

/** Calendar days, counted from 1970-01-01, both inclusive. */
export interface Days {
  readonly from?: number;
  readonly to?: number;
}

/** Days as moments: from the first ms on, and before the last one. */
export interface Span {
  readonly fromMs?: number;
  readonly beforeMs?: number;
}

const dayOf = (text: string, today: number): number | undefined => {
  const word = text.trim().toLowerCase();
  if (word === 'today') return today;
  if (word === 'yesterday') return today - 1;
  const [, year = '', month = '', day = ''] = FORM.exec(word) ?? [];
  if (Number(year) < YEAR_MIN || Number(year) > YEAR_MAX) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isThatDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isThatDay ? date.getTime() / DAY_MS : undefined;
};

/** A day as people write it. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/**
 * The options `from` and `to` as calendar days in a person's zone. @throws CommandRejection E_INPUT for what is no date,
 * and for a `from` after `to`
 */
export const readDays = (input: Input, timeZone: string, nowMs: number): Days => {
  const today = dayIn(timeZone, nowMs);
  const read = (name: 'from' | 'to'): Days => {
    const text = input[name];
    if (typeof text !== 'string') return {};
    const day = dayOf(text, today);
    const accepted = `a date like \`${dayText(today)}\`, or \`today\` or \`yesterday\``;
    return day === undefined ? refuse(wrongInput(name, text, accepted)) : { [name]: day };
  };
  const days = { ...read('from'), ...read('to') };
  if (days.from !== undefined && days.to !== undefined && days.from > days.to) {
    return refuse({
      code: 'E_INPUT',
      field: 'from',
      message: `\`from\` (${dayText(days.from)}) is after \`to\` (${dayText(days.to)}): swap them.`,
    });
  }
  return days;
};

/** First ms of a day in that zone. */
const startOf = (timeZone: string, day: number): number =>
  startAfterDay(timeZone, day - 1, (day - 1) * DAY_MS);

/** When these days begin and end in a person's zone. */
export const spanOf = (days: Days, timeZone: string): Span => ({
  ...(days.from === undefined ? {} : { fromMs: startOf(timeZone, days.from) }),
  ...(days.to === undefined ? {} : { beforeMs: startOf(timeZone, days.to + 1) }),
});
