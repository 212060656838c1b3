import { z } from 'zod';
import { type Language, LANGUAGES } from '../guild/guild-protocol.ts';
import type { Rejection } from '../shared/errors.ts';
import type { Sealed } from '../shared/sealed.ts';
import { countSchema, quotePlanSchema, rejectionSchema, sealedSchema } from './schemas.ts';
import type {
  NoticeChannel,
  NotifyEvent,
  NotifyVia,
  PrivacyArea,
  PrivacyLevel,
  QuotePlan,
} from './user-protocol.ts';

/** Entries kept in the inbox; a further one pushes the oldest out. */
export const INBOX_MAX = 50;
/** Ended quotes kept for readers. */
export const QUOTES_ENDED_MAX = 8;
/** `#rrggbb`. */
const COLOUR_DEFAULT = '#5b8def';
const TIME_ZONE_DEFAULT = 'UTC';

/** Coins sent to others on one of the account's own days, counted from 0 while it is new. */
export interface Sent {
  readonly day: number;
  readonly coins: number;
}

/** A quote as the profile keeps it. `plan` is `null` once it went away unused. */
export interface Quote {
  readonly nonce: string;
  readonly status: 'open' | 'pending' | 'settled' | 'refused' | 'gone';
  readonly plan: QuotePlan | null;
  readonly expiresAtMs: number;
  readonly receiptId: string | null;
  readonly rejection: Rejection | null;
  /** What it counts against the limit of a new account since it was confirmed. */
  readonly sent: Sent | null;
}

/** The last daily and, while its transfer is under way, what to return to if it is refused. */
export interface Daily {
  readonly claimNo: number;
  readonly status: 'none' | 'pending' | 'settled' | 'refused';
  readonly amount: number;
  readonly streak: number;
  /** Calendar day of the last daily that counts; -1 for none. */
  readonly day: number;
  readonly claimedAtMs: number;
  readonly receiptId: string | null;
  readonly rejection: Rejection | null;
  readonly before: { readonly streak: number; readonly day: number; readonly claimedAtMs: number } | null;
}

/** Something that the person was told. */
export interface InboxEntry {
  readonly event: NotifyEvent;
  readonly text: Sealed;
  readonly atMs: number;
  /** Who caused a message to the person. */
  readonly from?: string;
  /** It is told with the next digest. */
  readonly isForDigest?: true;
}

/** What a person says about themselves. */
export interface Card {
  readonly title: Sealed | null;
  readonly bio: Sealed | null;
  /** `#rrggbb`. */
  readonly colour: string;
  /** Facts that the card shows, in this order; see `PIN_FACTS`. */
  readonly pins: readonly string[];
}

/** Somebody of the hall whom the person has beaten. `open`: the day had no room for the reward; the next win is paid. */
export interface Beaten {
  readonly npc: string;
  readonly reward: 'open' | 'pending' | 'paid';
}

/** A person. Small on purpose: parts that were never used are shared constants. */
export interface UserState extends Card {
  readonly name: Sealed | null;
  /** What the card is to become once it is saved. */
  readonly draft: Card | null;
  /** Grows with each change of the card or its draft. */
  readonly revision: number;
  /** Home realm; empty before the first command. */
  readonly realm: string;
  readonly joinedAtMs: number;
  readonly welcome: 'none' | 'pending' | 'granted' | 'refused';
  readonly xp: number;
  /** What battles have brought on the last day (UTC) on which they brought anything. */
  readonly battleXp: { readonly day: number; readonly xp: number } | null;
  /** In order of the first wins. */
  readonly beaten: readonly Beaten[];
  /** What first wins have paid on the last day (UTC) on which they paid anything. */
  readonly npcCoins: { readonly day: number; readonly coins: number } | null;
  readonly timeZone: string;
  readonly privacy: Readonly<Partial<Record<PrivacyArea, PrivacyLevel>>>;
  readonly notify: Readonly<Partial<Record<NotifyEvent, NotifyVia>>>;
  readonly daily: Daily;
  /** Pets adopted, confirmations under way included: the first one is free. */
  readonly adoptions: number;
  /** What a new account has sent on the last day on which it sent anything. */
  readonly sent: Sent | null;
  /** Oldest first. */
  readonly quotes: readonly Quote[];
  /** Oldest first. */
  readonly inbox: readonly InboxEntry[];
  readonly unread: number;
  /** External ids at services through which messages reach the person. */
  readonly addresses: { readonly discord?: Sealed };
  /** What messages to the person are written in; `null`: never said, which is English. */
  readonly language: Language | null;
  /** When a direct message was refused last because the person takes none; 0: never. */
  readonly closedAtMs: number;
  /** Where notices come that are wanted in a channel; `null`: never chosen, or lost. */
  readonly channel: NoticeChannel | null;
  /** When the next digest is told, ms since the epoch; 0: there is nothing to tell. */
  readonly digestDueMs: number;
}

const NO_DAILY: Daily = {
  claimNo: 0,
  status: 'none',
  amount: 0,
  streak: 0,
  day: -1,
  claimedAtMs: 0,
  receiptId: null,
  rejection: null,
  before: null,
};

const NEW: UserState = {
  name: null,
  title: null,
  bio: null,
  colour: COLOUR_DEFAULT,
  pins: [],
  draft: null,
  revision: 0,
  realm: '',
  joinedAtMs: 0,
  welcome: 'none',
  xp: 0,
  battleXp: null,
  beaten: [],
  npcCoins: null,
  timeZone: TIME_ZONE_DEFAULT,
  privacy: {},
  notify: {},
  daily: NO_DAILY,
  adoptions: 0,
  sent: null,
  quotes: [],
  inbox: [],
  unread: 0,
  addresses: {},
  language: null,
  closedAtMs: 0,
  channel: null,
  digestDueMs: 0,
};

