import { ITEMS, type Item, type ItemCategory } from './items.ts';
import { accountOf, type Leg } from './ledger-protocol.ts';

/** Coins that a new person gets once. Adopting the first pet is free, so it feeds, plays and pays for days. */
export const WELCOME_COINS = 1_000;

/** The shop's shelves in the order in which they are shown. */
export const SHELVES: readonly { readonly category: ItemCategory; readonly label: string }[] = [
  { category: 'food', label: 'Food' },
  { category: 'toy', label: 'Toys' },
  { category: 'medicine', label: 'Medicine' },
  { category: 'keepsake', label: 'Keepsakes' },
];

export type ShopItem = Item & { readonly price: number };

const onSale = (item: Item): item is ShopItem => item.price !== null;

/** What the shop sells, of one shelf or all. */
export const shopItems = (category?: ItemCategory): readonly ShopItem[] =>
  ITEMS.filter(onSale).filter((item) => category === undefined || item.category === category);

/** Buying: coins end in the sink, the items come from the mint. */
export const purchaseLegs = (buyer: string, item: ShopItem, quantity: number): readonly Leg[] => [
  { from: accountOf(buyer), to: 'sink', coins: item.price * quantity },
  { from: 'mint', to: accountOf(buyer), item: item.id, quantity },
];

/** Selling back: the items end in the sink, the coins come from the mint. */
export const saleLegs = (seller: string, item: Item, quantity: number): readonly Leg[] => [
  { from: accountOf(seller), to: 'sink', item: item.id, quantity },
  { from: 'mint', to: accountOf(seller), coins: item.sellBack * quantity },
];
