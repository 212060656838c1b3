import { lobbyDecider, lobbyReads } from '#game/battle/lobby.ts';
import {
  lobbyEventSchemas,
  lobbyEventVersions,
  lobbyStateSchema,
  lobbyUpcasters,
  upgradeLobbyState,
} from '#game/battle/lobby-state.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** Those who wait for an opponent in a realm; its id is the rule set's name. */
export const lobby = defineEntity({
  kind: 'lobby',
  decider: lobbyDecider,
  state: lobbyStateSchema,
  stateVersion: 2,
  upgradeState: upgradeLobbyState,
  events: lobbyEventSchemas,
  eventVersions: lobbyEventVersions,
  upcasters: lobbyUpcasters,
  reads: lobbyReads,
});