/** Somebody who has not given a command yet. */
export const initialUser = (): UserState => NEW;

export const PRIVACY_AREAS = ['profile', 'balance', 'requests'] as const satisfies readonly PrivacyArea[];
export const PRIVACY_LEVELS = ['everyone', 'nobody'] as const satisfies readonly PrivacyLevel[];
export const NOTIFY_EVENTS = [
  'payment',
  'gift',
  'expedition',
  'pet',
  'level',
  'challenge',
  'battle',
] as const satisfies readonly NotifyEvent[];
export const NOTIFY_VIAS = [
  'dm',
  'channel',
  'digest',
  'inbox',
  'off',
] as const satisfies readonly NotifyVia[];

export const notifyEventSchema = z.enum(NOTIFY_EVENTS);
export const notifyViaSchema = z.enum(NOTIFY_VIAS);
export const privacyAreaSchema = z.enum(PRIVACY_AREAS);
export const privacyLevelSchema = z.enum(PRIVACY_LEVELS);

/** Form of a count of what was sent. */
export const sentSchema: z.ZodType<Sent> = z.strictObject({ day: countSchema, coins: countSchema });

const streakPart = { streak: countSchema, day: z.int(), claimedAtMs: countSchema };

/** What a card consists of. */
export const cardSchemas = {
  title: sealedSchema.nullable(),
  bio: sealedSchema.nullable(),
  colour: z.string(),
  pins: z.array(z.string()).readonly(),
} as const;

export const noticeChannelSchema: z.ZodType<NoticeChannel> = z.strictObject({
  provider: z.literal('discord'),
  guild: z.string(),
  channel: sealedSchema,
});

/** What a snapshot must satisfy. */
export const userStateSchema: z.ZodType<UserState> = z.strictObject({
  name: sealedSchema.nullable(),
  ...cardSchemas,
  draft: z.strictObject(cardSchemas).nullable(),
  revision: countSchema,
  realm: z.string(),
  joinedAtMs: countSchema,
  welcome: z.enum(['none', 'pending', 'granted', 'refused']),
  xp: countSchema,
  battleXp: z.strictObject({ day: countSchema, xp: countSchema }).nullable(),
  beaten: z.array(z.strictObject({ npc: z.string(), reward: z.enum(['open', 'pending', 'paid']) })),
  npcCoins: sentSchema.nullable(),
  timeZone: z.string(),
  privacy: z.strictObject({
    profile: privacyLevelSchema.exactOptional(),
    balance: privacyLevelSchema.exactOptional(),
    requests: privacyLevelSchema.exactOptional(),
  }),
  notify: z.strictObject({
    payment: notifyViaSchema.exactOptional(),
    gift: notifyViaSchema.exactOptional(),
    expedition: notifyViaSchema.exactOptional(),
    pet: notifyViaSchema.exactOptional(),
    level: notifyViaSchema.exactOptional(),
    challenge: notifyViaSchema.exactOptional(),
    battle: notifyViaSchema.exactOptional(),
  }),
  daily: z.strictObject({
    claimNo: countSchema,
    status: z.enum(['none', 'pending', 'settled', 'refused']),
    amount: countSchema,
    ...streakPart,
    receiptId: z.string().nullable(),
    rejection: rejectionSchema.nullable(),
    before: z.strictObject(streakPart).nullable(),
  }),
  adoptions: countSchema,
  sent: sentSchema.nullable(),
  quotes: z.array(
    z.strictObject({
      nonce: z.string(),
      status: z.enum(['open', 'pending', 'settled', 'refused', 'gone']),
      plan: quotePlanSchema.nullable(),
      expiresAtMs: countSchema,
      receiptId: z.string().nullable(),
      rejection: rejectionSchema.nullable(),
      sent: sentSchema.nullable(),
    }),
  ),
  inbox: z.array(
    z.strictObject({
      event: notifyEventSchema,
      text: sealedSchema,
      atMs: countSchema,
      from: z.string().exactOptional(),
      isForDigest: z.literal(true).exactOptional(),
    }),
  ),
  unread: countSchema,
  addresses: z.strictObject({ discord: sealedSchema.exactOptional() }),
  language: z.enum(LANGUAGES).nullable(),
  closedAtMs: countSchema,
  channel: noticeChannelSchema.nullable(),
  digestDueMs: countSchema,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An older snapshot in the form of version 6: nothing that was sent was counted in version 1, no address kept before 3,
 * nothing of battles before 4, no drafts, pins, channels and digests before 5, no language before 6.
 */
export const upgradeUserState = (old: unknown): unknown => {
  if (!isObject(old) || !Array.isArray(old['quotes'])) return old;
  const quotes = old['quotes'].map((quote: unknown) => (isObject(quote) ? { sent: null, ...quote } : quote));
  return {
    sent: null,
    addresses: {},
    closedAtMs: 0,
    battleXp: null,
    beaten: [],
    npcCoins: null,
    pins: [],
    draft: null,
    channel: null,
    digestDueMs: 0,
    language: null,
    ...old,
    quotes,
  };
};

/** Whether the person has given a first command. */
export const isEnrolled = (state: UserState): boolean => state.realm !== '';
