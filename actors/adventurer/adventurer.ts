import { adventurerDecider } from '#game/osrs/adventurer-decider.ts';
import { adventurerEventSchemas } from '#game/osrs/adventurer-events.ts';
import { adventurerReads } from '#game/osrs/adventurer-reads.ts';
import { adventurerStateSchema } from '#game/osrs/adventurer-state.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** A person as an adventurer of Old School RuneScape: realm `0`, id = user id. */
export const adventurer = defineEntity({
  kind: 'adventurer',
  decider: adventurerDecider,
  state: adventurerStateSchema,
  stateVersion: 1,
  events: adventurerEventSchemas,
  reads: adventurerReads,
});
