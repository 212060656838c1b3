import {
  accept,
  type Context,
  type Decision,
  type Effect,
  reject,
  type ReminderChange,
} from '../shared/decider.ts';
import { type Rejection } from '../shared/errors.ts';
import { type EntityRef, isId, refKey } from '../shared/ids.ts';
import { decodeShortId, encodeShortId } from '../shared/short-id.ts';
import { type LedgerEvent, type TransferPosted } from './ledger-events.ts';
import { inputError, isRecord, readLegs, readMemo } from './ledger-legs.ts';
import {
  type AccountId,
  type Leg,
  type LedgerCommand,
  type Memo,
  type TransferReply,
} from './ledger-protocol.ts';
import { type Hold, type LedgerState } from './ledger-state.ts';
import { Trial } from './ledger-trial.ts';

/** The owner of a hold is asked again after this long. */
export const HOLD_REVIEW_EVERY_MS = 3_600_000;
/** A first review comes no sooner than this. */
export const HOLD_REVIEW_MIN_MS = 60_000;
/** People named in the balances of a reply, which has to stay below 1 KB. */
export const REPLY_BALANCES_MAX = 20;

/** What the ledger answers: a receipt, or what became of a hold. */
export type LedgerReply = TransferReply | { readonly hold: 'asked' | 'closed' } | null;
type LedgerDecision = Decision<LedgerEvent, LedgerReply>;

