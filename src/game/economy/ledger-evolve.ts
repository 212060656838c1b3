import type { LedgerEvent, TransferPosted } from './ledger-events.ts';
import type { AccountId, Leg } from './ledger-protocol.ts';
import {
  type Account,
  accountIn,
  itemNumber,
  itemSlot,
  type LedgerState,
  put,
  putHold,
  RECEIPTS_KEPT,
  setBook,
} from './ledger-state.ts';

/** `mint` and `sink` take part in every asset, so nobody asks them for a list. */
const listsAssets = (id: AccountId): boolean => id !== 'mint' && id !== 'sink';

const putAccount = (state: LedgerState, id: AccountId, account: Account): void => {
  const empty = account.coins === 0 && account.items.length === 0 && account.assets.length === 0;
  put(state, state.accounts, id, empty ? undefined : account);
};

const addCoins = (state: LedgerState, id: AccountId, coins: number): void => {
  const { coins: before, items, assets } = accountIn(state, id);
  putAccount(state, id, { coins: before + coins, items, assets });
};

const addPieces = (state: LedgerState, id: AccountId, item: string, quantity: number): void => {
  const { coins, items, assets } = accountIn(state, id);
  const number = itemNumber(state.items, item);
  const at = itemSlot(items, number);
  const known = items[at] === number;
  const after = (known ? (items[at + 1] ?? 0) : 0) + quantity;
  // toSpliced and with make arrays of the exact length; splice would leave a third of each account empty.
  const next = known
    ? after === 0
      ? items.toSpliced(at, 2)
      : items.with(at + 1, after)
    : items.toSpliced(at, 0, number, after);
  putAccount(state, id, { coins, items: next, assets });
};

const moveAsset = (state: LedgerState, leg: Leg & { readonly asset: string }): void => {
  const { from, to, asset } = leg;
  if (listsAssets(from)) {
    const { coins, items, assets } = accountIn(state, from);
    putAccount(state, from, { coins, items, assets: assets.filter((other) => other !== asset) });
  }
  if (listsAssets(to)) {
    const { coins, items, assets } = accountIn(state, to);
    putAccount(state, to, { coins, items, assets: [...assets, asset] });
  }
  const ownershipSeq = (state.assets.get(asset)?.ownershipSeq ?? 0) + 1;
  put(state, state.assets, asset, { owner: to, ownershipSeq });
};

const plus = (
  totals: Readonly<Record<string, number>>,
  kind: string,
  coins: number,
): Readonly<Record<string, number>> =>
  coins === 0 ? totals : { ...totals, [kind]: (totals[kind] ?? 0) + coins };

const post = (state: LedgerState, event: TransferPosted): void => {
  let minted = 0;
  let destroyed = 0;
  for (const leg of event.legs) {
    if ('coins' in leg) {
      addCoins(state, leg.from, -leg.coins);
      addCoins(state, leg.to, leg.coins);
      if (leg.from === 'mint') minted += leg.coins;
      else if (leg.from === 'sink') destroyed -= leg.coins;
      if (leg.to === 'sink') destroyed += leg.coins;
      else if (leg.to === 'mint') minted -= leg.coins;
    } else if ('item' in leg) {
      addPieces(state, leg.from, leg.item, -leg.quantity);
      addPieces(state, leg.to, leg.item, leg.quantity);
    } else {
      moveAsset(state, leg);
    }
  }
  const { receiptNo, reverses, holdId, legs, memo } = event;
  if (reverses !== undefined) {
    const earlier = state.receipts.get(String(reverses));
    if (earlier !== undefined) {
      put(state, state.receipts, String(reverses), { legs: earlier.legs, status: 'reversed' });
    }
  }
  const status = holdId !== undefined ? 'hold' : reverses !== undefined ? 'reversal' : 'open';
  put(state, state.receipts, String(receiptNo), { legs, status });
  put(state, state.receipts, String(receiptNo - RECEIPTS_KEPT), undefined);
  setBook(state, {
    lastReceipt: receiptNo,
    minted: plus(state.book.minted, memo.kind, minted),
    destroyed: plus(state.book.destroyed, memo.kind, destroyed),
  });
};

/** Writes an event into the state; it may be taken back by `undoDraft`. */
export const evolveLedger = (state: LedgerState, event: LedgerEvent): LedgerState => {
  switch (event.type) {
    case 'TransferPosted':
      post(state, event);
      break;
    case 'HoldPlaced': {
      const { holdId, owner, legs, reviewAtMs } = event;
      putHold(state, holdId, { owner, legs, reviewAtMs, stuck: false });
      break;
    }
    case 'HoldClosed':
      putHold(state, event.holdId, undefined);
      break;
    case 'HoldStuck': {
      const hold = state.holds.get(event.holdId);
      if (hold !== undefined) putHold(state, event.holdId, { ...hold, stuck: true });
      break;
    }
  }
  return state;
};
