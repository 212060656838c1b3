import { threadDecider, threadEventSchemas, threadReads, threadStateSchema } from '#game/battle/thread.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** Where a battle of a realm is shown on Discord; its id is the battle's. */
export const thread = defineEntity({
  kind: 'thread',
  decider: threadDecider,
  state: threadStateSchema,
  stateVersion: 1,
  events: threadEventSchemas,
  reads: threadReads,
});
