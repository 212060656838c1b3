import type { LedgerCommand } from '../economy/ledger-protocol.ts';
import type { Language } from '../guild/guild-protocol.ts';
import type { DomainCommand } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import type { EntityRef } from '../shared/ids.ts';
import type { Sealed } from '../shared/sealed.ts';

/** At most this many quotes are open; a further one closes the oldest. */
export const QUOTES_OPEN_MAX = 5;
/** A quote can be confirmed for this long. It reserves nothing: confirming checks again. */
export const QUOTE_TTL_MS = 60_000;

/** What confirming does: one transfer in the realm's ledger, then, when it was accepted, further commands. */
export interface QuotePlan {
  readonly kind: 'pay' | 'buy' | 'sell' | 'gift' | 'adopt' | 'rename';
  readonly realm: string;
  readonly transfer: Extract<LedgerCommand, { type: 'Transfer' }>;
  /** Sent in this order once the transfer is durable: hatch the pet, tell the receiver … */
  readonly then?: readonly { readonly to: EntityRef; readonly command: DomainCommand }[];
}

/** One person sends another no two direct messages within this time, ms; what comes in between waits in the inbox. */
export const PAIR_PAUSE_MS = 600_000;

/** A person's account at a service through which they can be written to. */
export interface Address {
  readonly provider: 'discord';
  /** The service's own id, sealed under the key of the person. */
  readonly id: Sealed;
}

/** A channel of a guild in which a person wants to be told of something. */
export interface NoticeChannel {
  readonly provider: Address['provider'];
  /** Our own id of the guild. */
  readonly guild: string;
  /** The service's own id, sealed under the key of the person. */
  readonly channel: Sealed;
}

/** Most facts that a card shows because its person put them there. */
export const PINS_MAX = 6;

/** What a person says about themselves. */
interface CardChange {
  readonly title: Sealed;
  readonly bio: Sealed;
  /** `#rrggbb`. */
  readonly colour: string;
  /** What is shown, in this order. */
  readonly pins: readonly string[];
}

export type UserCommand =
  /** The first command of a person: creates the profile and orders the welcome grant from the mint of `realm`. Repeats change nothing. */
  | {
      readonly type: 'Enroll';
      readonly name: Sealed;
      readonly realm: string;
      /** Where messages reach the person; a changed one replaces the one before. */
      readonly address?: Address;
      /** What the person reads, as a service through which they can be written to says. */
      readonly language?: Language;
    }
  /** Before the first word to an entity under a key of the person's own: what the key stands for, and where it went. */
  | { readonly type: 'BindKey'; readonly to: EntityRef; readonly commandId: string }
  /** `have`: the person's coins when it was drawn. */
  | { readonly type: 'OpenQuote'; readonly nonce: string; readonly plan: QuotePlan; readonly have?: number }
  /** Its command id is `<caller>/<nonce>`, so that twenty presses are one command. */
  | { readonly type: 'ConfirmQuote'; readonly nonce: string }
  | { readonly type: 'CancelQuote'; readonly nonce: string }
  | { readonly type: 'ClaimDaily'; readonly realm: string }
  /** Changes parts of the card's draft, which only the person sees. `revision` is that of the profile as it was shown. */
  | { readonly type: 'DraftProfile'; readonly change: Partial<CardChange>; readonly revision: number }
  /** Puts the draft in the place of the card. */
  | { readonly type: 'SaveProfile'; readonly revision: number }
  | { readonly type: 'DropDraft'; readonly revision: number }
  | { readonly type: 'SetPrivacy'; readonly area: PrivacyArea; readonly level: PrivacyLevel }
  /** `channel`: where notices by `channel` come from now on; without one they come where they did. */
  | {
      readonly type: 'SetNotify';
      readonly event: NotifyEvent;
      readonly via: NotifyVia;
      readonly channel?: NoticeChannel;
    }
  | { readonly type: 'SetTimeZone'; readonly timeZone: string }
  /** From other entities: experience for something done, by a table in data. */
  | { readonly type: 'AwardXp'; readonly source: string }
  /** From a battle or match that counts: this person has beaten one of the hall's. `battle`: as `battle:ID` or `match:ID`. */
  | { readonly type: 'BeatNpc'; readonly npc: string; readonly realm: string; readonly battle: string }
  /** From other entities: something to tell this person (kept in the inbox of `/notify view`). */
  | {
      readonly type: 'Notify';
      readonly event: NotifyEvent;
      readonly text: Sealed;
      /** The battle that it is about, as `battle:ID` or `match:ID`. */
      readonly about?: string;
      /** User id of the person who caused it: one of them sends no two messages within {@link PAIR_PAUSE_MS}. */
      readonly from?: string;
      /** How it comes to somebody who has not chosen; default: the inbox. */
      readonly usual?: NotifyVia;
    }
  /** From whoever carries messages: the person takes none at the moment. */
  | { readonly type: 'NoteClosed'; readonly provider: Address['provider'] }
  /** From whoever carries messages: the channel of the notices is gone, or closed to them. */
  | { readonly type: 'LoseChannel'; readonly provider: Address['provider'] }
  /** The reminder of a digest: what was kept for it is told now. */
  | { readonly type: 'SendDigest' }
  | { readonly type: 'ReadInbox' };

export type PrivacyArea = 'profile' | 'balance' | 'requests';
export type PrivacyLevel = 'everyone' | 'nobody';
export type NotifyEvent = 'payment' | 'gift' | 'expedition' | 'pet' | 'level' | 'challenge' | 'battle';
export type NotifyVia = 'dm' | 'channel' | 'digest' | 'inbox' | 'off';

/** What became of a quote; `undefined` for the reader means still open. */
export type QuoteState =
  | { readonly status: 'open'; readonly plan: QuotePlan; readonly expiresAtMs: number }
  | { readonly status: 'pending'; readonly plan: QuotePlan }
  | { readonly status: 'settled'; readonly plan: QuotePlan; readonly receiptId: string }
  | { readonly status: 'refused'; readonly plan: QuotePlan; readonly rejection: Rejection }
  | { readonly status: 'gone' };

/** What a user answers at once; whatever moves value ends later and is read by `outcome` or `daily`. */
export type UserReply =
  | { readonly type: 'Enrolled'; readonly isNew: boolean }
  | { readonly type: 'KeyBound'; readonly to: EntityRef; readonly commandId: string }
  | {
      readonly type: 'QuoteOpened';
      readonly nonce: string;
      readonly expiresAtMs: number;
      readonly have?: number;
    }
  | { readonly type: 'QuotePending'; readonly nonce: string }
  | { readonly type: 'QuoteCancelled'; readonly nonce: string }
  | {
      readonly type: 'DailyClaimed';
      readonly claimNo: number;
      readonly amount: number;
      readonly streak: number;
      readonly nextAtMs: number;
    }
  | { readonly type: 'XpAwarded'; readonly xp: number; readonly level: number }
  | { readonly type: 'Done'; readonly revision: number };
