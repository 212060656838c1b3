import { type ShopItem, purchaseLegs } from '#game/economy/shop.ts';
import type { Item } from '#game/economy/items.ts';
import { formatCoins, parseQuantity } from '#game/shared/amount.ts';
import { defineCommand } from '../define-command.ts';
import { readBalance } from '../purse.ts';
import { refuse } from '../rejected.ts';
import { offerDeal } from './deal.ts';
import { findItem, quantityOption, shopItemOption } from './item-option.ts';
import { effectOf } from './item-lines.ts';

const onSale = (item: Item): ShopItem =>
  item.price === null
    ? refuse({
        code: 'E_INPUT',
        field: 'item',
        message: `The shop does not sell ${item.name}: pets bring it home from \`/pet expedition\`. \`/eco shop\` lists what it sells.`,
      })
    : { ...item, price: item.price };

export const buy = defineCommand({
  name: 'eco buy',
  summary: 'Buy from the shop; you see price and balance first and confirm it.',
  options: [shopItemOption, quantityOption],
  ephemeral: true,
  examples: ['/eco buy item:honeyberry quantity:3', '/eco buy woolball'],
  run: async (input, context) => {
    const item = onSale(findItem(String(input['item'])));
    const { coins } = await readBalance(context);
    const parsed = parseQuantity(String(input['quantity'] ?? '1'), Math.floor(coins / item.price));
    if (!parsed.ok) {
      const { rejection } = parsed;
      if (rejection.code !== 'E_FUNDS') return refuse(rejection);
      return refuse({
        code: 'E_FUNDS',
        need: item.price,
        have: coins,
        message: `One ${item.name} costs ${formatCoins(item.price)}. \`/eco daily\` and \`/eco sell\` bring more.`,
      });
    }
    const quantity = parsed.amount;
    return offerDeal(context, {
      kind: 'buy',
      item,
      quantity,
      each: item.price,
      text: `${item.description} ${effectOf(item)}`.trim(),
      legs: purchaseLegs(context.userId, item, quantity),
    });
  },
});
