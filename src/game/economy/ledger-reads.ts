import { refKey } from '../shared/ids.ts';
import type { AccountId } from './ledger-protocol.ts';
import { accountIn, type LedgerState } from './ledger-state.ts';

export interface BalanceView {
  /** Free to spend. */
  readonly coins: number;
  /** In escrow, with who holds it. */
  readonly held: number;
  readonly holds: readonly { readonly holdId: string; readonly owner: string; readonly coins: number }[];
  /** Kinds and pieces of items, and unique assets. */
  readonly itemKinds: number;
  readonly pieces: number;
  readonly assets: number;
}

export interface SupplyView {
  readonly minted: number;
  readonly destroyed: number;
  /** Coins that people can spend, those in escrow, and those in the fee account: together minted − destroyed. */
  readonly free: number;
  readonly held: number;
  readonly fees: number;
  readonly bySource: Readonly<Record<string, number>>;
  readonly bySink: Readonly<Record<string, number>>;
  /** Pieces of items that are neither made nor used up. */
  readonly pieces: number;
  readonly accounts: number;
  readonly transfers: number;
  readonly openHolds: number;
  readonly stuckHolds: number;
}

export interface CheckView {
  readonly ok: boolean;
  /** Coins, items and assets whose sum is not zero, or that somebody but the mint owes; empty when all is well. */
  readonly problems: readonly string[];
  readonly accounts: number;
  readonly assets: number;
  readonly transfers: number;
}

const piecesOf = (items: readonly number[]): number => {
  let pieces = 0;
  for (let at = 1; at < items.length; at += 2) pieces += items[at] ?? 0;
  return pieces;
};

const heldOf = (state: LedgerState, id: AccountId): BalanceView['holds'] =>
  Array.from(state.holdsOf.get(id) ?? [], (holdId) => {
    const hold = state.holds.get(holdId);
    let coins = 0;
    for (const leg of hold?.legs ?? []) if ('coins' in leg && leg.from === id) coins += leg.coins;
    return { holdId, owner: hold === undefined ? '' : refKey(hold.owner), coins };
  });

const balance = (state: LedgerState, id: AccountId): BalanceView => {
  const { coins, items, assets } = accountIn(state, id);
  const holds = heldOf(state, id);
  return {
    coins,
    held: holds.reduce((sum, hold) => sum + hold.coins, 0),
    holds,
    itemKinds: items.length / 2,
    pieces: piecesOf(items),
    assets: assets.length,
  };
};

const inventory = (
  state: LedgerState,
  id: AccountId,
): readonly { readonly item: string; readonly quantity: number }[] => {
  const { items } = accountIn(state, id);
  const rows: { item: string; quantity: number }[] = [];
  for (let at = 0; at < items.length; at += 2) {
    rows.push({ item: state.items.ids[items[at] ?? -1] ?? '', quantity: items[at + 1] ?? 0 });
  }
  return rows;
};

const assetsOf = (
  state: LedgerState,
  id: AccountId,
): readonly { readonly asset: string; readonly ownershipSeq: number }[] =>
  accountIn(state, id).assets.map((asset) => ({
    asset,
    ownershipSeq: state.assets.get(asset)?.ownershipSeq ?? 0,
  }));

const supply = (state: LedgerState): SupplyView => {
  const mint = accountIn(state, 'mint');
  const sink = accountIn(state, 'sink');
  const fees = accountIn(state, 'fee').coins;
  let held = 0;
  let stuckHolds = 0;
  for (const [holdId, hold] of state.holds) {
    held += accountIn(state, `hold:${holdId}`).coins;
    if (hold.stuck) stuckHolds += 1;
  }
  return {
    minted: 0 - mint.coins,
    destroyed: sink.coins,
    free: 0 - mint.coins - sink.coins - fees - held,
    held,
    fees,
    bySource: state.book.minted,
    bySink: state.book.destroyed,
    pieces: 0 - piecesOf(mint.items) - piecesOf(sink.items),
    accounts: state.accounts.size,
    transfers: state.book.lastReceipt,
    openHolds: state.holds.size,
    stuckHolds,
  };
};

const sumOf = (totals: Readonly<Record<string, number>>): bigint =>
  Object.values(totals).reduce((sum, value) => sum + BigInt(value), 0n);

/** Adds everything up; over all accounts, so for audits and not for every day. */
const check = (state: LedgerState): CheckView => {
  const problems: string[] = [];
  const pieces = new Map<number, bigint>();
  let coins = 0n;
  let listed = 0;
  for (const [id, account] of state.accounts) {
    coins += BigInt(account.coins);
    if (id !== 'mint' && account.coins < 0) problems.push(`${id} owes coins`);
    for (let at = 0; at < account.items.length; at += 2) {
      const [item = -1, quantity = 0] = account.items.slice(at, at + 2);
      pieces.set(item, (pieces.get(item) ?? 0n) + BigInt(quantity));
      if (id !== 'mint' && quantity <= 0) problems.push(`${id} owes ${state.items.ids[item]}`);
    }
    for (const asset of account.assets) {
      listed += 1;
      if (state.assets.get(asset)?.owner !== id) problems.push(`${asset} is listed by ${id}`);
    }
  }
  if (coins !== 0n) problems.push(`coins sum to ${coins}`);
  for (const [item, sum] of pieces) if (sum !== 0n) problems.push(`${state.items.ids[item]} sums to ${sum}`);
  let owned = 0;
  for (const [, record] of state.assets) if (record.owner !== 'mint' && record.owner !== 'sink') owned += 1;
  if (owned !== listed) problems.push(`${owned} assets have owners and ${listed} are listed`);
  if (sumOf(state.book.minted) !== -BigInt(accountIn(state, 'mint').coins))
    problems.push('sources do not sum up');
  if (sumOf(state.book.destroyed) !== BigInt(accountIn(state, 'sink').coins))
    problems.push('sinks do not sum up');
  return {
    ok: problems.length === 0,
    problems: problems.slice(0, 20),
    accounts: state.accounts.size,
    assets: owned,
    transfers: state.book.lastReceipt,
  };
};

/** What may be asked of a ledger. */
export const ledgerReads = {
  balance,
  inventory,
  assetsOf,
  supply: (state: LedgerState, _args: null): SupplyView => supply(state),
  check: (state: LedgerState, _args: null): CheckView => check(state),
  /** What became of a hold: `open`, `stuck`, or `gone` when it ended or never was. */
  hold: (state: LedgerState, holdId: string): 'open' | 'stuck' | 'gone' => {
    const hold = state.holds.get(holdId);
    return hold === undefined ? 'gone' : hold.stuck ? 'stuck' : 'open';
  },
};
