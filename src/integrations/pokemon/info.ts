import {
  type CommandDefinition,
  type ComponentDefinition,
  defineCommand,
  defineComponent,
} from '#commands/define-command.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { chooseMon, findMon, monOption, readBox } from './box-desk.ts';
import { monPanel } from './panels.ts';

/** `/pokemon info`: one Pokémon of the caller with stats and moves. */
export const pokemonInfo: CommandDefinition = defineCommand({
  name: 'pokemon info',
  summary: 'See stats, moves and cross-battle form of one of your Pokémon',
  options: [
    monOption('Which one; the first of your team when it is left out', false),
    { name: 'share', type: 'boolean', description: 'Show it to everybody' },
  ],
  ephemeral: true,
  examples: ['/pokemon info', '/pokemon info mon:pikachu'],
  run: async (input, context) => monPanel(await loadDex(), await chooseMon(input, context)),
});

/** The choice under a list of Pokémon. */
export const infoChoice: ComponentDefinition = defineComponent({
  feature: 'pokemon',
  verb: 'info',
  run: async ({ values }, context) =>
    monPanel(await loadDex(), findMon(await readBox(context), 'mon', values[0] ?? '')),
});
