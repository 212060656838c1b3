import rateGlicko2 from 'glicko2-lite';
import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';

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
}

/** Form of a {@link Place}. */
export const placeSchema: z.ZodType<Place> = z.strictObject({
  rating: z.int(),
  rd: countSchema,
  vol: countSchema,
  wins: countSchema,
  losses: countSchema,
  draws: countSchema,
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
