import { z } from 'zod';
import { isRecord } from './ledger-legs.ts';
import { legSchema } from './ledger-schemas.ts';
import {
  type Account,
  type AssetRecord,
  type Hold,
  indexHold,
  initialLedger,
  itemNumber,
  type LedgerState,
  type Receipt,
} from './ledger-state.ts';
import type { PagedMap } from './paged-map.ts';
import type { Thawing } from '../shared/thawing.ts';

/** `[id, coins, [item, quantity, …] with items by their place in the page's own list, assets]`. */
type AccountRow = readonly [string, number, readonly number[], readonly string[]];

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

const isAccountRow = (row: unknown): row is AccountRow =>
  Array.isArray(row) &&
  row.length === 4 &&
  typeof row[0] === 'string' &&
  isInteger(row[1]) &&
  Array.isArray(row[2]) &&
  row[2].length % 2 === 0 &&
  row[2].every(isInteger) &&
  Array.isArray(row[3]) &&
  row[3].every((asset) => typeof asset === 'string');

const text = z.string().min(1).max(100);
const totals = z.record(z.string(), z.int());

/** Each page of a ledger's snapshot. Accounts are checked by hand: there may be hundreds of thousands. */
export const ledgerPageSchema = z.discriminatedUnion('part', [
  z.strictObject({
    part: z.literal('book'),
    lastReceipt: z.int().min(0),
    minted: totals,
    destroyed: totals,
  }),
  z.strictObject({
    part: z.literal('accounts'),
    items: z.array(text),
    rows: z.array(z.custom<AccountRow>(isAccountRow)),
  }),
  z.strictObject({ part: z.literal('assets'), rows: z.array(z.tuple([text, text, z.int().min(1)])) }),
  z.strictObject({
    part: z.literal('holds'),
    rows: z.array(
      z.strictObject({
        id: text,
        owner: z.strictObject({ kind: text, realm: text, id: text }),
        legs: z.array(legSchema),
        reviewAtMs: z.int(),
        stuck: z.boolean(),
      }),
    ),
  }),
  z.strictObject({
    part: z.literal('receipts'),
    rows: z.array(z.tuple([text, z.enum(['open', 'reversed', 'reversal', 'hold']), z.array(legSchema)])),
  }),
]);

type LedgerPage = z.infer<typeof ledgerPageSchema>;
type PageOf<Part extends LedgerPage['part']> = Extract<LedgerPage, { part: Part }>;
interface PageOut {
  readonly name: string;
  readonly version: number;
  encode(): LedgerPage;
}

const accountsPage = (ids: readonly string[], entries: ReadonlyMap<string, Account>): PageOf<'accounts'> => {
  const items: string[] = [];
  const places = new Map<number, number>();
  const rows = Array.from(entries, ([id, account]): AccountRow => {
    const pairs = account.items.map((value, at) => {
      if (at % 2 === 1) return value;
      let place = places.get(value);
      if (place === undefined) {
        place = items.push(ids[value] ?? '') - 1;
        places.set(value, place);
      }
      return place;
    });
    return [id, account.coins, pairs, account.assets];
  });
  return { part: 'accounts', items, rows };
};

const pagesOf = <V>(
  part: string,
  map: PagedMap<V>,
  encode: (entries: ReadonlyMap<string, V>) => LedgerPage,
): readonly PageOut[] =>
  map.freeze().map(({ name, version, entries }) => ({
    name: `${part}/${name}`,
    version,
    encode: () => encode(entries),
  }));

