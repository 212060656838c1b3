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
import type { Rejection } from '../shared/errors.ts';
import { unsealed } from '../shared/sealed.ts';
import { award, viaOf } from './awards.ts';
import { isTimeZone } from './calendar.ts';
import { claimDaily, settleDaily } from './daily.ts';
import { levelOf } from './experience.ts';
import { beatNpc, NPC_TAG, settleNpc } from './first-wins.ts';
import { cancelQuote, confirmQuote, openQuote, receiptOf, settleFollowUp, settleQuote } from './quotes.ts';
import { evolveUser } from './user-evolve.ts';
import type { UserEvent } from './user-events.ts';
import { type Address, PAIR_PAUSE_MS, type UserCommand, type UserReply } from './user-protocol.ts';
import {
  initialUser,
  isEnrolled,
  NOTIFY_EVENTS,
  NOTIFY_VIAS,
  PRIVACY_AREAS,
  PRIVACY_LEVELS,
  type UserState,
} from './user-state.ts';
import { textRejection } from './words.ts';

export const TITLE_MAX = 40;
export const BIO_MAX = 190;
/** Longest text of one inbox entry. */
const NOTE_MAX = 300;

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

const enroll = (state: UserState, command: Command<'Enroll'>, context: Context): Decided => {
  const isNew = !isEnrolled(state);
  const realm = isNew ? command.realm : state.realm;
  const reply: UserReply = { type: 'Enrolled', isNew };
  const wrong = wrongAddress(command.address, context);
  if (wrong !== undefined) return reject(wrong);
  const kept = keepAddress(state, command.address);
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

const editProfile = (state: UserState, command: Command<'EditProfile'>): Decided => {
  if (command.revision !== state.revision) {
    return reject({
      code: 'E_STALE',
      message: 'Your profile has changed since this form was opened. Run `/profile edit` again.',
    });
  }
  const wrong =
    textRejection('title', unsealed(command.title, ''), TITLE_MAX) ??
    textRejection('bio', unsealed(command.bio, ''), BIO_MAX, true);
  if (wrong !== undefined) return reject(wrong);
  if (!/^#[0-9a-f]{6}$/.test(command.colour)) {
    return reject({
      code: 'E_INPUT',
      field: 'colour',
      message: '`colour` takes six hex digits after a `#`, for example `#5b8def`.',
    });
  }
  const { title, bio, colour } = command;
  const revision = state.revision + 1;
  return accept<UserEvent, UserReply>([{ type: 'ProfileEdited', title, bio, colour, revision }], {
    type: 'Done',
    revision,
  });
};

const oneOf = (field: string, value: string, values: readonly string[]): Decided | undefined =>
  values.includes(value)
    ? undefined
    : reject({ code: 'E_INPUT', field, message: `\`${field}\` takes one of: ${values.join(', ')}.` });

const setPrivacy = (state: UserState, { area, level }: Command<'SetPrivacy'>): Decided => {
  const wrong = oneOf('area', area, PRIVACY_AREAS) ?? oneOf('level', level, PRIVACY_LEVELS);
  if (wrong !== undefined) return wrong;
  if ((state.privacy[area] ?? 'everyone') === level) return done(state, []);
  return done(state, [{ type: 'PrivacySet', area, level }]);
};

const setNotify = (state: UserState, { event, via }: Command<'SetNotify'>): Decided => {
  const wrong = oneOf('event', event, NOTIFY_EVENTS) ?? oneOf('via', via, NOTIFY_VIAS);
  if (wrong !== undefined) return wrong;
  // saying it again also opens messages that were refused
  if (viaOf(state, event) === via && (via !== 'dm' || state.closedAtMs === 0)) return done(state, []);
  return done(state, [{ type: 'NotifySet', event, via }]);
};

const setTimeZone = (state: UserState, { timeZone }: Command<'SetTimeZone'>): Decided => {
  if (!isTimeZone(timeZone)) {
    return reject({
      code: 'E_INPUT',
      field: 'zone',
      message: '`zone` takes a name like `Europe/Zurich`, `America/New_York` or `UTC`.',
    });
  }
  return done(state, timeZone === state.timeZone ? [] : [{ type: 'TimeZoneSet', timeZone }]);
};

/** Whether this person has had a direct message that the other one caused, a moment ago. */
const isPaused = (state: UserState, from: string, nowMs: number): boolean =>
  state.inbox.some((entry) => entry.from === from && nowMs - entry.atMs < PAIR_PAUSE_MS);

const notify = (
  state: UserState,
  { event, text, about, from, usual }: Command<'Notify'>,
  { nowMs }: Context,
): Decided => {
  if (unsealed(text, '').length > NOTE_MAX) {
    return reject({
      code: 'E_INPUT',
      field: 'text',
      message: `A note may have at most ${NOTE_MAX} characters.`,
    });
  }
  const wanted = state.notify[event] ?? usual ?? viaOf(state, event);
  if (wanted === 'off') return done(state, []);
  const via = wanted === 'dm' && from !== undefined && isPaused(state, from, nowMs) ? 'inbox' : wanted;
  return done(state, [
    {
      type: 'Notified',
      event,
      via,
      text,
      ...(about === undefined ? {} : { about }),
      // only what was a message counts for the next one
      ...(from === undefined || via !== 'dm' ? {} : { from }),
    },
  ]);
};

/** Commands that come from entities only, never from a person. */
const FROM_ENTITIES: ReadonlySet<UserCommand['type']> = new Set([
  'AwardXp',
  'BeatNpc',
  'Notify',
  'NoteClosed',
]);

const refuseCaller = (command: UserCommand, context: Context): Decided | undefined => {
  const isEntity = context.by.includes(':');
  if (FROM_ENTITIES.has(command.type) ? isEntity : context.by === context.self.id) return undefined;
  return reject({ code: 'E_PERM', message: 'Only the person can do that with their own account.' });
};

const decide = (state: UserState, command: UserCommand, context: Context): Decided => {
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
    case 'EditProfile':
      return editProfile(state, command);
    case 'SetPrivacy':
      return setPrivacy(state, command);
    case 'SetNotify':
      return setNotify(state, command);
    case 'SetTimeZone':
      return setTimeZone(state, command);
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
    case 'ReadInbox':
      return done(state, state.unread === 0 ? [] : [{ type: 'InboxRead', count: state.unread }]);
  }
};

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

const settle = (
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
