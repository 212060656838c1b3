import type { ItemCategory } from '#game/economy/items.ts';
import { shopItems, SHELVES } from '#game/economy/shop.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { Button, Panel } from '../panel.ts';
import { readBalance } from '../purse.ts';
import { effectOf } from './item-lines.ts';
import { shareOption } from './share-option.ts';

const shelfButton = (
  category: ItemCategory,
  label: string,
  isShown: boolean,
  context: CommandContext,
): Button => ({
  kind: 'button',
  customId: context.deps.customIds.encode({
    feature: 'eco',
    verb: 'shop',
    entity: category,
    revision: 0,
    owner: context.userId,
    nonce: mintNonce(context),
  }),
  label,
  style: isShown ? 'primary' : 'secondary',
  disabled: isShown,
});

const show = async (wanted: string, context: CommandContext): Promise<Panel> => {
  const { coins } = await readBalance(context);
  const shelf = SHELVES.find(({ category }) => category === wanted) ?? SHELVES[0];
  const items = shopItems(shelf?.category);
  const first = items[0]?.id ?? 'honeyberry';
  return {
    title: `Shop: ${shelf?.label ?? 'everything'}`,
    text: `You have ${formatCoins(coins)}. \`/eco buy item:${first} quantity:2\` shows the price and the balance after it.`,
    tables: [
      {
        columns: [
          { label: 'Item' },
          { label: 'Id' },
          { label: 'Does' },
          { label: 'Price', align: 'right' },
          { label: 'Sells for', align: 'right' },
          { label: 'You can buy', align: 'right' },
        ],
        rows: items.map((item) => [
          item.name,
          `\`${item.id}\``,
          effectOf(item) || item.description,
          item.price.toLocaleString('en-US'),
          item.sellBack.toLocaleString('en-US'),
          Math.floor(coins / item.price).toLocaleString('en-US'),
        ]),
      },
    ],
    controls: [
      SHELVES.map(({ category, label }) =>
        shelfButton(category, label, category === shelf?.category, context),
      ),
    ],
    footer: 'Always in stock.',
    ephemeral: true,
  };
};

export const shop = defineCommand({
  name: 'eco shop',
  summary: 'What the shop sells, for how much, and what it pays.',
  options: [
    {
      name: 'category',
      type: 'choice',
      description: 'One shelf.',
      choices: SHELVES.map(({ category, label }) => ({ label, value: category })),
    },
    shareOption,
  ],
  ephemeral: true,
  examples: ['/eco shop', '/eco shop category:toy'],
  run: async (input, context) => show(String(input['category'] ?? 'food'), context),
});

/** Shows another shelf; runs nothing. */
export const shopShelves = defineComponent({
  feature: 'eco',
  verb: 'shop',
  run: async ({ entity }, context) => show(entity, context),
});
