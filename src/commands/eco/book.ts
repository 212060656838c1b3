import {
  type BookEntry,
  type BookReceipt,
  entryKey,
  entryPrefix,
  LEDGER_BOOK,
  receiptKey,
} from '#actors/followers/ledger-book.ts';
import type { Memo } from '#game/economy/ledger-protocol.ts';
import type { CommandContext } from '../define-command.ts';

/** Rows looked at for one page at most: with a rare filter the rest is further back. */
const SCAN_MAX = 2_000;
const SCAN_STEP = 200;

export interface BookFilter {
  readonly kind?: Memo['kind'];
  /** Only movements with this person. */
  readonly who?: string;
  /** Only movements from then on, and only those before then; ms since the epoch. */
  readonly fromMs?: number;
  readonly beforeMs?: number;
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
  (filter.beforeMs === undefined || entry.atMs < filter.beforeMs) &&
  (filter.who === undefined || entry.others.includes(`u:${filter.who}`));

/**
 * The cursor from which on entries are older than a time, found by halving: an account's entries stand in order of time.
 * 0: all of them are.
 */
const cursorBefore = async (context: CommandContext, prefix: string, beforeMs: number): Promise<number> => {
  const newestBefore = async (cursor: number): Promise<PlacedEntry | undefined> => {
    const [row] = await context.deps.views.rows(LEDGER_BOOK, prefix, {
      limit: 1,
      descending: true,
      ...(cursor === 0 ? {} : { before: prefix + keyOf(cursor) }),
    });
    return row === undefined ? undefined : { cursor: cursorOf(row.key), entry: row.value as BookEntry };
  };
  const newest = await newestBefore(0);
  if (newest === undefined || newest.entry.atMs < beforeMs) return 0;
  // whatever stands before `low` is older, and `high` is not
  let low = 1;
  let high = newest.cursor;
  while (low < high) {
    const found = await newestBefore(Math.ceil((low + high) / 2));
    if (found === undefined || found.entry.atMs < beforeMs) low = Math.ceil((low + high) / 2);
    else high = found.cursor;
  }
  return low;
};

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
  const { fromMs = 0, beforeMs } = filter;
  let from = before === 0 && beforeMs !== undefined ? await cursorBefore(context, prefix, beforeMs) : before;
  for (let scanned = 0; scanned < SCAN_MAX; scanned += SCAN_STEP) {
    const rows = await context.deps.views.rows(LEDGER_BOOK, prefix, {
      limit: SCAN_STEP,
      descending: true,
      ...(from === 0 ? {} : { before: prefix + keyOf(from) }),
    });
    for (const { key, value } of rows) {
      const entry = value as BookEntry;
      if (entry.atMs < fromMs) return { entries, older: undefined };
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
  return rows.find((row) => row.key === key)?.value as BookReceipt | undefined;
};
