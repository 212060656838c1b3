import { type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { readOwnTeam } from './box-desk.ts';
import { teamPanel } from './panels.ts';

/** `/pokemon team view`: who fights for the caller. */
export const pokemonTeamView: CommandDefinition = defineCommand({
  name: 'pokemon team view',
  summary: 'See who is in your team',
  options: [{ name: 'share', type: 'boolean', description: 'Show it to everybody' }],
  ephemeral: true,
  examples: ['/pokemon team view'],
  run: async (_input, context) => teamPanel(context, await loadDex(), await readOwnTeam(context)),
});
