import { defineCommand } from '#commands/define-command.ts';
import { LOADOUT_NAME_MAX } from '#game/osrs/adventurer-protocol.ts';
import { sealed } from '#game/shared/sealed.ts';
import { wornPanel } from './gear-panel.ts';
import { suggestLoadouts } from './options.ts';
import { askAdventurer, readCharacter } from './person.ts';

/** `/osrs gear load`: puts a kept loadout or a starter set on. */
export const osrsGearLoad = defineCommand({
  name: 'osrs gear load',
  summary: 'Put on a loadout that you kept, or a starter set',
  options: [
    {
      name: 'name',
      type: 'text',
      description: 'Which one',
      takes: 'the name of a loadout that you kept or of a starter set; the suggestions list them',
      required: true,
      maxLength: LOADOUT_NAME_MAX,
      autocomplete: suggestLoadouts,
    },
  ],
  ephemeral: true,
  examples: ['/osrs gear load name:slayer', '/osrs gear load name:starter ranged'],
  run: async ({ name }, context) => {
    const { levels } = await readCharacter(context);
    await askAdventurer(context, { type: 'LoadLoadout', name: sealed(context.userId, String(name)) });
    return wornPanel(context, `Wearing ${String(name)}`, levels, true);
  },
});