const BY_MAX = 100;
const holdAccount = (holdId: string): AccountId => `hold:${holdId}`;
const reminderName = (holdId: string): string => `hold-${holdId}`;
const opposite = (legs: readonly Leg[]): readonly Leg[] =>
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
export const postTransfer = (state: LedgerState, posting: Posting, context: Context): Posted => {
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

const answer = (
  posted: Posted,
  more: readonly LedgerEvent[] = [],
  reminders?: readonly ReminderChange[],
): LedgerDecision => {
  if (!posted.ok) return reject(posted.rejection);
  return accept<LedgerEvent, LedgerReply>([posted.event, ...more], posted.reply, {
    ...(posted.effects.length === 0 ? {} : { effects: posted.effects }),
    ...(reminders === undefined ? {} : { reminders }),
  });
};

const transfer = (
  state: LedgerState,
  command: { legs: unknown; memo: unknown },
  context: Context,
): LedgerDecision => {
  const read = readLegs(command.legs);
  if (!read.ok) return reject(read.rejection);
  const memo = readMemo(command.memo);
  if ('code' in memo) return reject(memo);
  return answer(postTransfer(state, { legs: read.legs, memo }, context));
};

const KIND = /^[a-z]{2,12}$/;

const readOwner = (owner: unknown): EntityRef | undefined => {
  if (!isRecord(owner)) return undefined;
  const { kind, realm, id } = owner;
  if (typeof kind !== 'string' || typeof realm !== 'string' || typeof id !== 'string') return undefined;
  return KIND.test(kind) && isId(realm) && isId(id) ? { kind, realm, id } : undefined;
};

const placeHold = (
  state: LedgerState,
  command: Readonly<Record<'holdId' | 'legs' | 'owner' | 'reviewAtMs' | 'memo', unknown>>,
  context: Context,
): LedgerDecision => {
  const { holdId } = command;
  if (typeof holdId !== 'string' || !isId(holdId)) {
    return reject(inputError('holdId', 'A hold has an id of 1 to 14 letters and digits.'));
  }
  if (state.holds.get(holdId) !== undefined) {
    return reject({ code: 'E_STALE', message: 'There is a hold of that id already.' });
  }
  const read = readLegs(command.legs, holdAccount(holdId));
  if (!read.ok) return reject(read.rejection);
  const owner = readOwner(command.owner);
  if (owner === undefined) return reject(inputError('owner', 'A hold has an owner: kind, realm and id.'));
  if (typeof command.reviewAtMs !== 'number' || !Number.isSafeInteger(command.reviewAtMs)) {
    return reject(inputError('reviewAtMs', 'A review is due at a time in whole ms.'));
  }
  const memo = readMemo(command.memo);
  if ('code' in memo) return reject(memo);
  const reviewAtMs = Math.max(command.reviewAtMs, context.nowMs + HOLD_REVIEW_MIN_MS);
  return answer(
    postTransfer(state, { legs: read.legs, memo, holdId }, context),
    [{ type: 'HoldPlaced', holdId, owner, legs: read.legs, reviewAtMs }],
    [
      {
        name: reminderName(holdId),
        dueMs: reviewAtMs,
        command: { type: 'ReviewHold', holdId } as LedgerCommand,
      },
    ],
  );
};

/** The open hold, unless another entity than its owner asks; a person is an operator here. */
const findHold = (state: LedgerState, holdId: unknown, context: Context): Hold | Rejection => {
  const hold = typeof holdId === 'string' ? state.holds.get(holdId) : undefined;
  if (hold === undefined) {
    return { code: 'E_GONE', message: 'That hold has ended. The history shows where its value went.' };
  }
  if (context.by.includes(':') && context.by !== refKey(hold.owner)) {
    return { code: 'E_NOT_OWNER', message: 'Only the owner of a hold ends it.' };
  }
  return hold;
};

const closing = (holdId: string): readonly ReminderChange[] => [{ name: reminderName(holdId), dueMs: null }];

const settleHold = (
  state: LedgerState,
  command: { readonly holdId: string; readonly legs: unknown; readonly memo: unknown },
  context: Context,
): LedgerDecision => {
  const { holdId } = command;
  const hold = findHold(state, holdId, context);
  if ('code' in hold) return reject(hold);
  const read = readLegs(command.legs);
  if (!read.ok) return reject(read.rejection);
  if (read.legs.some((leg) => leg.from !== holdAccount(holdId))) {
    return reject(inputError('legs', 'Settling a hold pays out of that hold alone.'));
  }
  const memo = readMemo(command.memo);
  if ('code' in memo) return reject(memo);
  return answer(
    postTransfer(state, { legs: read.legs, memo, holdId, emptiesHold: true }, context),
    [{ type: 'HoldClosed', holdId, as: 'settled' }],
    closing(holdId),
  );
};

/** Gives a hold back to where it came from. */
export const giveBack = (state: LedgerState, holdId: string, hold: Hold, context: Context): LedgerDecision =>
  answer(
    postTransfer(
      state,
      { legs: opposite(hold.legs), memo: { kind: 'hold', about: holdId }, holdId, emptiesHold: true },
      context,
    ),
    [{ type: 'HoldClosed', holdId, as: 'void' }],
    closing(holdId),
  );

const reviewHold = (state: LedgerState, holdId: unknown): LedgerDecision => {
  const hold = typeof holdId === 'string' ? state.holds.get(holdId) : undefined;
  if (hold === undefined || typeof holdId !== 'string') return accept([], { hold: 'closed' });
  const command = { type: 'ReviewHold', holdId } as LedgerCommand;
  return accept([], { hold: 'asked' }, { effects: [{ to: hold.owner, command, tag: holdId }] });
};

const reverse = (state: LedgerState, receiptId: unknown, context: Context): LedgerDecision => {
  const receiptNo = typeof receiptId === 'string' ? decodeShortId(receiptId) : undefined;
  if (receiptNo === undefined) {
    return reject(
      inputError('receipt', 'That is no receipt id: a letter is wrong. Copy it from `/eco history`.'),
    );
  }
  const receipt = state.receipts.get(String(receiptNo));
  if (receipt === undefined) {
    return reject({
      code: 'E_GONE',
      message: 'That receipt is too old to be reversed, or was never written. Pay it back with `/eco pay`.',
    });
  }
  switch (receipt.status) {
    case 'reversed':
      return reject({ code: 'E_STALE', message: 'That receipt was reversed already.' });
    case 'reversal':
      return reject(inputError('receipt', 'A reversal cannot be reversed. Make a new transfer instead.'));
    case 'hold':
      return reject(inputError('receipt', 'What went through a hold is settled or given back by its owner.'));
    case 'open':
      return answer(
        postTransfer(
          state,
          {
            legs: opposite(receipt.legs),
            memo: { kind: 'reversal', about: encodeShortId(receiptNo) },
            reverses: receiptNo,
          },
          context,
        ),
      );
  }
};

/**
 * The ledger's rules; changes nothing. Refusals: `E_INPUT`, `E_FUNDS`, `E_LIMIT`, `E_NOT_OWNER`, `E_LEASED`, `E_STALE`,
 * `E_GONE`. Whatever comes in as a command, it never throws.
 */
export const decideLedger = (
  state: LedgerState,
  command: LedgerCommand,
  context: Context,
): LedgerDecision => {
  switch (command.type) {
    case 'Transfer':
      return transfer(state, command, context);
    case 'PlaceHold':
      return placeHold(state, command, context);
    case 'SettleHold':
      return settleHold(state, command, context);
    case 'VoidHold': {
      const hold = findHold(state, command.holdId, context);
      return 'code' in hold ? reject(hold) : giveBack(state, command.holdId, hold, context);
    }
    case 'ReviewHold':
      return reviewHold(state, command.holdId);
    case 'Reverse':
      return reverse(state, command.receiptId, context);
    default:
      return reject(inputError('type', 'The ledger knows no such command.'));
  }
};
