import { defineCommand } from '#commands/define-command.ts';
import { shown } from '#commands/options.ts';
import { refuse } from '#commands/rejected.ts';
import { LOADOUT_NAME_MAX } from '#game/osrs/adventurer-protocol.ts';
import { kitOf } from '#game/osrs/loadout.ts';
import { BUFFS, dpsPanel } from './dps-panel.ts';
import { readWorn } from './gear-panel.ts';
import { monsterCalled, shareOption, suggestLoadouts, targetOption } from './options.ts';
import { readCharacter } from './person.ts';

/** `/osrs dps`: what a loadout does to a monster. */
export const osrsDps = defineCommand({
  name: 'osrs dps',
  summary: 'Accuracy, max hit, DPS and how long a kill takes, also at worst',
  options: [
    targetOption,
    {
      name: 'loadout',
      type: 'text',
      description: 'What you wear unless you say so',
      takes: 'the name of a loadout that you kept; the suggestions list them',
      maxLength: LOADOUT_NAME_MAX,
      autocomplete: suggestLoadouts,
    },
    {
      name: 'buffs',
      type: 'choice',
      description: 'Potions, the prayer of the loadout, or both; none unless you say so',
      choices: Object.keys(BUFFS).map((value) => ({ label: value, value })),
    },
    shareOption,
  ],
  ephemeral: true,
  examples: [
    '/osrs dps target:abyssal-demon',
    '/osrs dps target:hill giant loadout:starter ranged buffs:both',
  ],
  run: async ({ target, loadout, buffs }, context) => {
    const monster = monsterCalled(String(target));
    const { levels } = await readCharacter(context);
    const worn =
      (await readWorn(context, typeof loadout === 'string' ? loadout : undefined)) ??
      refuse({
        code: 'E_INPUT',
        field: 'loadout',
        message: `You keep no loadout called “${shown(String(loadout))}”. \`/osrs gear view\` lists yours; \`starter melee\`, \`starter ranged\` and \`starter magic\` are always there.`,
      });
    return dpsPanel({
      levels,
      kit: kitOf(worn),
      monster,
      buffs: BUFFS[String(buffs)] ?? { potion: false, prayer: false },
    });
  },
});
