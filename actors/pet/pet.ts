import { petDecider } from '#game/pet/pet-decider.ts';
import { petEventSchemas } from '#game/pet/pet-events.ts';
import { petReads } from '#game/pet/pet-reads.ts';
import { petStateSchema } from '#game/pet/pet-state.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** A pet of a realm; its id is minted at adoption and it is the asset `pet:<realm>:<id>` of the realm's ledger. */
export const pet = defineEntity({
  kind: 'pet',
  decider: petDecider,
  state: petStateSchema,
  stateVersion: 1,
  events: petEventSchemas,
  reads: petReads,
});
