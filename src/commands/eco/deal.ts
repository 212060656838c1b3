import type { Item } from '#game/economy/items.ts';
import { AMOUNT_MAX, type Leg } from '#game/economy/ledger-protocol.ts';
import { formatCoins } from '#game/shared/amount.ts';
import type { CommandContext } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { offerQuote } from '../quote.ts';
import { pieces } from '../quote-lines.ts';
import { refuse } from '../rejected.ts';

/** Something bought from or sold to the shop. */
interface Deal {
  readonly kind: 'buy' | 'sell';
  readonly item: Item;
  readonly quantity: number;
  /** Coins for one. */
  readonly each: number;
  readonly text: string;
  readonly legs: readonly Leg[];
}

const WORDS = { buy: 'Buy', sell: 'Sell' } as const;

/** Opens the quote of a deal with the shop. @throws CommandRejection E_LIMIT, E_FUNDS; Fault */
export const offerDeal = async (context: CommandContext, deal: Deal): Promise<Panel> => {
  const { kind, item, quantity, each, text, legs } = deal;
  if (each * quantity > AMOUNT_MAX) {
    return refuse({
      code: 'E_LIMIT',
      field: 'quantity',
      message: `That is more than ${formatCoins(AMOUNT_MAX)} at once. ${WORDS[kind]} fewer at a time.`,
    });
  }
  return offerQuote(context, {
    title: `${WORDS[kind]} ${pieces(item.id, quantity)}?`,
    text,
    fields: [{ name: 'Each', value: formatCoins(each), inline: true }],
    plan: {
      kind,
      realm: context.realm,
      transfer: { type: 'Transfer', legs, memo: { kind, about: item.id } },
    },
  });
};
