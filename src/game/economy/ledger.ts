import type { Decider } from '../shared/decider.ts';
import { decideLedger } from './ledger-decide.ts';
import type { LedgerEvent } from './ledger-events.ts';
import { evolveLedger } from './ledger-evolve.ts';
import { settleReview } from './ledger-holds.ts';
import type { LedgerReply } from './ledger-posting.ts';
import type { LedgerCommand } from './ledger-protocol.ts';
import { initialLedger, type LedgerState } from './ledger-state.ts';

/** A realm's ledger: the one place of ownership. Its state is mutable; see `undoDraft` and `ledgerPages`. */
export const ledgerDecider: Decider<LedgerState, LedgerCommand, LedgerEvent, LedgerReply> = {
  initial: () => initialLedger(),
  decide: decideLedger,
  evolve: evolveLedger,
  settle: settleReview,
};
