import { accountOf } from '#game/economy/ledger-protocol.ts';
import { parseQuantity } from '#game/shared/amount.ts';
import { defineCommand } from '../define-command.ts';
import { readInventory } from '../purse.ts';
import { offerQuote } from '../quote.ts';
import { pieces } from '../quote-lines.ts';
import { refuse } from '../rejected.ts';
import { findItem, ownItemOption, quantityOption } from './item-option.ts';
import { findPayee, noteFields, noteOf, noteOption, payeeOption, tellPayee } from './payee.ts';

export const gift = defineCommand({
  name: 'eco gift',
  summary: 'Give items to somebody; you see the offer first and confirm it.',
  options: [payeeOption, ownItemOption, quantityOption, noteOption],
  ephemeral: true,
  examples: ['/eco gift user:misty item:honeyberry', '/eco gift user:ash item:woolball quantity:2'],
  run: async (input, context) => {
    const item = findItem(String(input['item']));
    const [payee, inventory] = await Promise.all([findPayee(input, context), readInventory(context)]);
    const have = inventory.find((row) => row.item === item.id)?.quantity ?? 0;
    const parsed = parseQuantity(String(input['quantity'] ?? '1'), have);
    if (!parsed.ok) return refuse(parsed.rejection);
    const quantity = parsed.amount;
    return offerQuote(context, {
      title: `Give ${payee.name} ${pieces(item.id, quantity)}?`,
      payee: payee.name,
      fields: noteFields(input),
      plan: {
        kind: 'gift',
        realm: context.realm,
        transfer: {
          type: 'Transfer',
          legs: [{ from: accountOf(context.userId), to: accountOf(payee.userId), item: item.id, quantity }],
          memo: { kind: 'gift', about: item.id, ...noteOf(input, context) },
        },
        // the protocol's word for what follows; a plan is never awaited
        then: tellPayee(payee, 'gift', pieces(item.id, quantity), input, context),
      },
    });
  },
});
