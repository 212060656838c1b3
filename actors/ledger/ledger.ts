import type { ZodType } from 'zod';
import { ledgerDecider } from '#game/economy/ledger.ts';
import { ledgerPages, ledgerPageSchema } from '#game/economy/ledger-pages.ts';
import { ledgerReads } from '#game/economy/ledger-reads.ts';
import { ledgerEventSchemas } from '#game/economy/ledger-schemas.ts';
import type { LedgerState } from '#game/economy/ledger-state.ts';
import { undoDraft } from '#game/shared/undo.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** One realm's ledger (realm, id `0`): coins, items and unique assets, with a hash chain over its log. */
export const ledger = defineEntity({
  kind: 'ledger',
  chained: true,
  decider: ledgerDecider,
  draft: undoDraft,
  paging: ledgerPages,
  // a paged kind's schema stands for one page, which is not the state
  state: ledgerPageSchema as unknown as ZodType<LedgerState>,
  stateVersion: 1,
  events: ledgerEventSchemas,
  reads: ledgerReads,
  snapshotEvery: 10_000,
  snapshotBytes: Number.POSITIVE_INFINITY,
  snapshotMs: 30_000,
  inboxMax: 4_096,
});
