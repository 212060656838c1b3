import { itemById } from '#game/economy/items.ts';
import { accountOf, type Leg } from '#game/economy/ledger-protocol.ts';
import { formatCoins } from '#game/shared/amount.ts';

/** What a transfer takes from a person and brings them. */
export interface Change {
  /** Below zero: the person pays. */
  readonly coins: number;
  /** Pieces by item; below zero: the person gives. */
  readonly items: ReadonlyMap<string, number>;
  readonly assetsGiven: readonly string[];
  readonly assetsGot: readonly string[];
}

/** Sums the legs up from one person's side. */
export const changeOf = (legs: readonly Leg[], userId: string): Change => {
  const account = accountOf(userId);
  const items = new Map<string, number>();
  const assetsGiven: string[] = [];
  const assetsGot: string[] = [];
  let coins = 0;
  for (const leg of legs) {
    if (leg.from !== account && leg.to !== account) continue;
    const sign = leg.to === account ? 1 : -1;
    if ('coins' in leg) coins += sign * leg.coins;
    else if ('item' in leg) items.set(leg.item, (items.get(leg.item) ?? 0) + sign * leg.quantity);
    else (sign > 0 ? assetsGot : assetsGiven).push(leg.asset);
  }
  return { coins, items, assetsGiven, assetsGot };
};

/** `Honeyberries` or `3 × Honeyberries`. */
export const pieces = (item: string, quantity: number): string => {
  const name = itemById(item)?.name ?? item;
  return quantity === 1 ? name : `${quantity.toLocaleString('en-US')} × ${name}`;
};

const assetWord = (asset: string): string => `a ${asset.split(':')[0] ?? 'thing'}`;

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** In words, what the person gives; `nothing` when it is nothing. */
export const given = (change: Change): string =>
  joined([
    ...(change.coins < 0 ? [formatCoins(-change.coins)] : []),
    ...[...change.items].filter(([, count]) => count < 0).map(([item, count]) => pieces(item, -count)),
    ...change.assetsGiven.map(assetWord),
  ]) || 'nothing';

/** In words, what the person gets; `nothing` when it is nothing. */
export const got = (change: Change): string =>
  joined([
    ...(change.coins > 0 ? [formatCoins(change.coins)] : []),
    ...[...change.items].filter(([, count]) => count > 0).map(([item, count]) => pieces(item, count)),
    ...change.assetsGot.map(assetWord),
  ]) || 'nothing';

/** Coins of the legs that go to the fee account. */
export const feeOf = (legs: readonly Leg[]): number =>
  legs.reduce((sum, leg) => sum + ('coins' in leg && leg.to === 'fee' ? leg.coins : 0), 0);
