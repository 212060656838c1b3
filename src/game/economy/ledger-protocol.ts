import type { EntityRef } from '../shared/ids.ts';
import type { Sealed } from '../shared/sealed.ts';

/**
 * Accounts of a realm's ledger: `u:<userId>` for a person; `mint` (all value comes from it and it goes below zero),
 * `sink` (where value ends), `fee`, and `hold:<holdId>` for escrow.
 */
export type AccountId = string;

export const accountOf = (userId: string): AccountId => `u:${userId}`;

/** Most of one leg in coins: 10^12. Any account stays within ±(2^53 − 1). */
export const AMOUNT_MAX = 1_000_000_000_000;
/** Most of one leg in pieces. */
export const QUANTITY_MAX = 1_000_000;
export const LEGS_MAX = 64;
/** Pets that one person may have at once; what comes back out of a hold is never refused. */
export const PETS_MAX = 12;

/** One movement between two accounts; so every asset sums to zero by construction. */
export type Leg =
  | { readonly from: AccountId; readonly to: AccountId; readonly coins: number }
  | { readonly from: AccountId; readonly to: AccountId; readonly item: string; readonly quantity: number }
  /** A unique asset: `pet:<realm>:<id>`. From `mint` it comes into being. */
  | { readonly from: AccountId; readonly to: AccountId; readonly asset: string };

/** Why value moved; `kind` groups the supply table and the history filter. */
export interface Memo {
  readonly kind:
    | 'welcome'
    | 'pay'
    | 'daily'
    | 'buy'
    | 'sell'
    | 'gift'
    | 'adopt'
    | 'use'
    | 'expedition'
    | 'fee'
    | 'hold'
    | 'reversal'
    | 'demo'
    | 'rehome'
    | 'stake'
    | 'npc';
  readonly note?: Sealed;
  /** What it was about: an item, a pet, a battle. */
  readonly about?: string;
}

export type LedgerCommand =
  | { readonly type: 'Transfer'; readonly legs: readonly Leg[]; readonly memo: Memo }
  /** Answers whether an account holds so many of an item; moves nothing. For what is used and kept. */
  | {
      readonly type: 'Require';
      readonly account: AccountId;
      readonly item: string;
      readonly quantity: number;
    }
  /** Moves the legs' value (their `to` is ignored) into `hold:<holdId>` until its owner settles or voids it. */
  | {
      readonly type: 'PlaceHold';
      readonly holdId: string;
      readonly legs: readonly Leg[];
      readonly owner: EntityRef;
      readonly reviewAtMs: number;
      readonly memo: Memo;
    }
  /** Pays the hold out; legs come from `hold:<holdId>` and must empty it. */
  | {
      readonly type: 'SettleHold';
      readonly holdId: string;
      readonly legs: readonly Leg[];
      readonly memo: Memo;
    }
  /** Gives everything back to where it came from. */
  | { readonly type: 'VoidHold'; readonly holdId: string }
  /** The ledger's own reminder: asks the owner what became of a hold. */
  | { readonly type: 'ReviewHold'; readonly holdId: string }
  /** A new transfer that is the opposite of an earlier one; each can be reversed once. */
  | { readonly type: 'Reverse'; readonly receiptId: string };

export interface TransferReply {
  /** Short base-32 id with a check letter. */
  readonly receiptId: string;
  /** Coins after the transfer, of each `u:` account that took part. */
  readonly balances: Readonly<Record<AccountId, number>>;
}
