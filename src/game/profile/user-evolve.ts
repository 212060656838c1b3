import { isBattleSource, utcDayOf } from './experience.ts';
import type { UserEvent } from './user-events.ts';
import { withSending } from './sending.ts';
import {
  type Beaten,
  INBOX_MAX,
  type InboxEntry,
  type Quote,
  QUOTES_ENDED_MAX,
  type UserState,
} from './user-state.ts';

const isEnded = (quote: Quote): boolean => quote.status !== 'open' && quote.status !== 'pending';

/** Drops the oldest ended quotes beyond {@link QUOTES_ENDED_MAX}; what is open or under way stays. */
const trim = (quotes: readonly Quote[]): readonly Quote[] => {
  let surplus = quotes.filter(isEnded).length - QUOTES_ENDED_MAX;
  if (surplus <= 0) return quotes;
  return quotes.filter((quote) => {
    if (surplus <= 0 || !isEnded(quote)) return true;
    surplus -= 1;
    return false;
  });
};

const withQuote = (state: UserState, nonce: string, change: (quote: Quote) => Quote): UserState => ({
  ...state,
  quotes: trim(state.quotes.map((quote) => (quote.nonce === nonce ? change(quote) : quote))),
});

/** What is kept of an ended quote: its follow-up commands are on their way and need no second copy. */
const ended = (quote: Quote, change: Partial<Quote>): Quote => ({
  ...quote,
  plan:
    quote.plan === null
      ? null
      : { kind: quote.plan.kind, realm: quote.plan.realm, transfer: quote.plan.transfer },
  ...change,
});

/** What a quote that came to nothing counts no longer. */
const takenBack = (state: UserState, nonce: string): Pick<UserState, 'adoptions' | 'sent'> => {
  const sent = state.quotes.findLast((quote) => quote.nonce === nonce)?.sent ?? null;
  return { adoptions: withoutAdoption(state, nonce), sent: withSending(state.sent, sent, -1) };
};

const isAdoption = (state: UserState, nonce: string): boolean =>
  state.quotes.some((quote) => quote.nonce === nonce && quote.plan?.kind === 'adopt');

const withoutAdoption = (state: UserState, nonce: string): number =>
  isAdoption(state, nonce) ? Math.max(0, state.adoptions - 1) : state.adoptions;

const evolveQuote = (state: UserState, event: Extract<UserEvent, { type: `Quote${string}` }>): UserState => {
  switch (event.type) {
    case 'QuoteOpened':
      return {
        ...state,
        quotes: [
          ...state.quotes,
          {
            nonce: event.nonce,
            status: 'open',
            plan: event.plan,
            expiresAtMs: event.expiresAtMs,
            receiptId: null,
            rejection: null,
            sent: null,
          },
        ],
      };
    case 'QuoteClosed':
      return withQuote(state, event.nonce, (quote) => ({ ...quote, status: 'gone', plan: null }));
    case 'QuoteConfirmed':
      return {
        ...withQuote(state, event.nonce, (quote) => ({ ...quote, status: 'pending', sent: event.sent })),
        sent: withSending(state.sent, event.sent, 1),
        adoptions: state.adoptions + (event.kind === 'adopt' ? 1 : 0),
      };
    case 'QuoteSettled':
      return withQuote(state, event.nonce, (quote) =>
        ended(quote, { status: 'settled', receiptId: event.receiptId }),
      );
    case 'QuoteRefused':
      return {
        ...withQuote(state, event.nonce, (quote) =>
          ended(quote, { status: 'refused', rejection: event.rejection }),
        ),
        ...(event.isOpenEnded ? {} : takenBack(state, event.nonce)),
      };
    case 'QuoteReversed':
      return {
        ...withQuote(state, event.nonce, (quote) =>
          ended(quote, { status: 'refused', rejection: event.rejection }),
        ),
        ...takenBack(state, event.nonce),
      };
  }
};

const evolveDaily = (
  state: UserState,
  event: Extract<UserEvent, { type: `Daily${string}` }>,
  atMs: number,
): UserState => {
  const { daily } = state;
  switch (event.type) {
    case 'DailyClaimed':
      return {
        ...state,
        daily: {
          claimNo: event.claimNo,
          status: 'pending',
          amount: event.amount,
          streak: event.streak,
          day: event.day,
          claimedAtMs: atMs,
          receiptId: null,
          rejection: null,
          before: { streak: daily.streak, day: daily.day, claimedAtMs: daily.claimedAtMs },
        },
      };
    case 'DailySettled':
      if (event.claimNo !== daily.claimNo) return state;
      return {
        ...state,
        daily: { ...daily, status: 'settled', receiptId: event.receiptId, before: null },
      };
    case 'DailyRefused':
      if (event.claimNo !== daily.claimNo) return state;
      return {
        ...state,
        daily: {
          ...daily,
          ...(event.retry ? daily.before : null),
          status: 'refused',
          rejection: event.rejection,
          before: null,
        },
      };
  }
};

