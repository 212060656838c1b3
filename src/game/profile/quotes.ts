import { type LedgerCommand, accountOf, LEGS_MAX } from '../economy/ledger-protocol.ts';
import {
  type Accepted,
  accept,
  type Context,
  type Decision,
  type DomainCommand,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import { sealed } from '../shared/sealed.ts';
import { award } from './awards.ts';
import { countedSending, refuseSending } from './sending.ts';
import type { UserEvent } from './user-events.ts';
import {
  QUOTE_TTL_MS,
  type QuotePlan,
  QUOTES_OPEN_MAX,
  type QuoteState,
  type UserCommand,
  type UserReply,
} from './user-protocol.ts';
import type { Quote, UserState } from './user-state.ts';

/** Confirmations under way at once; more means that the ledger does not answer. */
const PENDING_MAX = 20;
/** Follow-up commands of one plan. */
const THEN_MAX = 8;

type Decided = Decision<UserEvent, UserReply>;
type Command<T extends UserCommand['type']> = Extract<UserCommand, { type: T }>;

const isOpen = (quote: Quote, nowMs: number): boolean => quote.status === 'open' && quote.expiresAtMs > nowMs;

const find = (state: UserState, nonce: string): Quote | undefined =>
  state.quotes.findLast((quote) => quote.nonce === nonce);

/** Whether a plan moves only this person's own value and new value from the mint. */
const isOwnPlan = (plan: QuotePlan, self: string): boolean =>
  plan.transfer.legs.length > 0 &&
  plan.transfer.legs.length <= LEGS_MAX &&
  (plan.then?.length ?? 0) <= THEN_MAX &&
  plan.transfer.legs.every((leg) => leg.from === accountOf(self) || leg.from === 'mint');

const coinsSpent = (plan: QuotePlan, self: string): number =>
  plan.transfer.legs.reduce(
    (sum, leg) => sum + ('coins' in leg && leg.from === accountOf(self) ? leg.coins : 0),
    0,
  );

const sendingOf = (state: UserState, plan: QuotePlan, { self, nowMs }: Context) =>
  countedSending(state, plan.transfer.legs, accountOf(self.id), nowMs);

/** Opens a quote; beyond {@link QUOTES_OPEN_MAX} the oldest open one is closed. */
export const openQuote = (state: UserState, command: Command<'OpenQuote'>, context: Context): Decided => {
  if (!isOwnPlan(command.plan, context.self.id)) {
    return reject({ code: 'E_PERM', message: 'A quote can only move what is yours.' });
  }
  if (find(state, command.nonce) !== undefined) {
    return reject({ code: 'E_STALE', message: 'This quote is open already. Run the command again.' });
  }
  const refused = refuseSending(state, sendingOf(state, command.plan, context), context.nowMs);
  if (refused !== undefined) return reject(refused);
  const events: UserEvent[] = [];
  const open = state.quotes.filter((quote) => quote.status === 'open');
  let surplus = open.filter((quote) => isOpen(quote, context.nowMs)).length - QUOTES_OPEN_MAX + 1;
  for (const quote of open) {
    const isLive = isOpen(quote, context.nowMs);
    if (isLive && surplus <= 0) continue;
    if (isLive) surplus -= 1;
    events.push({ type: 'QuoteClosed', nonce: quote.nonce, reason: isLive ? 'replaced' : 'expired' });
  }
  const expiresAtMs = context.nowMs + QUOTE_TTL_MS;
  events.push({ type: 'QuoteOpened', nonce: command.nonce, plan: command.plan, expiresAtMs });
  const { nonce, have } = command;
  return accept(events, { type: 'QuoteOpened', nonce, expiresAtMs, ...(have === undefined ? {} : { have }) });
};

const gone = (): Decided =>
  reject({
    code: 'E_GONE',
    message: 'This offer has ended. Run the command again for a fresh one; nothing was moved.',
  });

/** Orders the transfer of an open quote. Whether it can be paid is decided by the ledger. */
export const confirmQuote = (
  state: UserState,
  command: Command<'ConfirmQuote'>,
  context: Context,
): Decided => {
  const quote = find(state, command.nonce);
  if (quote === undefined || quote.status === 'gone' || quote.plan === null) return gone();
  if (quote.status !== 'open') {
    return reject({
      code: 'E_STALE',
      message: 'This was confirmed before and happens once. See `/eco history` for what became of it.',
    });
  }
  if (!isOpen(quote, context.nowMs)) return gone();
  const { plan } = quote;
  if (state.quotes.filter((other) => other.status === 'pending').length >= PENDING_MAX) {
    return reject({
      code: 'E_BUSY',
      message: 'Too many of your payments are under way. Wait for them to end, then confirm again.',
    });
  }
  if (plan.kind === 'adopt' && state.adoptions > 0 && coinsSpent(plan, context.self.id) === 0) {
    return reject({
      code: 'E_STALE',
      message: 'Only the first adoption is free. Run `/pet adopt` again to see the price.',
    });
  }
  const sent = sendingOf(state, plan, context);
  const refused = refuseSending(state, sent, context.nowMs);
  if (refused !== undefined) return reject(refused);
  return accept<UserEvent, UserReply>(
    [{ type: 'QuoteConfirmed', nonce: command.nonce, kind: plan.kind, sent }],
    { type: 'QuotePending', nonce: command.nonce },
    {
      effects: [
        {
          to: { kind: 'ledger', realm: plan.realm, id: '0' },
          command: plan.transfer,
          tag: `quote:${command.nonce}`,
        },
      ],
    },
  );
};

/** Closes an open quote; one that has ended already stays as it is. */
export const cancelQuote = (state: UserState, command: Command<'CancelQuote'>, context: Context): Decided => {
  const quote = find(state, command.nonce);
  if (quote === undefined || !isOpen(quote, context.nowMs)) return gone();
  return accept<UserEvent, UserReply>([{ type: 'QuoteClosed', nonce: command.nonce, reason: 'cancelled' }], {
    type: 'QuoteCancelled',
    nonce: command.nonce,
  });
};

const NOTHING: UserReply = { type: 'Done', revision: 0 };

/** What one follow-up may undo: a pet that cannot hatch gives its price back, a note that cannot be told does not. */
const givesBack = (plan: QuotePlan): boolean => plan.kind === 'adopt' || plan.kind === 'rename';

type Note = Extract<UserCommand, { type: 'Notify' }>;

const isNote = (command: DomainCommand): command is Note => command.type === 'Notify' && 'text' in command;

/** Whoever is told of a transfer is told its receipt, which is not known before. */
const withReceipt = (command: DomainCommand, receiptId: string): DomainCommand => {
  if (!isNote(command) || receiptId === '') return command;
  const { by, text } = command.text.$sealed;
  if (text === null) return command;
  const note: Note = { ...command, text: sealed(by, `${text} The receipt is ${receiptId}.`) };
  return note;
};

/** The ledger's answer to a confirmed quote: settles it and sends what follows, or refuses it. */
export const settleQuote = (
  state: UserState,
  nonce: string,
  outcome: EffectOutcome,
  context: Context,
): Accepted<UserEvent, UserReply> => {
  const quote = find(state, nonce);
  if (quote?.status !== 'pending' || quote.plan === null) return accept([], NOTHING);
  const { plan } = quote;
  const { kind } = plan;
  if (!outcome.ok) {
    const isOpenEnded = outcome.gaveUp === true;
    return accept(
      [{ type: 'QuoteRefused', nonce, kind, rejection: outcome.rejection, isOpenEnded }],
      NOTHING,
    );
  }
  const receiptId = receiptOf(outcome.reply);
  const word = givesBack(plan) ? 'undo' : 'keep';
  const effects = (plan.then ?? []).map(({ to, command }): Effect => ({
    to,
    command: withReceipt(command, receiptId),
    tag: to.kind === 'pet' ? `then:${word}:${nonce}:${receiptId}` : `then:keep:${nonce}:${receiptId}`,
  }));
  return accept<UserEvent, UserReply>(
    [
      { type: 'QuoteSettled', nonce, kind, receiptId },
      ...(kind === 'adopt' ? award(state, context, 'adopt') : []),
    ],
    NOTHING,
    { effects },
  );
};

/** The answer of a follow-up. A refused one that the price was paid for is given back by the ledger. */
export const settleFollowUp = (
  parts: readonly string[],
  effect: Effect,
  outcome: EffectOutcome,
): Accepted<UserEvent, UserReply> => {
  const [, word, nonce = '', receiptId = ''] = parts;
  // Given up is not refused: an operator may still replay it, so the price stays where it is.
  if (outcome.ok || outcome.gaveUp === true || word !== 'undo') return accept([], NOTHING);
  const reverse: LedgerCommand = { type: 'Reverse', receiptId };
  return accept<UserEvent, UserReply>(
    [{ type: 'QuoteReversed', nonce, receiptId, rejection: outcome.rejection }],
    NOTHING,
    {
      effects: [
        {
          to: { kind: 'ledger', realm: effect.to.realm, id: '0' },
          command: reverse,
          tag: `reverse:${nonce}`,
        },
      ],
    },
  );
};

/** The receipt in a ledger's reply. */
export const receiptOf = (reply: unknown): string =>
  typeof reply === 'object' && reply !== null && 'receiptId' in reply && typeof reply.receiptId === 'string'
    ? reply.receiptId
    : '';

/** A quote as readers see it; one that ran out is gone. `undefined`: not known here. */
export const quoteState = (state: UserState, nonce: string, nowMs: number): QuoteState | undefined => {
  const quote = find(state, nonce);
  if (quote === undefined) return undefined;
  const { plan } = quote;
  if (plan === null || quote.status === 'gone') return { status: 'gone' };
  switch (quote.status) {
    case 'open':
      return isOpen(quote, nowMs)
        ? { status: 'open', plan, expiresAtMs: quote.expiresAtMs }
        : { status: 'gone' };
    case 'pending':
      return { status: 'pending', plan };
    case 'settled':
      return { status: 'settled', plan, receiptId: quote.receiptId ?? '' };
    case 'refused':
      return quote.rejection === null
        ? { status: 'gone' }
        : { status: 'refused', plan, rejection: quote.rejection };
  }
};
