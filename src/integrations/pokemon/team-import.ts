import { type CommandContext, type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { defineForm, type FormDefinition } from '#commands/define-form.ts';
import { mintNonce } from '#commands/nonce.ts';
import type { Panel } from '#commands/panel.ts';
import { refuse } from '#commands/rejected.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { askTrainer, readOwnTeam } from './box-desk.ts';
import { teamPanel } from './panels.ts';
import { readTeam, TEAM_TEXT_MAX } from './team-text.ts';

const PLACEHOLDER = 'Pikachu @ Light Ball\nAbility: Static\nTimid Nature\n- Thunderbolt';

const form = (context: CommandContext): Panel => ({
  title: 'Import a team',
  text: 'Paste a team as Pokémon Showdown exports it. What generation 9 does not allow is named line by line.',
  modal: {
    customId: context.deps.customIds.encode({
      feature: 'pokemon',
      verb: 'import',
      entity: '-',
      revision: 0,
      owner: context.userId,
      nonce: mintNonce(context),
    }),
    title: 'Your team',
    fields: [
      {
        id: 'text',
        label: 'Team of Pokémon Showdown',
        multiline: true,
        required: true,
        maxLength: TEAM_TEXT_MAX,
        placeholder: PLACEHOLDER,
      },
    ],
  },
  ephemeral: true,
});

const take = async (context: CommandContext, text: string): Promise<Panel> => {
  const dex = await loadDex();
  const read = readTeam(dex, text, context.userId);
  if (!read.ok) return refuse(read.rejection);
  await askTrainer(context, { type: 'ImportTeam', mons: read.mons });
  return teamPanel(context, dex, await readOwnTeam(context), `${read.mons.length} imported.`);
};

/** `/pokemon team import`: Showdown's text, in a form or as an option. */
export const pokemonTeamImport: CommandDefinition = defineCommand({
  name: 'pokemon team import',
  summary: 'Bring a team of Pokémon Showdown as loaners; it becomes your team',
  options: [
    {
      name: 'text',
      type: 'text',
      description: 'The team in text or short form; without it a form opens',
      maxLength: TEAM_TEXT_MAX,
      multiline: true,
    },
  ],
  ephemeral: true,
  examples: [
    '/pokemon team import',
    '/pokemon team import text:"Pikachu @ Light Ball\nAbility: Static\nEVs: 252 SpA / 252 Spe\nTimid Nature\n- Thunderbolt\n- Surf"',
  ],
  run: async (input, context) =>
    typeof input['text'] === 'string' ? take(context, input['text']) : form(context),
});

/** The submitted form. */
export const teamForm: FormDefinition = defineForm({
  feature: 'pokemon',
  verb: 'import',
  fields: ['text'],
  // as it was sent: the reader names the line of what cannot be shown
  run: async ({ fields }, context) => take(context, fields['text'] ?? ''),
});
