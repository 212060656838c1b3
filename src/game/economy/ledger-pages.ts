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
import { type PagedMap } from './paged-map.ts';

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

const isOf = <Part extends LedgerPage['part']>(page: unknown, part: Part): page is PageOf<Part> =>
  isPage(page) && page.part === part;

/** Pages of one part by the rest of their name, as rows of key and value. */
const partOf = <Part extends LedgerPage['part'], V>(
  pages: ReadonlyMap<string, unknown>,
  part: Part,
  rowsOf: (page: PageOf<Part>) => Iterable<readonly [string, V]>,
): ReadonlyMap<string, Iterable<readonly [string, V]>> => {
  const found = new Map<string, Iterable<readonly [string, V]>>();
  for (const [name, value] of pages) {
    if (!name.startsWith(`${part}/`)) continue;
    if (!isOf(value, part)) throw new RangeError(`page ${name} is of another part`);
    found.set(name.slice(part.length + 1), rowsOf(value));
  }
  return found;
};

const accountRows = (state: LedgerState, page: PageOf<'accounts'>): (readonly [string, Account])[] => {
  const numbers = page.items.map((id) => itemNumber(state.items, id));
  return page.rows.map(([id, coins, pairs, assets]) => {
    const known: [number, number][] = [];
    for (let at = 0; at < pairs.length; at += 2) {
      const number = numbers[pairs[at] ?? -1];
      if (number === undefined)
        throw new RangeError(`account ${id} names an item that its page does not list`);
      known.push([number, pairs[at + 1] ?? 0]);
    }
    // The numbers may differ from those of the ledger that wrote the page, and with them the order.
    const sorted = known.toSorted((a, b) => a[0] - b[0]);
    // slice: an array that grew by flat() has room for more than it will ever hold.
    return [id, { coins, items: sorted.flat().slice(), assets: assets.slice() }] as const;
  });
};

/** @throws RangeError when the pages do not make a whole ledger. */
const thaw = (pages: ReadonlyMap<string, unknown>): LedgerState => {
  const state = initialLedger();
  const book = pages.get('book');
  if (!isOf(book, 'book')) throw new RangeError('a ledger has a page named book');
  state.book = { lastReceipt: book.lastReceipt, minted: book.minted, destroyed: book.destroyed };
  state.accounts.thaw(partOf(pages, 'accounts', (page) => accountRows(state, page)));
  state.assets.thaw(
    partOf(pages, 'assets', (page) =>
      page.rows.map(([id, owner, ownershipSeq]): [string, AssetRecord] => [id, { owner, ownershipSeq }]),
    ),
  );
  state.holds.thaw(
    partOf(pages, 'holds', (page) => page.rows.map(({ id, ...hold }): [string, Hold] => [id, hold])),
  );
  state.receipts.thaw(
    partOf(pages, 'receipts', (page) =>
      page.rows.map(([id, status, legs]): [string, Receipt] => [id, { status, legs }]),
    ),
  );
  for (const [id, hold] of state.holds) indexHold(state, id, hold, true);
  return state;
};

/** A ledger in snapshot pages: the book, and accounts, assets, holds and receipts divided by hash. */
export const ledgerPages = { freeze, thaw };
