import { userDecider } from '#game/profile/user-decider.ts';
import { userEventSchemas, userEventVersions, userUpcasters } from '#game/profile/user-events.ts';
import { userReads } from '#game/profile/user-reads.ts';
import { upgradeUserState, userStateSchema } from '#game/profile/user-state.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** A person: realm `0`, id = user id. */
export const user = defineEntity({
  kind: 'user',
  decider: userDecider,
  state: userStateSchema,
  stateVersion: 6,
  upgradeState: upgradeUserState,
  events: userEventSchemas,
  eventVersions: userEventVersions,
  upcasters: userUpcasters,
  reads: userReads,
});
