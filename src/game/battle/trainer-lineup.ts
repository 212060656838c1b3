import { starterLoadout } from '../osrs/starters.ts';
import { osrsShape } from '../osrs/fighter.ts';
import type { Levels } from '../osrs/skills.ts';
import { petShape } from '../pet/fighter.ts';
import { SPECIES, speciesById } from '../pet/species.ts';
import { loadDex } from '../pokemon/dex.ts';
import { pokemonShape } from '../pokemon/shape.ts';
import { starterOf, STARTERS } from '../pokemon/starters.ts';
import { invariant } from '../shared/errors.ts';
import { EVEN_LEVEL, type Lineup } from './battle-protocol.ts';
import { FACTORS } from './data/index.ts';
import { forge } from './forge.ts';
import type { Shape } from './shape.ts';
import type { Trainer } from './trainers.ts';

/** How a pet of the hall was brought up. Bond in thousandths. */
export const HALL_UPBRINGING = {
  bond: 50_000,
  skills: { agility: 0, strength: 0, wit: 0, charm: 0, courage: 0 },
};

/** Levels of a trainer's own account: combat level 70 and a bit. */
export const HALL_ACCOUNT: Levels = {
  attack: 70,
  strength: 70,
  defence: 70,
  hitpoints: 70,
  ranged: 70,
  magic: 70,
  prayer: 52,
};
const STYLES = ['melee', 'ranged', 'magic'] as const;

/** A fighter by its ref: `pet:<species>`, `pokemon:<starter>` or `osrs:<style>`. @throws InvariantError for another one */
const shapeOf = async (ref: string): Promise<Shape> => {
  const [world, name = ''] = ref.split(':');
  const style = STYLES.find((one) => one === name);
  if (world === 'osrs' && style !== undefined)
    return osrsShape(HALL_ACCOUNT, starterLoadout(style, HALL_ACCOUNT));
  const species = world === 'pet' ? speciesById(name) : undefined;
  if (species !== undefined) return petShape(species, HALL_UPBRINGING);
  const starter = world === 'pokemon' ? starterOf(name) : undefined;
  const shape = starter === undefined ? undefined : pokemonShape(await loadDex(), starter.mon);
  invariant(shape !== undefined, `there is no fighter ${ref}`);
  return shape;
};

/** What newcomers have: pets, starters and an account in common gear, in the proportions of their worlds. */
export const usualShapes = (): Promise<readonly Shape[]> =>
  Promise.all(
    [
      ...SPECIES.map(({ id }) => `pet:${id}`),
      ...STARTERS.map(({ id }) => `pokemon:${id}`),
      ...STYLES.map((style) => `osrs:${style}`),
    ].map(shapeOf),
  );

/** A trainer's side, with as many fighters as the other has (1 to 3). */
export const trainerLineup = async (trainer: Trainer, size: number): Promise<Lineup> => ({
  fighters: await Promise.all(
    trainer.fighters
      .slice(0, size)
      .map(async (ref) => forge(await shapeOf(ref), FACTORS, { level: EVEN_LEVEL + trainer.edge })),
  ),
  supplies: trainer.supplies,
  standing: trainer.standing,
  pets: [],
});
