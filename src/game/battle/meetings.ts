import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';

/** Battles of the same two people that one day (UTC) rates: a series of five. Further ones change no rating. */
export const RATED_A_DAY = 5;
/** People whom one person's count of a day remembers; with more the first is forgotten. */
const RIVALS_MAX = 50;
const DAY_MS = 86_400_000;

/** Whom somebody was rated with on their last day, and how often. */
export interface Meetings {
  readonly day: number;
  readonly with: Readonly<Record<string, number>>;
}

/** Form of {@link Meetings}. */
export const meetingsSchema: z.ZodType<Meetings> = z.strictObject({
  day: countSchema,
  with: z.record(z.string(), countSchema),
});

const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

/** How often somebody was rated with another person today. */
export const metToday = (meetings: Meetings | undefined, other: string, nowMs: number): number =>
  meetings?.day === dayOf(nowMs) ? (meetings.with[other] ?? 0) : 0;

/** The same with one more. */
export const withMeeting = (meetings: Meetings | undefined, other: string, nowMs: number): Meetings => {
  const day = dayOf(nowMs);
  const before = meetings?.day === day ? meetings.with : {};
  const { [other]: times = 0, ...others } = before;
  return {
    day,
    with: Object.fromEntries([...Object.entries(others).slice(1 - RIVALS_MAX), [other, times + 1]]),
  };
};
