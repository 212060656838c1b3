import { guildDecider } from '#game/guild/guild-decider.ts';
import { guildEventSchemas } from '#game/guild/guild-events.ts';
import { guildReads } from '#game/guild/guild-reads.ts';
import { guildStateSchema, upgradeGuildState } from '#game/guild/guild-state.ts';
import { defineEntity } from '../kit/define-entity.ts';

/**
 * A guild's settings: realm `0`, id = 14 characters of HMAC-SHA-256(deployment key, provider ‖ external id), computed by
 * the desk.
 */
export const guild = defineEntity({
  kind: 'guild',
  decider: guildDecider,
  state: guildStateSchema,
  stateVersion: 2,
  upgradeState: upgradeGuildState,
  events: guildEventSchemas,
  reads: guildReads,
});
