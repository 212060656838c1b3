import {
  identityDecider,
  identityEventSchemas,
  identityReads,
  identityStateSchema,
} from '#game/identity/identity-rules.ts';
import { defineEntity } from '../kit/define-entity.ts';

/**
 * An account at a provider: realm `0`, id = 14 characters of HMAC-SHA-256(deployment key, provider ‖ external id),
 * computed by the surface.
 */
export const identity = defineEntity({
  kind: 'identity',
  decider: identityDecider,
  state: identityStateSchema,
  stateVersion: 1,
  events: identityEventSchemas,
  reads: identityReads,
});
