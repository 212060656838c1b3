import rateGlicko2 from 'glicko2-lite';
import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';
import { type Meetings, meetingsSchema } from './meetings.ts';

/** Glicko-2 (Glickman, http://www.glicko.net/glicko/glicko2.pdf) with its usual start and a system constant of 0.5. */
const START = { rating: 1_500, rd: 350, vol: 0.06 } as const;
const TAU = 0.5;
/** How a person stands. Rating and deviation are kept as whole hundredths, volatility as millionths. */
export interface Place {
  readonly rating: number;
  readonly rd: number;
  readonly vol: number;
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
  /** Time of the last battle, ms since the epoch; absent: before it was kept, or none yet. */
  readonly atMs?: number | undefined;
  /** Whom they were rated with on the day of that battle. */
  readonly met?: Meetings | undefined;
}

/** Form of a {@link Place}. */
export const placeSchema: z.ZodType<Place> = z.strictObject({
  rating: z.int(),
  rd: countSchema,
  vol: countSchema,
  wins: countSchema,
  losses: countSchema,
  draws: countSchema,
  atMs: countSchema.optional(),
  met: meetingsSchema.optional(),
});

/** Whom nobody has met yet. */
export const NEWCOMER: Place = {
  rating: START.rating * 100,
  rd: START.rd * 100,
  vol: START.vol * 1_000_000,
  wins: 0,
  losses: 0,
  draws: 0,
};

/** A rating period without a battle: a week. */
const PERIOD_MS = 7 * 86_400_000;
/** Points of a rating to one of Glickman's own scale (step 2). */
const SCALE = 173.7178;

/**
 * A place as it counts when its person comes back: each week away makes it less certain (step 6 of Glicko-2 for a period
 * without a game: rd' = sqrt(rd² + σ²)), up to a newcomer's.
 */
export const rested = (place: Place, nowMs: number): Place => {
  const weeks = place.atMs === undefined ? 0 : Math.max(0, Math.floor((nowMs - place.atMs) / PERIOD_MS));
  if (weeks === 0) return place;
  const rd = place.rd / 100;
  const drift = (place.vol / 1_000_000) * SCALE;
  return {
    ...place,
    rd: Math.min(NEWCOMER.rd, Math.round(Math.sqrt(rd * rd + drift * drift * weeks) * 100)),
  };
};

/** A place after one battle, which is a rating period of its own. `score`: 1 won, 0.5 drawn, 0 lost. */
export const rated = (own: Place, other: Place, score: 0 | 0.5 | 1): Place => {
  const next = rateGlicko2(
    own.rating / 100,
    own.rd / 100,
    own.vol / 1_000_000,
    [[other.rating / 100, other.rd / 100, score]],
    { rating: START.rating, tau: TAU },
  );
  return {
    rating: Math.round(next.rating * 100),
    rd: Math.round(next.rd * 100),
    vol: Math.round(next.vol * 1_000_000),
    wins: own.wins + (score === 1 ? 1 : 0),
    losses: own.losses + (score === 0 ? 1 : 0),
    draws: own.draws + (score === 0.5 ? 1 : 0),
  };
};

/** A rating as people read it. */
export const readable = (place: Place): number => Math.round(place.rating / 100);

/** How far a rating may be off as people read it: 95 times in a hundred it is within ± this. */
export const spreadOf = (place: Place): number => Math.round((2 * place.rd) / 100);
