import { matchDecider } from '#game/battle/match/match-decider.ts';
import { matchEventSchemas, matchEventVersions, matchUpcasters } from '#game/battle/match/match-events.ts';
import { matchReads } from '#game/battle/match/match-reads.ts';
import { matchStateSchema, upgradeMatchState } from '#game/battle/match/match-state.ts';
import { nodeHash } from '#ports/hash.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** A match of a realm: a battle by choices, of Pokémon or against a monster. */
export const match = defineEntity({
  kind: 'match',
  decider: matchDecider(nodeHash),
  state: matchStateSchema,
  stateVersion: 4,
  upgradeState: upgradeMatchState,
  events: matchEventSchemas,
  eventVersions: matchEventVersions,
  upcasters: matchUpcasters,
  reads: matchReads(nodeHash),
});
