import type { TransferPosted } from '#game/economy/ledger-events.ts';
import type { Leg, Memo } from '#game/economy/ledger-protocol.ts';
import { encodeShortId } from '#game/shared/short-id.ts';
import type { Commit } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';

/** Name of the read model. */
export const LEDGER_BOOK = 'ledger-book';

/** One line of a person's own account. */
export interface BookEntry {
  readonly atMs: number;
  readonly receiptId: string;
  readonly kind: Memo['kind'];
  readonly about?: string;
  readonly note?: Memo['note'];
  /** Coins that came (or, below zero, went), and the balance after it. */
  readonly coins: number;
  readonly balance: number;
  /** Pieces by item, and unique assets, that came or went. */
  readonly items: readonly { readonly item: string; readonly pieces: number }[];
  readonly assets: readonly { readonly asset: string; readonly came: boolean }[];
  /** The other accounts of the legs that touched this person's. */
  readonly others: readonly string[];
}

/** A whole transfer, with where its proof stands. */
export interface BookReceipt {
  readonly atMs: number;
  readonly by: string;
  readonly memo: Memo;
  readonly legs: readonly Leg[];
  readonly after: Readonly<Record<string, number>>;
  readonly reverses?: string;
  readonly holdId?: string;
  readonly commandId: string;
  readonly cause?: string;
  /** Key of the commit, and the hash that chains it to all before it. */
  readonly commit: string;
  readonly chain?: string;
}

/** Rows of a person's account begin with this; their keys grow with time. */
export const entryPrefix = (realm: string, userId: string): string => `h/${realm}/${userId}/`;
export const receiptKey = (realm: string, receiptId: string): string => `r/${realm}/${receiptId}`;

/** Most commands of one commit, as digits of a key: see `COMMIT_MAX_COMMANDS`. */
const COMMAND_DIGITS = 3;
const SEQ_DIGITS = 12;

/** Key of an entry after its prefix: the commit and the command in it. A command posts at most one transfer. */
export const entryKey = (seq: number, cmd: number): string =>
  `${String(seq).padStart(SEQ_DIGITS, '0')}.${String(cmd).padStart(COMMAND_DIGITS, '0')}`;

const isTransfer = (type: string, data: unknown): data is TransferPosted =>
  type === 'TransferPosted' && typeof data === 'object' && data !== null;

const entryOf = (event: TransferPosted, account: string, atMs: number): BookEntry => {
  let coins = 0;
  const pieces = new Map<string, number>();
  const assets: { asset: string; came: boolean }[] = [];
  const others = new Set<string>();
  for (const leg of event.legs) {
    if (leg.from !== account && leg.to !== account) continue;
    const came = leg.to === account;
    others.add(came ? leg.from : leg.to);
    if ('coins' in leg) coins += came ? leg.coins : -leg.coins;
    else if ('item' in leg) {
      pieces.set(leg.item, (pieces.get(leg.item) ?? 0) + (came ? leg.quantity : -leg.quantity));
    } else assets.push({ asset: leg.asset, came });
  }
  const { kind, about, note } = event.memo;
  return {
    atMs,
    receiptId: encodeShortId(event.receiptNo),
    kind,
    ...(about === undefined ? {} : { about }),
    ...(note === undefined ? {} : { note }),
    coins,
    balance: event.after[account] ?? 0,
    items: Array.from(pieces, ([item, count]) => ({ item, pieces: count })),
    assets,
    others: [...others],
  };
};

const rowsOf = (
  event: TransferPosted,
  commit: Commit,
  index: number,
  place: Pick<CommitPlace, 'realm' | 'seq'>,
): readonly ViewRow[] => {
  const cmd = commit.cmds[index];
  if (cmd === undefined) return [];
  const { by, memo, legs, after, reverses, holdId } = event;
  const receipt: BookReceipt = {
    atMs: cmd.at,
    by,
    memo,
    legs,
    after,
    ...(reverses === undefined ? {} : { reverses: encodeShortId(reverses) }),
    ...(holdId === undefined ? {} : { holdId }),
    commandId: cmd.id,
    ...(cmd.cause === undefined ? {} : { cause: cmd.cause }),
    commit: commit._id,
    ...(commit.chain === undefined ? {} : { chain: commit.chain }),
  };
  const rows: ViewRow[] = [{ key: receiptKey(place.realm, encodeShortId(event.receiptNo)), value: receipt }];
  for (const account of Object.keys(after)) {
    const key = entryPrefix(place.realm, account.slice(2)) + entryKey(place.seq, index);
    rows.push({ key, value: entryOf(event, account, cmd.at) });
  }
  return rows;
};

/**
 * Each person's account and every receipt, from the log of the ledgers. Keys follow from the place in the log, so writing
 * a commit twice is writing it once.
 */
export const ledgerBook: Follower = {
  name: LEDGER_BOOK,
  kinds: ['ledger'],
  rows: (commit, place) => {
    const rows: ViewRow[] = [];
    for (const [index, cmd] of commit.cmds.entries()) {
      for (const { type, data } of cmd.events) {
        if (isTransfer(type, data)) rows.push(...rowsOf(data, commit, index, place));
      }
    }
    return rows;
  },
};
