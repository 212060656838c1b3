import type { ZodType } from 'zod';
import {
  ladderDecider,
  ladderEventSchemas,
  ladderPages,
  ladderPageSchema,
  ladderReads,
  type LadderState,
} from '#game/battle/ladder.ts';
import { undoDraft } from '#game/shared/undo.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** Ratings of one realm and rule set; its id is the rule set's name. */
export const ladder = defineEntity({
  kind: 'ladder',
  decider: ladderDecider,
  draft: undoDraft,
  paging: ladderPages,
  // a paged kind's schema stands for one page, which is not the state
  state: ladderPageSchema as unknown as ZodType<LadderState>,
  stateVersion: 2,
  // version 1 did not know whom somebody has met today
  upgradeState: (old) => old,
  events: ladderEventSchemas,
  reads: ladderReads,
  snapshotEvery: 1_000,
  snapshotBytes: 1_048_576,
  inboxMax: 4_096,
});
