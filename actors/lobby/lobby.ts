import { lobbyDecider, lobbyEventSchemas, lobbyReads, lobbyStateSchema } from '#game/battle/lobby.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** Those who wait for an opponent in a realm; its id is the rule set's name. */
export const lobby = defineEntity({
  kind: 'lobby',
  decider: lobbyDecider,
  state: lobbyStateSchema,
  stateVersion: 1,
  events: lobbyEventSchemas,
  reads: lobbyReads,
});
