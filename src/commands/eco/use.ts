import type { Item } from '#game/economy/items.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { defineCommand } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { giveItem } from '../pet/caring.ts';
import { choosePet, petOption } from '../pet/stable.ts';
import { readInventory } from '../purse.ts';
import { refuse } from '../rejected.ts';
import { findItem, ownItemOption } from './item-option.ts';

const keepsakePanel = (item: Item, have: number): Panel => ({
  title: item.name,
  text: `${item.description} It is for keeping: \`/eco gift item:${item.id}\` gives it away, \`/eco sell item:${item.id}\` brings ${formatCoins(item.sellBack)}.`,
  fields: [{ name: 'You have', value: have.toLocaleString('en-US'), inline: true }],
  ephemeral: true,
});

export const use = defineCommand({
  name: 'eco use',
  summary: 'Use an item of yours: food, a toy or medicine goes to your pet.',
  options: [ownItemOption, petOption],
  ephemeral: true,
  examples: ['/eco use item:honeyberry', '/eco use item:woolball pet:Biscuit'],
  run: async (input, context) => {
    const item = findItem(String(input['item']));
    // whether it is there is decided when it is taken: a repeat of the last piece's command gets its answer
    if (item.pet !== undefined) return giveItem(context, await choosePet(input, context), item);
    const have = (await readInventory(context)).find((row) => row.item === item.id)?.quantity ?? 0;
    if (have === 0) {
      const source =
        item.price === null
          ? 'Pets bring it home from `/pet expedition`.'
          : `\`/eco buy item:${item.id}\` gets one for ${formatCoins(item.price)}.`;
      return refuse({ code: 'E_FUNDS', need: 1, have: 0, message: `You have no ${item.name}. ${source}` });
    }
    return keepsakePanel(item, have);
  },
});
