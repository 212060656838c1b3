import { battle } from '#actors/battle/battle.ts';
import type { Place } from '#actors/kit/define-entity.ts';
import type { Tempo } from '#game/battle/battle-protocol.ts';
import { FACTORS } from '#game/battle/data/index.ts';
import { forge } from '#game/battle/forge.ts';
import { AUTOPILOT, type Setup, type Sheet, SUPPLIES, type Team } from '#game/battle/cross/v1/sheet.ts';
import { HALL_UPBRINGING } from '#game/battle/trainer-lineup.ts';
import { isAllAlike } from '#game/battle/team-law.ts';
import { petShape } from '#game/pet/fighter.ts';
import { SPECIES } from '#game/pet/species.ts';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';
import type { World } from './world.ts';

const LEVEL = 50;
const SIDE = 3;

const sheets: readonly Sheet[] = SPECIES.map((species) =>
  forge(petShape(species, HALL_UPBRINGING), FACTORS, { level: LEVEL }),
);

/** Fighters of a side; with `stamina` times their HP, for battles that outlast a measurement. */
const randomFighters = (rng: Rng, stamina: number): Sheet[] => {
  const team = Array.from({ length: SIDE }, () => {
    const sheet = sheets[randomBelow(rng, sheets.length)];
    if (sheet === undefined) throw new Error('there are no fighters');
    return { ...sheet, hp: Math.min(1_000_000, sheet.hp * stamina) };
  });
  return isAllAlike(team) ? randomFighters(rng, stamina) : team;
};

const team = (rng: Rng): Team => ({
  fighters: randomFighters(rng, 1),
  seed: [rng.next(), rng.next(), rng.next(), rng.next()],
  supplies: SUPPLIES,
  standing: AUTOPILOT,
});

/** Random teams of three against each other, always the same ones for a seed. */
export const randomSetups = (count: number, seed: number): readonly Setup[] => {
  const rng = sfc32(20, 26, 11, seed);
  return Array.from({ length: count }, () => [team(rng), team(rng)] as const);
};

/** Opens and begins a battle of two trainers with random fighters. @throws Error when it is refused */
export const beginBattle = async (
  world: World,
  place: Place,
  tempo: Tempo,
  rng: Rng,
  stamina: number,
): Promise<void> => {
  const lineup = () => ({
    fighters: randomFighters(rng, stamina),
    supplies: SUPPLIES,
    standing: AUTOPILOT,
    pets: [],
  });
  const opened = await world.engine.ask(
    battle,
    place,
    {
      type: 'Open',
      tempo,
      players: [
        { kind: 'trainer', trainerId: 'wren' },
        { kind: 'trainer', trainerId: 'rook' },
      ],
      lineup: lineup(),
      answer: lineup(),
      stake: 0,
      isPrivate: false,
      isEven: true,
    },
    world.call('bench', `${place.id}o`),
  );
  if (!opened.ok) throw new Error(opened.rejection.message);
  await world.engine.ask(
    battle,
    place,
    { type: 'Begin', seed: 'bench' },
    world.call('bench', `${place.id}s`),
  );
};
