import { EXPEDITION_MINUTES_MAX, EXPEDITION_MINUTES_MIN } from '#game/pet/activities.ts';
import { wrongInput } from '../options.ts';
import { refuse } from '../rejected.ts';

/** What {@link readMinutes} reads. */
export const HOURS_TAKE = '10 minutes to 72 hours, for example `10m`, `1.5`, `8h` or `24`';

const FORM = /^(?:(\d{1,3}(?:\.\d{1,2})?)\s*h?)?\s*(?:(\d{1,4})\s*m(?:in)?)?$/i;

/**
 * Minutes of a time as people type it: `8`, `1.5`, `8h`, `90m`, `2h30m`; from 10 minutes to 72 hours.
 * @throws CommandRejection E_INPUT
 */
export const readMinutes = (text: string): number => {
  const match = FORM.exec(text.trim());
  const hours = Number(match?.[1] ?? 0);
  const minutes = Math.round(hours * 60) + Number(match?.[2] ?? 0);
  const isWithin = minutes >= EXPEDITION_MINUTES_MIN && minutes <= EXPEDITION_MINUTES_MAX;
  if (match !== null && isWithin) return minutes;
  return refuse(wrongInput('hours', text, HOURS_TAKE));
};

/** Minutes in words: `8 h`, `1 h 30 min`. */
export const minutesText = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])].join(
    ' ',
  );
};
