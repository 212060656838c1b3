import { defineCommand } from '../define-command.ts';
import { careFor, giveItem } from './caring.ts';
import { chooseItem, itemOption } from './items.ts';
import { choosePet, petOption } from './stable.ts';

/** `/pet play`: with or without a toy; toys are kept. */
export const petPlay = defineCommand({
  name: 'pet play',
  summary: 'Play with your pet; toys are kept and make it better',
  options: [itemOption('toy', 'Which toy; works without one, too'), petOption],
  ephemeral: true,
  examples: ['/pet play', '/pet play item:woolball'],
  run: async (input, context) => {
    const owned = await choosePet(input, context);
    const toy = chooseItem(input['item'], 'toy');
    return toy === undefined ? careFor(context, owned, { type: 'Play' }) : giveItem(context, owned, toy);
  },
});
