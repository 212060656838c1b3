import {
  type BookEntry,
  type BookReceipt,
  entryKey,
  entryPrefix,
  LEDGER_BOOK,
  receiptKey,
} from '#actors/followers/ledger-book.ts';
import { type Memo } from '#game/economy/ledger-protocol.ts';
import { type CommandContext } from '../define-command.ts';

/** Rows looked at for one page at most: with a rare filter the rest is further back. */
const SCAN_MAX = 2_000;
const SCAN_STEP = 200;

export interface BookFilter {
  readonly kind?: Memo['kind'];
  /** Only movements with this person. */
  readonly who?: string;
}

/** An entry with its place, which is also the cursor to what is older. */
interface PlacedEntry {
  readonly cursor: number;
  readonly entry: BookEntry;
}

export interface BookPage {
  readonly entries: readonly PlacedEntry[];
  /** Where older entries go on; `undefined` when there are none. */
  readonly older: number | undefined;
}

/** A place in the log as one number, for the revision of a custom id. */
const COMMANDS = 256;
const cursorOf = (key: string): number => {
  const [seq = '0', cmd = '0'] = key.slice(key.lastIndexOf('/') + 1).split('.');
  return Number(seq) * COMMANDS + Number(cmd);
};
const keyOf = (cursor: number): string => entryKey(Math.floor(cursor / COMMANDS), cursor % COMMANDS);

const fits = (entry: BookEntry, filter: BookFilter): boolean =>
  (filter.kind === undefined || entry.kind === filter.kind) &&
  (filter.who === undefined || entry.others.includes(`u:${filter.who}`));

/**
 * The caller's entries, newest first, older than the cursor (0: from the newest on). The book follows the log within a
 * fraction of a second.
 */
export const readBook = async (
  context: CommandContext,
  filter: BookFilter,
  before: number,
  limit: number,
): Promise<BookPage> => {
  const prefix = entryPrefix(context.realm, context.userId);
  const entries: PlacedEntry[] = [];
  let from = before;
  for (let scanned = 0; scanned < SCAN_MAX; scanned += SCAN_STEP) {
    const rows = await context.deps.views.rows(LEDGER_BOOK, prefix, {
      limit: SCAN_STEP,
      descending: true,
      ...(from === 0 ? {} : { before: prefix + keyOf(from) }),
    });
    for (const { key, value } of rows) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows of this name are written by the ledger's book alone
      const entry = value as BookEntry;
      if (!fits(entry, filter)) continue;
      if (entries.length === limit) return { entries, older: entries.at(-1)?.cursor };
      entries.push({ cursor: cursorOf(key), entry });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < SCAN_STEP) return { entries, older: undefined };
    from = cursorOf(last.key);
  }
  return { entries, older: from };
};

/** A receipt of the caller's realm; `undefined` when the book has none of that id. */
export const readReceipt = async (
  context: CommandContext,
  receiptId: string,
): Promise<BookReceipt | undefined> => {
  const key = receiptKey(context.realm, receiptId);
  const rows = await context.deps.views.rows(LEDGER_BOOK, key, { limit: 1 });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows of this name are written by the ledger's book alone
  return rows.find((row) => row.key === key)?.value as BookReceipt | undefined;
};
