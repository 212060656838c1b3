import {
  accept,
  type Context,
  type Decision,
  type Effect,
  reject,
  type ReminderChange,
} from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { encodeShortId } from '../shared/short-id.ts';
import type { LedgerEvent, TransferPosted } from './ledger-events.ts';
import { inputError } from './ledger-legs.ts';
import type { AccountId, Leg, Memo, TransferReply } from './ledger-protocol.ts';
import type { LedgerState } from './ledger-state.ts';
import { Trial } from './ledger-trial.ts';

/** People named in the balances of a reply, which has to stay below 1 KB. */
const REPLY_BALANCES_MAX = 20;

/** What the ledger answers: a receipt, or what became of a hold. */
export type LedgerReply = TransferReply | { readonly hold: 'asked' | 'closed' } | null;
/** What the ledger decides. */
export type LedgerDecision = Decision<LedgerEvent, LedgerReply>;

const BY_MAX = 100;
/** The escrow account of a hold. */
export const holdAccount = (holdId: string): AccountId => `hold:${holdId}`;
/** The same movements back, last one first. */
export const opposite = (legs: readonly Leg[]): readonly Leg[] =>
  legs.map((leg) => ({ ...leg, from: leg.to, to: leg.from })).toReversed();

interface Posting {
  readonly legs: readonly Leg[];
  readonly memo: Memo;
  readonly holdId?: string;
  readonly reverses?: number;
  /** The hold account must be left with nothing. */
  readonly emptiesHold?: true;
}

type Posted =
  | {
      readonly ok: true;
      readonly event: TransferPosted;
      readonly effects: readonly Effect[];
      readonly reply: TransferReply;
    }
  | { readonly ok: false; readonly rejection: Rejection };

const firstBalances = (after: Readonly<Record<AccountId, number>>): Readonly<Record<AccountId, number>> =>
  Object.fromEntries(Object.entries(after).slice(0, REPLY_BALANCES_MAX));

/** Tries a transfer and puts its event together; changes nothing. */
const tryPosting = (state: LedgerState, posting: Posting, context: Context): Posted => {
  const { legs, memo, holdId, reverses } = posting;
  const hold = holdId === undefined ? undefined : holdAccount(holdId);
  const trial = new Trial(state, context.self.realm, hold);
  const rejection = trial.run(legs, memo.kind);
  if (rejection !== undefined) return { ok: false, rejection };
  if (posting.emptiesHold === true && hold !== undefined && !trial.empties(hold)) {
    return { ok: false, rejection: inputError('legs', 'Settling a hold pays out all of it.') };
  }
  const after = trial.after();
  const receiptNo = state.book.lastReceipt + 1;
  const event: TransferPosted = {
    type: 'TransferPosted',
    receiptNo,
    by: context.by.slice(0, BY_MAX),
    memo,
    legs,
    after,
    ...(reverses === undefined ? {} : { reverses }),
    ...(holdId === undefined ? {} : { holdId }),
  };
  const reply = {
    receiptId: encodeShortId(receiptNo),
    balances: trial.accounts <= REPLY_BALANCES_MAX ? after : firstBalances(after),
  };
  return { ok: true, event, effects: trial.effects, reply };
};

/** Posts a transfer, with further events and reminders in the same commit; or refuses it. */
export const post = (
  state: LedgerState,
  posting: Posting,
  context: Context,
  more: { readonly events?: readonly LedgerEvent[]; readonly reminders?: readonly ReminderChange[] } = {},
): LedgerDecision => {
  const posted = tryPosting(state, posting, context);
  if (!posted.ok) return reject(posted.rejection);
  const events = more.events === undefined ? [posted.event] : [posted.event, ...more.events];
  return accept<LedgerEvent, LedgerReply>(events, posted.reply, {
    ...(posted.effects.length === 0 ? {} : { effects: posted.effects }),
    ...(more.reminders === undefined ? {} : { reminders: more.reminders }),
  });
};