const freeze = (state: LedgerState): readonly PageOut[] => {
  const { book, items } = state;
  return [
    // Written with every snapshot: its version is the number of the last transfer.
    { name: 'book', version: book.lastReceipt, encode: () => ({ part: 'book', ...book }) },
    ...pagesOf('accounts', state.accounts, (entries) => accountsPage(items.ids, entries)),
    ...pagesOf('assets', state.assets, (entries) => ({
      part: 'assets',
      rows: Array.from(entries, ([id, { owner, ownershipSeq }]) => [id, owner, ownershipSeq]),
    })),
    ...pagesOf('holds', state.holds, (entries) => ({
      part: 'holds',
      rows: Array.from(entries, ([id, hold]) => ({
        id,
        owner: hold.owner,
        legs: [...hold.legs],
        reviewAtMs: hold.reviewAtMs,
        stuck: hold.stuck,
      })),
    })),
    ...pagesOf('receipts', state.receipts, (entries) => ({
      part: 'receipts',
      rows: Array.from(entries, ([id, { status, legs }]) => [id, status, [...legs]]),
    })),
  ];
};

const isPage = (value: unknown): value is LedgerPage => isRecord(value) && typeof value['part'] === 'string';

/** Account rows with items numbered as in this ledger, in order of number: that may differ from those of the page's writer. */
const accountRows = (state: LedgerState, page: PageOf<'accounts'>): (readonly [string, Account])[] => {
  const numbers = page.items.map((id) => itemNumber(state.items, id));
  return page.rows.map(([id, coins, pairs, assets]) => {
    const items = pairs.slice();
    let isSorted = true;
    for (let at = 0; at < items.length; at += 2) {
      const number = numbers[items[at] ?? -1];
      if (number === undefined)
        throw new RangeError(`account ${id} names an item that its page does not list`);
      if (at > 0 && (items[at - 2] ?? 0) > number) isSorted = false;
      items[at] = number;
    }
    return [id, { coins, items: isSorted ? items : sortedPairs(items), assets: assets.slice() }] as const;
  });
};

const sortedPairs = (items: readonly number[]): readonly number[] => {
  const pairs = items.flatMap((number, at) => (at % 2 === 0 ? [[number, items[at + 1] ?? 0] as const] : []));
  // slice: an array that grew by flat() has room for more than it will ever hold.
  return pairs
    .toSorted((a, b) => a[0] - b[0])
    .flat()
    .slice();
};

/** Rows by the rest of their page's name. */
type Rows<V> = Map<string, Iterable<readonly [string, V]>>;

/** Takes pages one by one, so that none of them is there in two forms for longer than it takes to read it. */
const thaw = (): Thawing<LedgerState> => {
  const state = initialLedger();
  const accounts: Rows<Account> = new Map();
  const assets: Rows<AssetRecord> = new Map();
  const holds: Rows<Hold> = new Map();
  const receipts: Rows<Receipt> = new Map();
  let hasBook = false;
  const take = (name: string, page: LedgerPage): void => {
    const rest = name.slice(page.part.length + 1);
    switch (page.part) {
      case 'book':
        state.book = { lastReceipt: page.lastReceipt, minted: page.minted, destroyed: page.destroyed };
        hasBook = true;
        return;
      case 'accounts':
        accounts.set(rest, accountRows(state, page));
        return;
      case 'assets':
        assets.set(
          rest,
          page.rows.map(([id, owner, ownershipSeq]) => [id, { owner, ownershipSeq }]),
        );
        return;
      case 'holds':
        holds.set(
          rest,
          page.rows.map(({ id, ...hold }) => [id, hold]),
        );
        return;
      case 'receipts':
        receipts.set(
          rest,
          page.rows.map(([id, status, legs]) => [id, { status, legs }]),
        );
    }
  };
  return {
    page: (name, value) => {
      if (!isPage(value) || (name !== value.part && !name.startsWith(`${value.part}/`)))
        throw new RangeError(`page ${name} is of another part`);
      take(name, value);
    },
    end: () => {
      if (!hasBook) throw new RangeError('a ledger has a page named book');
      state.accounts.thaw(accounts);
      state.assets.thaw(assets);
      state.holds.thaw(holds);
      state.receipts.thaw(receipts);
      for (const [id, hold] of state.holds) indexHold(state, id, hold, true);
      return state;
    },
  };
};

/** A ledger in snapshot pages: the book, and accounts, assets, holds and receipts divided by hash. */
export const ledgerPages = { freeze, thaw };
