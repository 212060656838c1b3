import { formatCoins } from '#game/shared/amount.ts';
import { defineCommand } from '../define-command.ts';
import { readInventory } from '../purse.ts';
import { refuse } from '../rejected.ts';
import { findItem, ownItemOption } from './item-option.ts';
import { effectOf, useOf } from './item-lines.ts';

export const use = defineCommand({
  name: 'eco use',
  summary: 'What an item of yours is good for and the command that uses it.',
  options: [ownItemOption],
  ephemeral: true,
  examples: ['/eco use item:honeyberry'],
  run: async (input, context) => {
    const item = findItem(String(input['item']));
    const have = (await readInventory(context)).find((row) => row.item === item.id)?.quantity ?? 0;
    const command = useOf(item.category);
    if (have === 0) {
      const source =
        item.price === null
          ? 'Pets bring it home from `/pet expedition`.'
          : `\`/eco buy item:${item.id}\` gets one for ${formatCoins(item.price)}.`;
      return refuse({
        code: 'E_FUNDS',
        need: 1,
        have: 0,
        message: `You have no ${item.name}. ${source}`,
      });
    }
    return {
      title: item.name,
      text:
        command === undefined
          ? `${item.description} It is for keeping: \`/eco gift item:${item.id}\` gives it away, \`/eco sell item:${item.id}\` brings ${formatCoins(item.sellBack)}.`
          : `${item.description} Your pet uses it: \`${command} item:${item.id}\`.`,
      fields: [
        { name: 'You have', value: have.toLocaleString('en-US'), inline: true },
        ...(command === undefined ? [] : [{ name: 'Does', value: effectOf(item), inline: true }]),
      ],
      ephemeral: true,
    };
  },
});
