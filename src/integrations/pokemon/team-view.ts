import { isDealt, teamProblems } from '#commands/battle/match-arena.ts';
import { formatOf, formatOption } from '#commands/battle/match-opening.ts';
import { type CommandContext, type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import type { Panel, PanelField } from '#commands/panel.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';
import { readOwnTeam } from './box-desk.ts';
import { teamPanel } from './panels.ts';

/** Lines of one report. */
const PROBLEMS_MAX = 12;

/** What a format of Pokémon Showdown says to a team at its own levels. @throws CommandRejection E_INPUT, E_BUSY; Fault */
const reportOn = async (
  context: CommandContext,
  format: string,
  team: readonly BoxView[],
): Promise<PanelField> => {
  const name = `In ${format}`;
  if (await isDealt(context, format)) return { name, value: 'Teams are dealt there: nobody brings one.' };
  const mons = team.map(({ mon }) => Object.assign({}, mon, { nickname: null }));
  const problems = await teamProblems(context, format, mons);
  if (problems.length === 0) return { name, value: 'This team may play, at these levels.' };
  const lines = problems.slice(0, PROBLEMS_MAX).map((line) => `- ${line}`);
  const more = problems.length - lines.length;
  return { name, value: [...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n') };
};

const withReport = (panel: Panel, report: PanelField): Panel => ({ ...panel, fields: [report] });

/** `/pokemon team view`: who fights for the caller, and whether a format allows it. */
export const pokemonTeamView: CommandDefinition = defineCommand({
  name: 'pokemon team view',
  summary: 'See who is in your team, and whether a format allows it',
  options: [
    {
      ...formatOption,
      description: 'Whether it may play there: a format of Pokémon Showdown by its id, such as gen9ou',
    },
    { name: 'share', type: 'boolean', description: 'Show it to everybody' },
  ],
  ephemeral: true,
  examples: ['/pokemon team view', '/pokemon team view format:gen9ou'],
  run: async (input, context) => {
    const [dex, team] = await Promise.all([loadDex(), readOwnTeam(context)]);
    const panel = teamPanel(context, dex, team);
    if (input['format'] === undefined || team.length === 0) return panel;
    return withReport(panel, await reportOn(context, formatOf(input), team));
  },
});
