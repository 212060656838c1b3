import type { Language } from '../guild/guild-protocol.ts';
import { unsealed } from '../shared/sealed.ts';
import { viaOf } from './awards.ts';
import { dailyAmount, nextDailyAtMs, nextStreak } from './daily.ts';
import { levelOf, xpOfLevel } from './experience.ts';
import { quoteState } from './quotes.ts';
import type { NotifyEvent, NotifyVia, PrivacyArea, PrivacyLevel, QuoteState } from './user-protocol.ts';
import { type Beaten, isEnrolled, type UserState } from './user-state.ts';
import type { Rejection } from '../shared/errors.ts';

/** A person as `/profile view` shows them; free text is plain. */
export interface UserView {
  readonly name: string;
  /** The person was erased: their texts are gone and nobody speaks for this profile any more. */
  readonly isErased: boolean;
  readonly title: string;
  readonly bio: string;
  readonly colour: string;
  readonly pins: readonly string[];
  readonly revision: number;
  readonly realm: string;
  readonly joinedAtMs: number;
  readonly xp: number;
  readonly level: number;
  /** Experience at which this level began and the next begins; equal at the highest level. */
  readonly levelFromXp: number;
  readonly levelToXp: number;
  readonly timeZone: string;
  readonly welcome: UserState['welcome'];
  readonly adoptions: number;
  readonly unread: number;
  readonly daily: { readonly streak: number; readonly nextAtMs: number; readonly nextAmount: number };
}

/** How a daily ended. */
export type DailyOutcome =
  | {
      readonly status: 'settled';
      readonly claimNo: number;
      readonly amount: number;
      readonly streak: number;
      readonly receiptId: string;
      readonly nextAtMs: number;
    }
  | { readonly status: 'refused'; readonly claimNo: number; readonly rejection: Rejection };

export interface InboxView {
  readonly unread: number;
  /** Newest first. */
  readonly entries: readonly {
    readonly event: NotifyEvent;
    readonly text: string;
    readonly atMs: number;
    readonly isNew: boolean;
  }[];
}

const text = (value: UserState['name']): string => (value === null ? '' : unsealed(value));

const view = (state: UserState, nowMs: number): UserView | undefined => {
  if (!isEnrolled(state)) return undefined;
  const level = levelOf(state.xp);
  const nextAtMs = nextDailyAtMs(state);
  return {
    name: text(state.name),
    isErased: state.name?.$sealed.text === null,
    title: text(state.title),
    bio: text(state.bio),
    colour: state.colour,
    pins: state.pins,
    revision: state.revision,
    realm: state.realm,
    joinedAtMs: state.joinedAtMs,
    xp: state.xp,
    level,
    levelFromXp: xpOfLevel(level),
    levelToXp: xpOfLevel(level + 1),
    timeZone: state.timeZone,
    welcome: state.welcome,
    adoptions: state.adoptions,
    unread: state.unread,
    daily: {
      streak: state.daily.streak,
      nextAtMs,
      nextAmount: dailyAmount(nextStreak(state.daily, Math.max(nowMs, nextAtMs))),
    },
  };
};

const dailyOutcome = (state: UserState, claimNo: number): DailyOutcome | undefined => {
  const { daily } = state;
  if (daily.claimNo !== claimNo) return undefined;
  if (daily.status === 'settled') {
    return {
      status: 'settled',
      claimNo,
      amount: daily.amount,
      streak: daily.streak,
      receiptId: daily.receiptId ?? '',
      nextAtMs: nextDailyAtMs(state),
    };
  }
  return daily.status === 'refused' && daily.rejection !== null
    ? { status: 'refused', claimNo, rejection: daily.rejection }
    : undefined;
};

const draftOf = (state: UserState, nowMs: number): UserView | undefined => {
  const now = view(state, nowMs);
  if (now === undefined || state.draft === null) return undefined;
  const { title, bio, colour, pins } = state.draft;
  return { ...now, title: text(title), bio: text(bio), colour, pins };
};

