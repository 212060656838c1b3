import {
  accept,
  type Accepted,
  type Context,
  type DomainCommand,
  type Effect,
  type EffectOutcome,
  reject,
  type ReminderChange,
} from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { type EntityRef, isId, refKey } from '../shared/ids.ts';
import type { LedgerEvent } from './ledger-events.ts';
import { inputError, isRecord, readLegs, readMemo } from './ledger-legs.ts';
import type { LedgerCommand } from './ledger-protocol.ts';
import { holdAccount, type LedgerDecision, type LedgerReply, opposite, post } from './ledger-posting.ts';
import type { Hold, LedgerState } from './ledger-state.ts';

/** The owner of a hold is asked again after this long. */
export const HOLD_REVIEW_EVERY_MS = 3_600_000;
/** A first review comes no sooner than this. */
const HOLD_REVIEW_MIN_MS = 60_000;
const reminderName = (holdId: string): string => `hold-${holdId}`;

const askFor = (holdId: string): DomainCommand => {
  const command: LedgerCommand = { type: 'ReviewHold', holdId };
  return command;
};

const askAt = (holdId: string, dueMs: number): ReminderChange => ({
  name: reminderName(holdId),
  dueMs,
  command: askFor(holdId),
});

const KIND = /^[a-z]{2,12}$/;

const readOwner = (owner: unknown): EntityRef | undefined => {
  if (!isRecord(owner)) return undefined;
  const { kind, realm, id } = owner;
  if (typeof kind !== 'string' || typeof realm !== 'string' || typeof id !== 'string') return undefined;
  return KIND.test(kind) && isId(realm) && isId(id) ? { kind, realm, id } : undefined;
};

/** Takes value into escrow until its owner settles or voids it. */
export const placeHold = (
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
  return post(state, { legs: read.legs, memo, holdId }, context, {
    events: [{ type: 'HoldPlaced', holdId, owner, legs: read.legs, reviewAtMs }],
    reminders: [askAt(holdId, reviewAtMs)],
  });
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

/** What else happens when a hold ends. */
const closing = (holdId: string, as: 'settled' | 'void') => ({
  events: [{ type: 'HoldClosed' as const, holdId, as }],
  reminders: [{ name: reminderName(holdId), dueMs: null }],
});

/** Pays out all of a hold. */
export const settleHold = (
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
  return post(
    state,
    { legs: read.legs, memo, holdId, emptiesHold: true },
    context,
    closing(holdId, 'settled'),
  );
};

/** Gives a hold back to where it came from. */
const giveBack = (state: LedgerState, holdId: string, hold: Hold, context: Context): LedgerDecision =>
  post(
    state,
    { legs: opposite(hold.legs), memo: { kind: 'hold', about: holdId }, holdId, emptiesHold: true },
    context,
    closing(holdId, 'void'),
  );

/** Asks the owner of a hold what became of it. */
export const reviewHold = (state: LedgerState, holdId: unknown): LedgerDecision => {
  const hold = typeof holdId === 'string' ? state.holds.get(holdId) : undefined;
  if (hold === undefined || typeof holdId !== 'string') return accept([], { hold: 'closed' });
  return accept(
    [],
    { hold: 'asked' },
    { effects: [{ to: hold.owner, command: askFor(holdId), tag: holdId }] },
  );
};

/** Gives a hold back at its owner's or an operator's word. */
export const voidHold = (state: LedgerState, holdId: string, context: Context): LedgerDecision => {
  const hold = findHold(state, holdId, context);
  return 'code' in hold ? reject(hold) : giveBack(state, holdId, hold, context);
};

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

const askLater = (holdId: string, context: Context): Settled =>
  accept<LedgerEvent, LedgerReply>([], null, {
    reminders: [askAt(holdId, context.nowMs + HOLD_REVIEW_EVERY_MS)],
  });

/**
 * The answer to a review. An owner that never was, or that says void, gets everything given back; one that could not be
 * asked leaves the hold as it is, counted for operators. `settled` means that its payment is on the way.
 */
export const settleReview = (
  state: LedgerState,
  effect: Effect,
  outcome: EffectOutcome,
  context: Context,
): Settled => {
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
