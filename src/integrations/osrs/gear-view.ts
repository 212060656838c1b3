import { defineCommand } from '#commands/define-command.ts';
import { wornPanel } from './gear-panel.ts';
import { shareOption } from './options.ts';
import { readCharacter } from './person.ts';

/** `/osrs gear view`: slots, bonuses, what is missing. */
export const osrsGearView = defineCommand({
  name: 'osrs gear view',
  summary: 'See what you wear and what it gives',
  options: [shareOption],
  ephemeral: true,
  examples: ['/osrs gear view'],
  run: async (_input, context) => {
    const { account, levels } = await readCharacter(context);
    return wornPanel(context, `Gear of ${account}`, levels);
  },
});
