import { type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { refuse } from '#commands/rejected.ts';
import { readOwnTeam } from './box-desk.ts';
import { writeTeam } from './team-text.ts';

/** `/pokemon team export`: the team as text that Pokémon Showdown and `/pokemon team import` read. */
export const pokemonTeamExport: CommandDefinition = defineCommand({
  name: 'pokemon team export',
  summary: 'Get your team as text for Pokémon Showdown',
  options: [],
  ephemeral: true,
  examples: ['/pokemon team export'],
  run: async (_input, context) => {
    const team = await readOwnTeam(context);
    if (team.length === 0) {
      return refuse({
        code: 'E_GONE',
        message: 'Your team is empty. `/pokemon start` or `/pokemon team import` fills it.',
      });
    }
    return { title: 'Your team as text', text: writeTeam(team.map(({ mon }) => mon)), ephemeral: true };
  },
});
