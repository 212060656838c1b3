import { type Item, ITEMS, type ItemCategory, itemById } from '#game/economy/items.ts';
import type { Choice, CommandContext, CommandOption } from '../define-command.ts';
import { shown } from '../options.ts';
import { readInventory } from '../purse.ts';
import { refuse } from '../rejected.ts';
import { matching } from '../matching.ts';

type Shelf = Extract<ItemCategory, 'food' | 'toy' | 'medicine'>;

/** What the caller has of a shelf, with the number of pieces. @throws Fault */
export const ownItems = async (
  context: CommandContext,
  shelf: Shelf,
): Promise<readonly { readonly item: Item; readonly quantity: number }[]> => {
  const inventory = await readInventory(context);
  return inventory.flatMap(({ item: id, quantity }) => {
    const item = itemById(id);
    return item?.category === shelf ? [{ item, quantity }] : [];
  });
};

/** What an item does, in a few words. */
export const effectOf = (item: Item): string => {
  const use = item.pet;
  switch (use?.kind) {
    case 'food':
      return `food +${use.fed}${use.joy > 0 ? `, joy +${use.joy}` : ''}`;
    case 'toy':
      return `joy +${use.joy}, bond +${use.bond}`;
    case 'medicine':
      return `health +${use.health}${use.rest > 0 ? `, energy +${use.rest}` : ''}`;
    case undefined:
      return item.description;
  }
};

/** An option for an item of a shelf: own items first, then what the shop has. */
export const itemOption = (shelf: Shelf, description: string): CommandOption => ({
  name: 'item',
  type: 'text',
  description,
  takes: `an item by its name or id; \`/eco shop category:${shelf}\` shows what there is`,
  maxLength: 40,
  autocomplete: async (partial, context): Promise<readonly Choice[]> => {
    const own = await ownItems(context, shelf);
    const has = new Set(own.map(({ item }) => item.id));
    const others = ITEMS.filter((item) => item.category === shelf && !has.has(item.id));
    return matching(
      [
        ...own.map(({ item, quantity }) => ({
          label: `${item.name} × ${quantity} (${effectOf(item)})`,
          value: item.id,
        })),
        ...others.map((item) => ({ label: `${item.name}: in the shop, ${item.price ?? 0}`, value: item.id })),
      ],
      partial,
    );
  },
});

/**
 * The item that the option means: its id or its name; without one, `undefined`.
 * @throws CommandRejection E_INPUT
 */
export const chooseItem = (value: unknown, shelf: Shelf): Item | undefined => {
  if (typeof value !== 'string') return undefined;
  const lower = value.toLowerCase();
  const found = ITEMS.find(
    (item) => item.category === shelf && (item.id === lower || item.name.toLowerCase() === lower),
  );
  return (
    found ??
    refuse({
      code: 'E_INPUT',
      field: 'item',
      message: `There is no ${shelf} called “${shown(value)}”. \`/eco shop category:${shelf}\` shows what there is.`,
    })
  );
};

/** The lightest item that the caller has of a shelf, for when none was named. @throws CommandRejection E_FUNDS */
export const firstOwn = async (context: CommandContext, shelf: 'food' | 'medicine'): Promise<Item> => {
  const own = await ownItems(context, shelf);
  const [first] = own.toSorted((a, b) => (a.item.price ?? 0) - (b.item.price ?? 0));
  if (first !== undefined) return first.item;
  const example = shelf === 'food' ? 'breadroll' : 'mintdrops';
  return refuse({
    code: 'E_FUNDS',
    need: 1,
    have: 0,
    message: `You have no ${shelf}. \`/eco buy item:${example}\` brings some; \`/eco shop category:${shelf}\` shows the rest.`,
  });
};
