import { type Lineup } from '#game/battle/battle-protocol.ts';
import { FACTORS } from '#game/battle/data/index.ts';
import { forge } from '#game/battle/forge.ts';
import { type Trainer } from '#game/battle/trainers.ts';
import { petShape } from '#game/pet/fighter.ts';
import { speciesById } from '#game/pet/species.ts';
import { invariant } from '#game/shared/errors.ts';
import { EVEN_LEVEL } from './fighters.ts';

const NO_SKILLS = { agility: 0, strength: 0, wit: 0, charm: 0, courage: 0 };

/** A trainer's side, with as many fighters as the other has. */
export const trainerLineup = (trainer: Trainer, size: number): Lineup => ({
  fighters: trainer.fighters.slice(0, size).map((ref) => {
    const [, species = ''] = ref.split(':');
    const kind = speciesById(species);
    invariant(kind !== undefined, `no fighter ${ref}`);
    const shape = petShape(kind, { bond: 50, skills: NO_SKILLS });
    return forge(shape, FACTORS, { level: EVEN_LEVEL + trainer.edge });
  }),
  supplies: trainer.supplies,
  standing: trainer.standing,
  pets: [],
});
