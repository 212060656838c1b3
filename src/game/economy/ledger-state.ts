import type { EntityRef } from '../shared/ids.ts';
import { newUndo, type Undo } from '../shared/undo.ts';
import type { AccountId, Leg } from './ledger-protocol.ts';
import { PagedMap } from './paged-map.ts';

/** What an account holds. Never changed in place. */
export interface Account {
  readonly coins: number;
  /** Item number and quantity in turn, by item number; the numbers are the state's own ({@link ItemTable}). */
  readonly items: readonly number[];
  /** Unique assets, oldest first; not kept for `mint` and `sink`. */
  readonly assets: readonly string[];
}

const EMPTY_ACCOUNT: Account = Object.freeze({
  coins: 0,
  items: Object.freeze([]),
  assets: Object.freeze([]),
});

export interface AssetRecord {
  readonly owner: AccountId;
  /** Grows by one with each movement. */
  readonly ownershipSeq: number;
}

export interface Hold {
  readonly owner: EntityRef;
  readonly legs: readonly Leg[];
  readonly reviewAtMs: number;
  /** The owner could not be asked. */
  readonly stuck: boolean;
}

/** A recent transfer. `status`: only `open` ones can be reversed. */
export interface Receipt {
  readonly legs: readonly Leg[];
  readonly status: 'open' | 'reversed' | 'reversal' | 'hold';
}

/** Figures of the whole realm. Coins by memo kind; what flows back counts as less than nothing. */
export interface Book {
  readonly lastReceipt: number;
  readonly minted: Readonly<Record<string, number>>;
  readonly destroyed: Readonly<Record<string, number>>;
}

/** Small numbers for item ids, in the order in which this ledger met them. Grows only. */
export interface ItemTable {
  readonly ids: string[];
  readonly numbers: Map<string, number>;
}

/** One realm's ledger: mutable, through {@link put} and {@link setBook} alone, so that it can be taken back. */
export interface LedgerState {
  readonly accounts: PagedMap<Account>;
  readonly assets: PagedMap<AssetRecord>;
  readonly holds: PagedMap<Hold>;
  /** By receipt number; the last {@link RECEIPTS_KEPT}. */
  readonly receipts: PagedMap<Receipt>;
  /** Which holds took something from an account; follows from `holds`. */
  readonly holdsOf: Map<AccountId, Set<string>>;
  readonly items: ItemTable;
  book: Book;
  readonly undo: Undo;
}

/** Transfers that can be reversed: the last so many. */
export const RECEIPTS_KEPT = 10_000;
/** Unique assets of one account; `mint` and `sink` know no bound. */
export const ASSETS_MAX = 1_000;

const LEG_BYTES = 90;

/** A ledger in which nothing happened yet. */
export const initialLedger = (): LedgerState => ({
  accounts: new PagedMap((key, account) => {
    return key.length + 24 + account.items.length * 8 + account.assets.length * 32;
  }),
  assets: new PagedMap((key, record) => key.length + record.owner.length + 20),
  holds: new PagedMap((key, hold) => key.length + 100 + hold.legs.length * LEG_BYTES),
  receipts: new PagedMap((key, receipt) => key.length + 20 + receipt.legs.length * LEG_BYTES),
  holdsOf: new Map(),
  items: { ids: [], numbers: new Map() },
  book: { lastReceipt: 0, minted: {}, destroyed: {} },
  undo: newUndo(),
});

/** The number of an item in this ledger, given at its first meeting. */
export const itemNumber = (table: ItemTable, id: string): number => {
  let number = table.numbers.get(id);
  if (number === undefined) {
    number = table.ids.length;
    table.ids.push(id);
    table.numbers.set(id, number);
  }
  return number;
};

/** Writes one entry, or with `undefined` takes it out, and remembers how it was. */
export const put = <V>(
  state: LedgerState,
  map: PagedMap<V>,
  key: string,
  value: NoInfer<V> | undefined,
): void => {
  const before = map.set(key, value);
  if (state.undo.recording) state.undo.steps.push(() => map.set(key, before));
};

export const setBook = (state: LedgerState, book: Book): void => {
  const before = state.book;
  state.book = book;
  if (state.undo.recording) {
    state.undo.steps.push(() => {
      state.book = before;
    });
  }
};

/** Keeps `holdsOf` in step with a hold that came or went. */
export const indexHold = (state: LedgerState, holdId: string, hold: Hold, present: boolean): void => {
  for (const { from } of hold.legs) {
    const ids = state.holdsOf.get(from);
    if (present) {
      if (ids === undefined) state.holdsOf.set(from, new Set([holdId]));
      else ids.add(holdId);
    } else if (ids !== undefined) {
      ids.delete(holdId);
      if (ids.size === 0) state.holdsOf.delete(from);
    }
  }
};

/** Stores a hold, or with `undefined` ends it. */
export const putHold = (state: LedgerState, holdId: string, hold: Hold | undefined): void => {
  const before = state.holds.get(holdId);
  if (before !== undefined) indexHold(state, holdId, before, false);
  if (hold !== undefined) indexHold(state, holdId, hold, true);
  state.holds.set(holdId, hold);
  if (!state.undo.recording) return;
  state.undo.steps.push(() => {
    if (hold !== undefined) indexHold(state, holdId, hold, false);
    if (before !== undefined) indexHold(state, holdId, before, true);
    state.holds.set(holdId, before);
  });
};

export const accountIn = (state: LedgerState, id: AccountId): Account =>
  state.accounts.get(id) ?? EMPTY_ACCOUNT;

/** Where an item stands in an account's list: the index of its number, or of where it would go. */
export const itemSlot = (items: readonly number[], number: number): number => {
  let low = 0;
  let high = items.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle * 2] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low * 2;
};

/** How many of an item an account holds. */
export const piecesIn = (state: LedgerState, id: AccountId, item: string): number => {
  const number = state.items.numbers.get(item);
  if (number === undefined) return 0;
  const { items } = accountIn(state, id);
  const at = itemSlot(items, number);
  return items[at] === number ? (items[at + 1] ?? 0) : 0;
};
