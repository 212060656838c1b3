import { saleLegs } from '#game/economy/shop.ts';
import { formatCoins, parseQuantity } from '#game/shared/amount.ts';
import { defineCommand } from '../define-command.ts';
import { readInventory } from '../purse.ts';
import { refuse } from '../rejected.ts';
import { offerDeal } from './deal.ts';
import { findItem, ownItemOption, quantityOption } from './item-option.ts';

export const sell = defineCommand({
  name: 'eco sell',
  summary: 'Sell items back to the shop; you see what it pays first and confirm it.',
  options: [ownItemOption, quantityOption],
  ephemeral: true,
  examples: ['/eco sell item:honeyberry quantity:all', '/eco sell woolball'],
  run: async (input, context) => {
    const item = findItem(String(input['item']));
    const have = (await readInventory(context)).find((row) => row.item === item.id)?.quantity ?? 0;
    const parsed = parseQuantity(String(input['quantity'] ?? '1'), have);
    if (!parsed.ok) return refuse(parsed.rejection);
    const quantity = parsed.amount;
    return offerDeal(context, {
      kind: 'sell',
      item,
      quantity,
      each: item.sellBack,
      text:
        item.price === null
          ? 'The shop takes it and does not sell it again.'
          : `The shop sells one for ${formatCoins(item.price)}.`,
      legs: saleLegs(context.userId, item, quantity),
    });
  },
});
