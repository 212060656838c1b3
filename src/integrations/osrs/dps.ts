import { defineCommand } from '#commands/define-command.ts';
import type { Panel } from '#commands/panel.ts';
import { refuse } from '#commands/rejected.ts';
import { LOADOUT_NAME_MAX } from '#game/osrs/adventurer-protocol.ts';
import { type Buffs, dpsOf, dpsOn } from '#game/osrs/dps.ts';
import { type Kit, kitOf } from '#game/osrs/loadout.ts';
import type { Monster } from '#game/osrs/monsters.ts';
import type { Levels } from '#game/osrs/skills.ts';
import { readWorn } from './gear-panel.ts';
import { monsterCalled, shareOption, suggestLoadouts, targetOption } from './options.ts';
import { readCharacter } from './person.ts';

const BUFFS: Readonly<Record<string, Buffs>> = {
  none: { potion: false, prayer: false },
  potion: { potion: true, prayer: false },
  prayer: { potion: false, prayer: true },
  both: { potion: true, prayer: true },
};

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const seconds = (value: number | null): string => (value === null ? 'never' : `${value.toFixed(1)} s`);

const dpsPanel = (levels: Levels, kit: Kit, monster: Monster, buffs: Buffs): Panel => {
  const ours = dpsOn(levels, kit, monster, buffs);
  const theirs = dpsOf(levels, kit, monster, buffs);
  const helped = [
    ...(buffs.potion ? ['potions'] : []),
    ...(buffs.prayer ? [kit.prayer?.name ?? 'no prayer chosen for this style'] : []),
  ];
  return {
    title: `${kit.spell?.name ?? kit.weaponName} against ${monster.name}`,
    text: `Level ${monster.combatLevel}, ${monster.hitpoints} hitpoints. An attack every ${kit.speedTicks} ticks, ${kit.stance}${helped.length === 0 ? '' : `, with ${helped.join(' and ')}`}.`,
    fields: [
      { name: 'Accuracy', value: percent(ours.accuracy), inline: true },
      { name: 'Max hit', value: String(ours.maxHit), inline: true },
      { name: 'DPS', value: ours.dps.toFixed(3), inline: true },
      {
        name: 'Attacks to kill',
        value: ours.hitsToKill === null ? 'never' : ours.hitsToKill.toFixed(1),
        inline: true,
      },
      { name: 'Time to kill', value: seconds(ours.ttkSeconds), inline: true },
      {
        name: 'It hits back',
        value: `${percent(theirs.accuracy)}, up to ${monster.maxHit}, ${theirs.dps.toFixed(3)} DPS`,
      },
    ],
    footer: 'Base formulas of the wiki; effects of single items are not in it',
    ephemeral: true,
  };
};

/** `/osrs dps`: what a loadout does to a monster. */
export const osrsDps = defineCommand({
  name: 'osrs dps',
  summary: 'Accuracy, max hit, DPS and time to kill of a loadout',
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
        message: 'No loadout is kept under this name. `/osrs gear view` lists yours.',
      });
    return dpsPanel(levels, kitOf(worn), monster, BUFFS[String(buffs)] ?? { potion: false, prayer: false });
  },
});
