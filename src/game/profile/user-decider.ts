import { accountOf, type LedgerCommand } from '../economy/ledger-protocol.ts';
import { WELCOME_COINS } from '../economy/shop.ts';
import {
  accept,
  type Accepted,
  type Context,
  type Decider,
  type Decision,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import type { Language } from '../guild/guild-protocol.ts';
import type { Rejection } from '../shared/errors.ts';
import { unsealed } from '../shared/sealed.ts';
import { award } from './awards.ts';
import { draftProfile, endDraft } from './card.ts';
import { claimDaily, settleDaily } from './daily.ts';
import { levelOf } from './experience.ts';
import { beatNpc, NPC_TAG, settleNpc } from './first-wins.ts';
import { notify, oneOf, sendDigest, setNotify, setTimeZone, withDigest } from './messages.ts';
import { cancelQuote, confirmQuote, openQuote, receiptOf, settleFollowUp, settleQuote } from './quotes.ts';
import { evolveUser } from './user-evolve.ts';
import type { UserEvent } from './user-events.ts';
import type { Address, UserCommand, UserReply } from './user-protocol.ts';
import { initialUser, isEnrolled, PRIVACY_AREAS, PRIVACY_LEVELS, type UserState } from './user-state.ts';

/** What everybody begins with beside {@link WELCOME_COINS}: food for the first days. */
const WELCOME_ITEMS: readonly { readonly item: string; readonly quantity: number }[] = [
  { item: 'breadroll', quantity: 3 },
  { item: 'honeyberry', quantity: 2 },
  { item: 'crunchroot', quantity: 2 },
];

type Decided = Decision<UserEvent, UserReply>;
type Command<T extends UserCommand['type']> = Extract<UserCommand, { type: T }>;

const done = (state: UserState, events: readonly UserEvent[]): Decided =>
  accept(events, { type: 'Done', revision: state.revision });

const welcomeEffect = (self: string, realm: string): Effect => {
  const to = accountOf(self);
  const transfer: LedgerCommand = {
    type: 'Transfer',
    legs: [
      { from: 'mint', to, coins: WELCOME_COINS },
      ...WELCOME_ITEMS.map(({ item, quantity }) => ({ from: 'mint', to, item, quantity })),
    ],
    memo: { kind: 'welcome' },
  };
  return { to: { kind: 'ledger', realm, id: '0' }, command: transfer, tag: 'welcome' };
};

const wrongAddress = (address: Address | undefined, context: Context): Rejection | undefined =>
  address === undefined ||
  (/^\d{1,20}$/.test(unsealed(address.id, '')) && address.id.$sealed.by === context.self.id)
    ? undefined
    : {
        code: 'E_INPUT',
        field: 'address',
        message: 'An address takes 1 to 20 digits, sealed under the key of its person.',
      };

const keepAddress = (state: UserState, address: Address | undefined): readonly UserEvent[] => {
  const known = address === undefined ? undefined : state.addresses[address.provider]?.$sealed.text;
  if (address === undefined || known === address.id.$sealed.text) return [];
  return [{ type: 'AddressKept', provider: address.provider, id: address.id }];
};

/** English until something else was said. */
const keepLanguage = (state: UserState, language: Language | undefined): readonly UserEvent[] =>
  language === undefined || language === (state.language ?? 'en') ? [] : [{ type: 'LanguageKept', language }];

const enroll = (state: UserState, command: Command<'Enroll'>, context: Context): Decided => {
  const isNew = !isEnrolled(state);
  const realm = isNew ? command.realm : state.realm;
  const reply: UserReply = { type: 'Enrolled', isNew };
  const wrong = wrongAddress(command.address, context);
  if (wrong !== undefined) return reject(wrong);
  const kept = [...keepAddress(state, command.address), ...keepLanguage(state, command.language)];
  if (state.welcome !== 'none') return accept(kept, reply);
  return accept<UserEvent, UserReply>(
    [
      ...(isNew ? [{ type: 'Enrolled', name: command.name, realm } as const] : []),
      ...kept,
      { type: 'WelcomeOrdered', realm },
    ],
    reply,
    { effects: [welcomeEffect(context.self.id, realm)] },
  );
};

const setPrivacy = (state: UserState, { area, level }: Command<'SetPrivacy'>): Decided => {
  const wrong = oneOf('area', area, PRIVACY_AREAS) ?? oneOf('level', level, PRIVACY_LEVELS);
  if (wrong !== undefined) return wrong;
  if ((state.privacy[area] ?? 'everyone') === level) return done(state, []);
  return done(state, [{ type: 'PrivacySet', area, level }]);
};

/** Commands that come from entities only, never from a person. */
const FROM_ENTITIES: ReadonlySet<UserCommand['type']> = new Set([
  'AwardXp',
  'BeatNpc',
  'Notify',
  'NoteClosed',
  'LoseChannel',
  'SendDigest',
]);

const refuseCaller = (command: UserCommand, context: Context): Decided | undefined => {
  const isEntity = context.by.includes(':');
  if (FROM_ENTITIES.has(command.type) ? isEntity : context.by === context.self.id) return undefined;
  return reject({ code: 'E_PERM', message: 'Only the person can do that with their own account.' });
};

const decideOnce = (state: UserState, command: UserCommand, context: Context): Decided => {
  const refused = refuseCaller(command, context);
  if (refused !== undefined) return refused;
  if (command.type === 'Enroll') return enroll(state, command, context);
  if (!isEnrolled(state)) {
    return reject({
      code: 'E_NOT_STARTED',
      message: 'There is no profile yet. Any command of the person starts it, for example `/eco balance`.',
    });
  }
  switch (command.type) {
    case 'BindKey':
      return accept([], { type: 'KeyBound', to: command.to, commandId: command.commandId });
    case 'OpenQuote':
      return openQuote(state, command, context);
    case 'ConfirmQuote':
      return confirmQuote(state, command, context);
    case 'CancelQuote':
      return cancelQuote(state, command, context);
    case 'ClaimDaily':
      return claimDaily(state, command, context);
    case 'DraftProfile':
      return draftProfile(state, command);
    case 'SaveProfile':
    case 'DropDraft':
      return endDraft(state, command);
    case 'SetPrivacy':
      return setPrivacy(state, command);
    case 'SetNotify':
      return setNotify(state, command, context);
    case 'SetTimeZone':
      return setTimeZone(state, command, context);
    case 'AwardXp': {
      const events = award(state, context, command.source);
      const xp = events.reduce((sum, event) => sum + (event.type === 'XpAwarded' ? event.xp : 0), 0);
      return accept(events, { type: 'XpAwarded', xp, level: levelOf(state.xp + xp) });
    }
    case 'BeatNpc':
      return beatNpc(state, command, context);
    case 'Notify':
      return notify(state, command, context);
    case 'NoteClosed':
      return done(state, [{ type: 'MessagesClosed', provider: command.provider }]);
    case 'LoseChannel':
      return done(state, state.channel === null ? [] : [{ type: 'ChannelLost', provider: command.provider }]);
    case 'SendDigest':
      return sendDigest(state);
    case 'ReadInbox':
      return done(state, state.unread === 0 ? [] : [{ type: 'InboxRead', count: state.unread }]);
  }
};

const decide = (state: UserState, command: UserCommand, context: Context): Decided =>
  withDigest(state, decideOnce(state, command, context), context);

const NOTHING: Accepted<UserEvent, UserReply> = {
  ok: true,
  events: [],
  reply: { type: 'Done', revision: 0 },
};

const settleWelcome = (outcome: EffectOutcome): Accepted<UserEvent, UserReply> =>
  accept<UserEvent, UserReply>(
    [
      outcome.ok
        ? { type: 'WelcomeGranted', receiptId: receiptOf(outcome.reply) }
        : { type: 'WelcomeRefused', rejection: outcome.rejection, retry: outcome.gaveUp !== true },
    ],
    NOTHING.reply,
  );

const settleOnce = (
  state: UserState,
  effect: Effect,
  outcome: EffectOutcome,
  context: Context,
): Accepted<UserEvent, UserReply> => {
  const parts = (effect.tag ?? '').split(':');
  switch (parts[0] ?? '') {
    case 'welcome':
      return settleWelcome(outcome);
    case 'quote':
      return settleQuote(state, parts[1] ?? '', outcome, context);
    case 'then':
      return settleFollowUp(parts, effect, outcome);
    case NPC_TAG:
      return settleNpc(state, effect, outcome, context);
    case 'daily':
      return settleDaily(state, Number(parts[1]), outcome, context);
    default:
      return NOTHING;
  }
};

const settle: NonNullable<typeof userDecider.settle> = (state, effect, outcome, context) =>
  withDigest(state, settleOnce(state, effect, outcome, context), context);

/**
 * The rules of a person: profile, quotes, daily, experience, inbox. Rejections: `E_NOT_STARTED`, `E_PERM`, `E_INPUT`,
 * `E_STALE`, `E_GONE`, `E_BUSY`, `E_COOLDOWN`, `E_LIMIT`.
 */
export const userDecider: Decider<UserState, UserCommand, UserEvent, UserReply> = {
  initial: initialUser,
  decide,
  evolve: evolveUser,
  settle,
};
