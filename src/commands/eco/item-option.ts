import { type Item, itemById, ITEMS } from '#game/economy/items.ts';
import { shopItems } from '#game/economy/shop.ts';
import type { Choice, CommandContext, CommandOption } from '../define-command.ts';
import { guessOf } from '../nearest.ts';
import { shown } from '../options.ts';
import { readInventory } from '../purse.ts';
import { refuse } from '../rejected.ts';

const CHOICES_MAX = 25;
const CANDIDATES_MAX = 5;

const matches = (item: Item, wanted: string): boolean =>
  item.id.includes(wanted) || item.name.toLowerCase().includes(wanted);

/**
 * The item meant by an id, a name or a part of one.
 * @throws CommandRejection E_INPUT for no item and, with up to five of them, for several
 */
export const findItem = (text: string): Item => {
  const wanted = text.trim().toLowerCase();
  const exact = itemById(wanted) ?? ITEMS.find((item) => item.name.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const found = wanted === '' ? [] : ITEMS.filter((item) => matches(item, wanted));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const hint = guessOf(
    wanted,
    ITEMS.map(({ id }) => id),
  );
  const some = found.slice(0, CANDIDATES_MAX).map((item) => `\`${item.id}\` (${item.name})`);
  return refuse({
    code: 'E_INPUT',
    field: 'item',
    message:
      found.length === 0
        ? `There is no item “${shown(text)}”.${hint} \`/eco shop\` and \`/eco inventory\` list what there is.`
        : `“${shown(text)}” could be ${found.length > CANDIDATES_MAX ? `any of ${found.length} items, such as` : 'one of'} ${some.join(', ')}. Type one of these ids.`,
  });
};

const choicesOf = (
  items: readonly Item[],
  partial: string,
  label: (item: Item) => string,
): readonly Choice[] =>
  items
    .filter((item) => matches(item, partial.trim().toLowerCase()))
    .slice(0, CHOICES_MAX)
    .map((item) => ({ label: label(item), value: item.id }));

const fromShop = async (partial: string): Promise<readonly Choice[]> =>
  choicesOf(shopItems(), partial, (item) => `${item.name} – ${(item.price ?? 0).toLocaleString('en-US')}`);

const fromOwn = async (partial: string, context: CommandContext): Promise<readonly Choice[]> => {
  const counts = new Map((await readInventory(context)).map(({ item, quantity }) => [item, quantity]));
  return choicesOf(
    ITEMS.filter((item) => counts.has(item.id)),
    partial,
    (item) => `${item.name} – you have ${(counts.get(item.id) ?? 0).toLocaleString('en-US')}`,
  );
};

const option = (autocomplete: CommandOption['autocomplete']): CommandOption => ({
  name: 'item',
  type: 'text',
  description: 'An item, by name or id.',
  takes: 'an item by its name or id, for example `honeyberry`; `/eco shop` shows what there is',
  required: true,
  maxLength: 40,
  ...(autocomplete === undefined ? {} : { autocomplete }),
});

/** An item of the shop. */
export const shopItemOption = option(fromShop);
/** An item that the caller has. */
export const ownItemOption = option(fromOwn);

export const quantityOption: CommandOption = {
  name: 'quantity',
  type: 'quantity',
  description: 'How many: `3`, `1k`, `50%` or `all`; 1 when left out.',
};