const withReward = (state: UserState, npc: string, reward: Beaten['reward']): UserState['beaten'] =>
  state.beaten.map((one) => (one.npc === npc ? { npc, reward } : one));

const evolveNpc = (
  state: UserState,
  event: Extract<UserEvent, { type: `Npc${string}` }>,
  atMs: number,
): UserState => {
  const { npc } = event;
  switch (event.type) {
    case 'NpcBeaten':
      return { ...state, beaten: [...state.beaten, { npc, reward: 'open' }] };
    case 'NpcRewardOrdered': {
      const day = utcDayOf(atMs);
      const before = state.npcCoins?.day === day ? state.npcCoins.coins : 0;
      const npcCoins = { day, coins: before + event.coins };
      return { ...state, beaten: withReward(state, npc, 'pending'), npcCoins };
    }
    case 'NpcRewardPaid':
      return { ...state, beaten: withReward(state, npc, 'paid') };
    case 'NpcRewardRefused':
      // the day keeps its count: the mint refuses as good as never
      return event.retry ? { ...state, beaten: withReward(state, npc, 'open') } : state;
  }
};

/** What battles of the day have brought, one more among them; other days do not count. */
const battleXpAfter = (
  { battleXp }: UserState,
  { source, xp }: Extract<UserEvent, { type: 'XpAwarded' }>,
  atMs: number,
): UserState['battleXp'] => {
  if (!isBattleSource(source)) return battleXp;
  const day = utcDayOf(atMs);
  return { day, xp: (battleXp?.day === day ? battleXp.xp : 0) + xp };
};

/** An entry that the digest has told. */
const told = ({ event, text, atMs, from }: InboxEntry): InboxEntry => ({
  event,
  text,
  atMs,
  ...(from === undefined ? {} : { from }),
});

/** The person after an event. Total; uses stored times only. */
export const evolveUser = (state: UserState, event: UserEvent, atMs: number): UserState => {
  switch (event.type) {
    case 'Enrolled':
      return { ...state, name: event.name, realm: event.realm, joinedAtMs: atMs };
    case 'WelcomeOrdered':
      return { ...state, welcome: 'pending' };
    case 'WelcomeGranted':
      return { ...state, welcome: 'granted' };
    case 'WelcomeRefused':
      return { ...state, welcome: event.retry ? 'none' : 'refused' };
    case 'QuoteOpened':
    case 'QuoteClosed':
    case 'QuoteConfirmed':
    case 'QuoteSettled':
    case 'QuoteRefused':
    case 'QuoteReversed':
      return evolveQuote(state, event);
    case 'DailyClaimed':
    case 'DailySettled':
    case 'DailyRefused':
      return evolveDaily(state, event, atMs);
    case 'XpAwarded':
      return { ...state, xp: event.total, battleXp: battleXpAfter(state, event, atMs) };
    case 'LevelReached':
      return state;
    case 'NpcBeaten':
    case 'NpcRewardOrdered':
    case 'NpcRewardPaid':
    case 'NpcRewardRefused':
      return evolveNpc(state, event, atMs);
    case 'ProfileDrafted': {
      const { title, bio, colour, pins, revision } = event;
      return { ...state, draft: { title, bio, colour, pins }, revision };
    }
    case 'ProfileEdited': {
      const { title, bio, colour, pins, revision } = event;
      return { ...state, title, bio, colour, pins, revision, draft: null };
    }
    case 'DraftDropped':
      return { ...state, draft: null, revision: event.revision };
    case 'PrivacySet':
      return { ...state, privacy: { ...state.privacy, [event.area]: event.level } };
    case 'NotifySet':
      return {
        ...state,
        notify: { ...state.notify, [event.event]: event.via },
        closedAtMs: event.via === 'dm' ? 0 : state.closedAtMs,
      };
    case 'TimeZoneSet':
      return { ...state, timeZone: event.timeZone };
    case 'AddressKept':
      return { ...state, addresses: { ...state.addresses, [event.provider]: event.id } };
    case 'LanguageKept':
      return { ...state, language: event.language };
    case 'MessagesClosed':
      return { ...state, closedAtMs: atMs };
    case 'ChannelKept':
      return { ...state, channel: event.channel };
    case 'ChannelLost':
      return { ...state, channel: null };
    case 'DigestPlanned':
      return { ...state, digestDueMs: event.dueMs };
    case 'DigestSent':
      return { ...state, digestDueMs: 0, inbox: state.inbox.map(told) };
    case 'Notified':
      return {
        ...state,
        inbox: [
          ...state.inbox,
          {
            event: event.event,
            text: event.text,
            atMs,
            ...(event.from === undefined ? {} : { from: event.from }),
            ...(event.via === 'digest' ? { isForDigest: true as const } : {}),
          },
        ].slice(-INBOX_MAX),
        unread: Math.min(state.unread + 1, INBOX_MAX),
      };
    case 'InboxRead':
      return { ...state, unread: Math.max(0, state.unread - event.count) };
  }
};
