import { defineCommand } from '../define-command.ts';
import { giveItem } from './caring.ts';
import { chooseItem, firstOwn, itemOption } from './items.ts';
import { choosePet, petOption } from './stable.ts';

/** `/pet feed`: uses up one piece of food. */
export const petFeed = defineCommand({
  name: 'pet feed',
  summary: 'Feed your pet; one piece of food is used up',
  options: [itemOption('food', 'Which food; without it the plainest you have'), petOption],
  ephemeral: true,
  examples: ['/pet feed', '/pet feed item:breadroll'],
  run: async (input, context) => {
    const owned = await choosePet(input, context);
    const item = chooseItem(input['item'], 'food') ?? (await firstOwn(context, 'food'));
    return giveItem(context, owned, item);
  },
});
