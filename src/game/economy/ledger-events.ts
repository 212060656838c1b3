import type { EntityRef } from '../shared/ids.ts';
import type { AccountId, Leg, Memo } from './ledger-protocol.ts';

/** Value moved. The one event that changes balances; it says enough for a book of each person without the state. */
export interface TransferPosted {
  readonly type: 'TransferPosted';
  /** Counts the realm's transfers from 1. */
  readonly receiptNo: number;
  /** Who asked: a user id or an entity (`user:0:a1b2`). */
  readonly by: string;
  readonly memo: Memo;
  readonly legs: readonly Leg[];
  /** Coins after it, of each `u:` account that took part. */
  readonly after: Readonly<Record<AccountId, number>>;
  /** The receipt that this one takes back. */
  readonly reverses?: number;
  /** The hold that it fills or empties. */
  readonly holdId?: string;
}

interface HoldPlaced {
  readonly type: 'HoldPlaced';
  readonly holdId: string;
  readonly owner: EntityRef;
  /** What was taken from whom. */
  readonly legs: readonly Leg[];
  readonly reviewAtMs: number;
}

interface HoldClosed {
  readonly type: 'HoldClosed';
  readonly holdId: string;
  readonly as: 'settled' | 'void';
}

/** The owner of a hold could not be asked: value stays where it is and operators see it. */
interface HoldStuck {
  readonly type: 'HoldStuck';
  readonly holdId: string;
}

export type LedgerEvent = TransferPosted | HoldPlaced | HoldClosed | HoldStuck;
