import { z } from 'zod';
import { LANGUAGES } from '../guild/guild-protocol.ts';
import { countSchema, quoteKindSchema, quotePlanSchema, rejectionSchema, sealedSchema } from './schemas.ts';
import {
  cardSchemas,
  noticeChannelSchema,
  notifyEventSchema,
  notifyViaSchema,
  privacyAreaSchema,
  privacyLevelSchema,
  sentSchema,
} from './user-state.ts';

const receiptId = z.string();
/** Id of a trainer, leader or monster of the hall. */
const npc = z.string();
/** A battle, as `battle:ID` or `match:ID`. */
const battle = z.string();

/** Form of each event's data, without its `type`. */
export const userEventSchemas = {
  Enrolled: z.strictObject({ name: sealedSchema, realm: z.string() }),
  WelcomeOrdered: z.strictObject({ realm: z.string() }),
  WelcomeGranted: z.strictObject({ receiptId }),
  WelcomeRefused: z.strictObject({ rejection: rejectionSchema, retry: z.boolean() }),
  QuoteOpened: z.strictObject({ nonce: z.string(), plan: quotePlanSchema, expiresAtMs: countSchema }),
  QuoteClosed: z.strictObject({ nonce: z.string(), reason: z.enum(['replaced', 'expired', 'cancelled']) }),
  QuoteConfirmed: z.strictObject({
    nonce: z.string(),
    kind: quoteKindSchema,
    /** What it counts against the limit of a new account. */
    sent: sentSchema.nullable(),
  }),
  QuoteSettled: z.strictObject({ nonce: z.string(), kind: quoteKindSchema, receiptId }),
  QuoteRefused: z.strictObject({
    nonce: z.string(),
    kind: quoteKindSchema,
    rejection: rejectionSchema,
    /** The ledger never answered; operators may still carry the transfer out. */
    isOpenEnded: z.boolean(),
  }),
  QuoteReversed: z.strictObject({ nonce: z.string(), receiptId, rejection: rejectionSchema }),
  DailyClaimed: z.strictObject({
    claimNo: countSchema,
    realm: z.string(),
    amount: countSchema,
    streak: countSchema,
    day: z.int(),
  }),
  DailySettled: z.strictObject({
    claimNo: countSchema,
    amount: countSchema,
    streak: countSchema,
    receiptId,
  }),
  DailyRefused: z.strictObject({ claimNo: countSchema, rejection: rejectionSchema, retry: z.boolean() }),
  XpAwarded: z.strictObject({ source: z.string(), xp: countSchema, total: countSchema }),
  LevelReached: z.strictObject({ level: countSchema }),
  /** The first win over one of the hall's. */
  NpcBeaten: z.strictObject({ npc, battle }),
  /** The first win is being paid. */
  NpcRewardOrdered: z.strictObject({ npc, battle, realm: z.string(), coins: countSchema }),
  NpcRewardPaid: z.strictObject({ npc, battle, coins: countSchema, receiptId }),
  /** `retry`: a further win is paid; else operators may still pay this one. */
  NpcRewardRefused: z.strictObject({
    npc,
    coins: countSchema,
    rejection: rejectionSchema,
    retry: z.boolean(),
  }),
  /** The card that its person looks at before saving it. */
  ProfileDrafted: z.strictObject({ ...cardSchemas, revision: countSchema }),
  ProfileEdited: z.strictObject({ ...cardSchemas, revision: countSchema }),
  DraftDropped: z.strictObject({ revision: countSchema }),
  PrivacySet: z.strictObject({ area: privacyAreaSchema, level: privacyLevelSchema }),
  NotifySet: z.strictObject({ event: notifyEventSchema, via: notifyViaSchema }),
  TimeZoneSet: z.strictObject({ timeZone: z.string() }),
  /** Somewhere messages reach the person. */
  AddressKept: z.strictObject({ provider: z.literal('discord'), id: sealedSchema }),
  /** What messages to the person are written in. */
  LanguageKept: z.strictObject({ language: z.enum(LANGUAGES) }),
  /** Where notices by `channel` come from now on. */
  ChannelKept: z.strictObject({ channel: noticeChannelSchema }),
  /** That channel is gone, or closed to us. */
  ChannelLost: z.strictObject({ provider: z.literal('discord') }),
  Notified: z.strictObject({
    event: notifyEventSchema,
    via: notifyViaSchema,
    text: sealedSchema,
    /** A battle, as `battle:ID` or `match:ID`. */
    about: z.string().optional(),
    /** Who caused a message to the person. */
    from: z.string().optional(),
  }),
  /** What is kept for the digest is told at that time, ms since the epoch. */
  DigestPlanned: z.strictObject({ dueMs: countSchema }),
  /** What came for the digest since the one before, oldest first; what the inbox lost of it meanwhile is not in it. */
  DigestSent: z.strictObject({
    entries: z.array(z.strictObject({ event: notifyEventSchema, text: sealedSchema, atMs: countSchema })),
  }),
  /** A direct message was refused: the person takes none. */
  MessagesClosed: z.strictObject({ provider: z.literal('discord') }),
  InboxRead: z.strictObject({ count: countSchema }),
};

/** Versions of events that have had another form before. */
export const userEventVersions = { QuoteConfirmed: 2, ProfileEdited: 2, NotifySet: 2, Notified: 2 } as const;

/** From an older form of an event to the next one. */
export const userUpcasters = {
  'QuoteConfirmed@1': (data: unknown): unknown =>
    typeof data === 'object' && data !== null ? { ...data, sent: null } : data,
  // there were fewer ways of telling
  'NotifySet@1': (data: unknown): unknown => data,
  'Notified@1': (data: unknown): unknown => data,
  'ProfileEdited@1': (data: unknown): unknown =>
    typeof data === 'object' && data !== null ? { ...data, pins: [] } : data,
} as const;

type Forms = typeof userEventSchemas;

/** What happened to a person. */
export type UserEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];
