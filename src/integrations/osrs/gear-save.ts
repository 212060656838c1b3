import { defineCommand } from '#commands/define-command.ts';
import { LOADOUT_NAME_MAX } from '#game/osrs/adventurer-protocol.ts';
import { sealed } from '#game/shared/sealed.ts';
import { wornPanel } from './gear-panel.ts';
import { suggestLoadouts } from './options.ts';
import { askAdventurer, readCharacter } from './person.ts';

/** `/osrs gear save`: keeps what is worn under a name. */
export const osrsGearSave = defineCommand({
  name: 'osrs gear save',
  summary: 'Keep what you wear under a name',
  options: [
    {
      name: 'name',
      type: 'text',
      description: 'Its name; one that you have is replaced',
      required: true,
      maxLength: LOADOUT_NAME_MAX,
      autocomplete: suggestLoadouts,
    },
  ],
  ephemeral: true,
  examples: ['/osrs gear save name:slayer'],
  run: async ({ name }, context) => {
    const { levels } = await readCharacter(context);
    await askAdventurer(context, { type: 'SaveLoadout', name: sealed(context.userId, String(name)) });
    return wornPanel(context, `Kept as ${String(name)}`, levels, true);
  },
});
