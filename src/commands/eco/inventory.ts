import { type Item, itemById } from '#game/economy/items.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { Button, Panel } from '../panel.ts';
import { readInventory } from '../purse.ts';
import { CATEGORY_CHOICES, useOf } from './item-lines.ts';
import { shareOption } from './share-option.ts';

const PAGE = 15;

const pageButton = (
  label: string,
  category: string,
  page: number,
  disabled: boolean,
  context: CommandContext,
): Button => ({
  kind: 'button',
  customId: context.deps.customIds.encode({
    feature: 'eco',
    verb: 'inventory',
    entity: category,
    revision: Math.max(0, page),
    owner: context.userId,
    nonce: mintNonce(context),
  }),
  label,
  style: 'secondary',
  disabled,
});

const emptyPanel = (category: string): Panel => ({
  title: 'Your inventory',
  text:
    category === '-'
      ? 'Nothing in it yet. `/eco shop` sells food, toys and medicine for your pet.'
      : 'Nothing of that sort. `/eco inventory` shows everything, `/eco shop` sells more.',
  ephemeral: true,
});

/** `-` stands for every category. */
const show = async (category: string, wantedPage: number, context: CommandContext): Promise<Panel> => {
  const owned = (await readInventory(context))
    .map(({ item, quantity }) => ({ item: itemById(item), quantity }))
    .filter((row): row is { item: Item; quantity: number } => row.item !== undefined)
    .filter(({ item }) => category === '-' || item.category === category)
    .toSorted((one, other) => one.item.name.localeCompare(other.item.name, 'en'));
  if (owned.length === 0) return emptyPanel(category);
  const pages = Math.ceil(owned.length / PAGE);
  const page = Math.min(wantedPage, pages - 1);
  return {
    title: 'Your inventory',
    tables: [
      {
        columns: [
          { label: 'Item' },
          { label: 'Id' },
          { label: 'You have', align: 'right' },
          { label: 'Sells for', align: 'right' },
          { label: 'Use' },
        ],
        rows: owned
          .slice(page * PAGE, (page + 1) * PAGE)
          .map(({ item, quantity }) => [
            item.name,
            `\`${item.id}\``,
            quantity.toLocaleString('en-US'),
            item.sellBack.toLocaleString('en-US'),
            useOf(item.category) ?? '/eco gift',
          ]),
      },
    ],
    ...(pages === 1
      ? {}
      : {
          controls: [
            [
              pageButton('Back', category, page - 1, page === 0, context),
              pageButton('Next', category, page + 1, page === pages - 1, context),
            ],
          ],
        }),
    footer: `${owned.length} kinds${pages === 1 ? '' : `, page ${page + 1} of ${pages}`}`,
    ephemeral: true,
  };
};

export const inventory = defineCommand({
  name: 'eco inventory',
  summary: 'The items you have and what to do with them.',
  options: [
    { name: 'filter', type: 'choice', description: 'Only one sort.', choices: CATEGORY_CHOICES },
    shareOption,
  ],
  ephemeral: true,
  examples: ['/eco inventory', '/eco inventory filter:food'],
  run: async (input, context) => show(String(input['filter'] ?? '-'), 0, context),
});

/** Turns the pages of an inventory; runs nothing. */
export const inventoryPages = defineComponent({
  feature: 'eco',
  verb: 'inventory',
  run: async ({ entity, revision }, context) => show(entity, revision, context),
});
