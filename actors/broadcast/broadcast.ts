import {
  broadcastDecider,
  broadcastEventSchemas,
  broadcastReads,
  broadcastStateSchema,
} from '#game/broadcast/broadcast.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** A message of an owner to all guilds: realm `0`, its id follows from the command that drafted it. */
export const broadcast = defineEntity({
  kind: 'broadcast',
  decider: broadcastDecider,
  state: broadcastStateSchema,
  stateVersion: 1,
  events: broadcastEventSchemas,
  reads: broadcastReads,
});
