import { trainerDecider } from '#game/pokemon/trainer-decider.ts';
import { trainerEventSchemas } from '#game/pokemon/trainer-events.ts';
import { trainerReads } from '#game/pokemon/trainer-reads.ts';
import { trainerStateSchema } from '#game/pokemon/trainer-state.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** A person's Pokémon in a realm; its id is the user id. */
export const trainer = defineEntity({
  kind: 'trainer',
  decider: trainerDecider,
  state: trainerStateSchema,
  stateVersion: 1,
  events: trainerEventSchemas,
  reads: trainerReads,
});
