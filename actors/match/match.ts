import { matchDecider } from '#game/battle/match/match-decider.ts';
import { matchEventSchemas } from '#game/battle/match/match-events.ts';
import { matchReads } from '#game/battle/match/match-reads.ts';
import { matchStateSchema } from '#game/battle/match/match-state.ts';
import { nodeHash } from '#ports/hash.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** A match of a realm: a battle by choices, of Pokémon or against a monster. */
export const match = defineEntity({
  kind: 'match',
  decider: matchDecider(nodeHash),
  state: matchStateSchema,
  stateVersion: 3,
  // version 1 knew no battle that does not count, version 2 nothing of what an end changes
  upgradeState: (old) => old,
  events: matchEventSchemas,
  reads: matchReads(nodeHash),
});
