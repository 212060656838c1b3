import { accountOf } from '#game/economy/ledger-protocol.ts';
import { formatCoins, parseAmount } from '#game/shared/amount.ts';
import { defineCommand } from '../define-command.ts';
import { readBalance } from '../purse.ts';
import { offerQuote } from '../quote.ts';
import { refuse } from '../rejected.ts';
import { findPayee, noteFields, noteOf, noteOption, payeeOption, tellPayee } from './payee.ts';

export const pay = defineCommand({
  name: 'eco pay',
  summary: 'Give coins to somebody; you see the offer first and confirm it.',
  options: [
    payeeOption,
    {
      name: 'amount',
      type: 'amount',
      description: '`250`, `250k`, `1.5m`, `50%` or `all`.',
      required: true,
    },
    noteOption,
  ],
  ephemeral: true,
  examples: ['/eco pay user:misty amount:250', '/eco pay @ash 50% thanks for the ride'],
  run: async (input, context) => {
    const [payee, balance] = await Promise.all([findPayee(input, context), readBalance(context)]);
    const parsed = parseAmount(String(input['amount']), balance.coins);
    if (!parsed.ok) return refuse(parsed.rejection);
    const coins = parsed.amount;
    return offerQuote(context, {
      title: `Pay ${payee.name}?`,
      payee: payee.name,
      fields: noteFields(input),
      plan: {
        kind: 'pay',
        realm: context.realm,
        transfer: {
          type: 'Transfer',
          legs: [{ from: accountOf(context.userId), to: accountOf(payee.userId), coins }],
          memo: { kind: 'pay', ...noteOf(input, context) },
        },
        // the protocol's word for what follows; a plan is never awaited
        then: tellPayee(payee, 'payment', formatCoins(coins), input, context),
      },
    });
  },
});
