import { FIGHTER_KINDS } from '#game/battle/cross/v1/sheet.ts';
import { type Factors, factorsSchema, INTERVALS, SLANTS } from '#game/battle/factors.ts';
import { forge } from '#game/battle/forge.ts';
import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import type { Pool } from './pool.ts';
import { ARCHETYPES, neutral, shippedShapes, slanted } from './shapes.ts';
import { type Pairing, shareOf, summed } from './tally.ts';

/** How a share of wins follows from a ratio of products: p = 1 / (1 + r^-k). */
const RATING_POWER = 6;
/** Teams that every bin meets in a round, and of how many battles each meeting is. */
const OPPONENTS = 100;
/** Battles of a meeting, by round: rough steps first. */
const ROUNDS = [40, 60, 100, 150, 200, 200, 200] as const;
/** A step goes this part of the way, because all factors move at once. */
const DAMPING = 0.8;
const ONE = 10_000;

interface Bin {
  readonly kind: number;
  readonly interval: number;
  readonly slant: number;
}

const BINS: readonly Bin[] = FIGHTER_KINDS.flatMap((_, kind) =>
  INTERVALS.flatMap((__, interval) => SLANTS.map((___, slant) => ({ kind, interval, slant }))),
);

const factorsOf = (logs: readonly number[]): Factors =>
  factorsSchema.parse({
    rules: 'cross/v1',
    hp: Object.fromEntries(
      FIGHTER_KINDS.map((name, kind) => [
        name,
        INTERVALS.map((_, interval) =>
          SLANTS.map((__, slant) => {
            const n = (kind * INTERVALS.length + interval) * SLANTS.length + slant;
            return Math.round(ONE * Math.exp(logs[n] ?? 0));
          }),
        ),
      ]),
    ),
  });

/** Attack's weight to 1,000 of the others, at which a fighter has that slant. */
const attackAt = (slant: number): number => Math.round(1_000 * (slant / 1_000) ** 1.5);

/**
 * Fits the factors: every bin of kind, interval and slant meets the same random teams, and its HP moves against what it
 * wins above half. The same seed gives the same factors.
 */
export const fitFactors = async (
  pool: Pool,
  seed: number,
  tell: (line: string) => void,
): Promise<Factors> => {
  let logs = BINS.map(() => 0);
  for (const [round, battles] of ROUNDS.entries()) {
    const factors = factorsOf(logs);
    const rng = sfc32(seed, round, 0xa54f_f53a, 0x510e_527f);
    const sheets = BINS.map(({ kind, interval, slant }) =>
      forge(
        slanted(FIGHTER_KINDS[kind] ?? 'pet', INTERVALS[interval] ?? 4, attackAt(SLANTS[slant] ?? 1_000)),
        factors,
      ),
    );
    const population = [...shippedShapes(), ...ARCHETYPES].map((shape) => forge(neutral(shape), factors));
    const opponents = Array.from({ length: OPPONENTS }, () =>
      [0, 1, 2].map(() => population[randomBelow(rng, population.length)]!),
    );
    const pairings = sheets.flatMap((sheet) =>
      opponents.map((team): Pairing => ({
        teams: [[sheet, sheet, sheet], team],
        how: 'plain',
        battles,
        seed: rng.next(),
      })),
    );
    const tallies = await pool.play(pairings);
    const shares = BINS.map((_, n) => shareOf(summed(tallies.slice(n * OPPONENTS, (n + 1) * OPPONENTS))));
    const steps = shares.map((share) => -Math.log(share / (1 - share)) / RATING_POWER);
    const moved = logs.map((log, n) => log + DAMPING * (steps[n] ?? 0));
    const mean = moved.reduce((sum, log) => sum + log, 0) / moved.length;
    logs = moved.map((log) => log - mean);
    // all bins together may do better than the mixed teams; what counts is how far they are apart
    const middle = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const off = shares.reduce((sum, share) => sum + Math.abs(share - middle), 0) / shares.length;
    tell(`fit ${round + 1}/${ROUNDS.length}: bins are ${(100 * off).toFixed(2)} points apart on average`);
  }
  return factorsOf(logs);
};
