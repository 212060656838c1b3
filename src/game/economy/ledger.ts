import {
  accept,
  type Accepted,
  type Context,
  type Decider,
  type Effect,
  type EffectOutcome,
} from '../shared/decider.ts';
import { decideLedger, giveBack, HOLD_REVIEW_EVERY_MS, type LedgerReply } from './ledger-decide.ts';
import { type LedgerEvent } from './ledger-events.ts';
import { evolveLedger } from './ledger-evolve.ts';
import { type LedgerCommand } from './ledger-protocol.ts';
import { initialLedger, type LedgerState } from './ledger-state.ts';

type Settled = Accepted<LedgerEvent, LedgerReply>;

const NOTHING: Settled = accept<LedgerEvent, LedgerReply>([], null);

/** What the owner of a hold said; whatever is not understood counts as live, so that nothing is given away. */
const verdictOf = (outcome: EffectOutcome): 'live' | 'void' | 'stuck' => {
  if (!outcome.ok) {
    if (outcome.gaveUp === true) return 'stuck';
    return outcome.rejection.code === 'E_GONE' ? 'void' : 'live';
  }
  const { reply } = outcome;
  return typeof reply === 'object' && reply !== null && 'hold' in reply && reply.hold === 'void'
    ? 'void'
    : 'live';
};

const askLater = (holdId: string, context: Context): Settled => {
  const command = { type: 'ReviewHold', holdId } as LedgerCommand;
  const dueMs = context.nowMs + HOLD_REVIEW_EVERY_MS;
  return accept<LedgerEvent, LedgerReply>([], null, {
    reminders: [{ name: `hold-${holdId}`, dueMs, command }],
  });
};

/**
 * The answer to a review. An owner that never was, or that says void, gets everything given back; one that could not be
 * asked leaves the hold as it is, counted for operators. `settled` means that its payment is on the way.
 */
const settle = (state: LedgerState, effect: Effect, outcome: EffectOutcome, context: Context): Settled => {
  if (effect.command.type !== 'ReviewHold') return NOTHING;
  const holdId = effect.tag ?? '';
  const hold = state.holds.get(holdId);
  if (hold === undefined) return NOTHING;
  const verdict = verdictOf(outcome);
  if (verdict === 'stuck') return accept<LedgerEvent, LedgerReply>([{ type: 'HoldStuck', holdId }], null);
  if (verdict === 'live') return askLater(holdId, context);
  const given = giveBack(state, holdId, hold, context);
  return given.ok ? given : askLater(holdId, context);
};

/** A realm's ledger: the one place of ownership. Its state is mutable; see `ledgerDraft` and `ledgerPages`. */
export const ledgerDecider: Decider<LedgerState, LedgerCommand, LedgerEvent, LedgerReply> = {
  initial: () => initialLedger(),
  decide: decideLedger,
  evolve: evolveLedger,
  settle,
};
