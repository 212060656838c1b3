import { FACTORS } from '#game/battle/data/index.ts';
import { forge } from '#game/battle/forge.ts';
import { AUTOPILOT, type Setup, type Sheet, SUPPLIES, type Team } from '#game/battle/cross/v1/sheet.ts';
import { HALL_UPBRINGING } from '#game/battle/trainer-lineup.ts';
import { petShape } from '#game/pet/fighter.ts';
import { SPECIES } from '#game/pet/species.ts';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';

const LEVEL = 50;
const SIDE = 3;

const sheets: readonly Sheet[] = SPECIES.map((species) =>
  forge(petShape(species, HALL_UPBRINGING), FACTORS, { level: LEVEL }),
);

/** Fighters of a side; with `stamina` times their HP, for battles that outlast a measurement. */
export const randomFighters = (rng: Rng, stamina = 1): Sheet[] =>
  Array.from({ length: SIDE }, () => {
    const sheet = sheets[randomBelow(rng, sheets.length)];
    if (sheet === undefined) throw new Error('there are no fighters');
    return { ...sheet, hp: Math.min(1_000_000, sheet.hp * stamina) };
  });

const team = (rng: Rng, stamina: number): Team => ({
  fighters: randomFighters(rng, stamina),
  seed: [rng.next(), rng.next(), rng.next(), rng.next()],
  supplies: SUPPLIES,
  standing: AUTOPILOT,
});

/** Random teams of three against each other, always the same ones for a seed. */
export const randomSetups = (count: number, seed: number, stamina = 1): readonly Setup[] => {
  const rng = sfc32(20, 26, 11, seed);
  return Array.from({ length: count }, () => [team(rng, stamina), team(rng, stamina)] as const);
};