/** Pure looks at a person, never committed. */
export const userReads = {
  /** The profile, or `undefined` before the first command. */
  view: (state: UserState, _args: Record<string, never>, nowMs: number): UserView | undefined =>
    view(state, nowMs),
  /** The profile as it would be once the draft is saved; `undefined`: there is no draft. */
  draft: (state: UserState, _args: Record<string, never>, nowMs: number): UserView | undefined =>
    draftOf(state, nowMs),
  /** How the welcome grant ended; `undefined` until then. For waiting. */
  welcomed: (state: UserState): 'granted' | 'refused' | undefined =>
    state.welcome === 'granted' || state.welcome === 'refused' ? state.welcome : undefined,
  privacy: (state: UserState): Readonly<Record<PrivacyArea, PrivacyLevel>> => ({
    profile: state.privacy.profile ?? 'everyone',
    balance: state.privacy.balance ?? 'everyone',
    requests: state.privacy.requests ?? 'everyone',
  }),
  /** The quote of that nonce as it is; `undefined`: never opened or long ended. */
  quote: (state: UserState, args: { readonly nonce: string }, nowMs: number): QuoteState | undefined =>
    quoteState(state, args.nonce, nowMs),
  /** The quote once it has ended; `undefined` until then. What is not remembered any more ended long ago. For waiting. */
  outcome: (state: UserState, args: { readonly nonce: string }, nowMs: number): QuoteState | undefined => {
    const quote = quoteState(state, args.nonce, nowMs) ?? { status: 'gone' };
    return quote.status === 'open' || quote.status === 'pending' ? undefined : quote;
  },
  /** How the daily of that number ended; `undefined` until then. For waiting. */
  daily: (state: UserState, args: { readonly claimNo: number }): DailyOutcome | undefined =>
    dailyOutcome(state, args.claimNo),
  /** The inbox, newest first; at most `limit` entries. */
  inbox: (state: UserState, args: { readonly limit: number }): InboxView => ({
    unread: state.unread,
    entries: state.inbox
      .map((entry, index) => ({
        event: entry.event,
        text: unsealed(entry.text),
        atMs: entry.atMs,
        isNew: index >= state.inbox.length - state.unread,
      }))
      .toReversed()
      .slice(0, args.limit),
  }),
  /** The person's own id at a service through which they can be written to; `undefined`: none, or they were erased. */
  address: (state: UserState, args: { readonly provider: 'discord' }): string | undefined =>
    state.addresses[args.provider]?.$sealed.text ?? undefined,
  /** What messages to the person are written in. */
  language: (state: UserState): Language => state.language ?? 'en',
  /** Where notices by `channel` come; `undefined`: nowhere, or the person was erased. */
  channel: (state: UserState): { readonly guild: string; readonly channelId: string } | undefined => {
    const channelId = state.channel?.channel.$sealed.text ?? undefined;
    return state.channel === null || channelId === undefined
      ? undefined
      : { guild: state.channel.guild, channelId };
  },
  /** When the next digest is told, ms since the epoch; 0: there is nothing to tell. */
  digestDueMs: (state: UserState): number => state.digestDueMs,
  /** Whom of the hall the person has beaten, and what became of the reward. */
  beaten: (state: UserState): readonly Beaten[] => state.beaten,
  /** When a direct message was refused last because the person takes none, ms since the epoch; 0: never. */
  closedAtMs: (state: UserState): number => state.closedAtMs,
  notify: (state: UserState): Readonly<Record<NotifyEvent, NotifyVia>> => ({
    payment: viaOf(state, 'payment'),
    gift: viaOf(state, 'gift'),
    expedition: viaOf(state, 'expedition'),
    pet: viaOf(state, 'pet'),
    level: viaOf(state, 'level'),
    challenge: viaOf(state, 'challenge'),
    battle: viaOf(state, 'battle'),
  }),
};
