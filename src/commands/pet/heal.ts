import { defineCommand } from '../define-command.ts';
import { giveItem } from './caring.ts';
import { chooseItem, firstOwn, itemOption } from './items.ts';
import { choosePet, petOption } from './stable.ts';

/** `/pet heal`: uses up one piece of medicine. */
export const petHeal = defineCommand({
  name: 'pet heal',
  summary: 'Give your pet medicine; one piece is used up',
  options: [itemOption('medicine', 'Which medicine; without it the plainest you have'), petOption],
  ephemeral: true,
  examples: ['/pet heal', '/pet heal item:mintdrops'],
  run: async (input, context) => {
    const owned = await choosePet(input, context);
    const item = chooseItem(input['item'], 'medicine') ?? (await firstOwn(context, 'medicine'));
    return giveItem(context, owned, item);
  },
});
