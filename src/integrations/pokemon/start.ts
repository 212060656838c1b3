import {
  type CommandContext,
  type CommandDefinition,
  type ComponentDefinition,
  defineCommand,
  defineComponent,
} from '#commands/define-command.ts';
import { matching } from '#commands/matching.ts';
import { mintNonce } from '#commands/nonce.ts';
import type { Panel } from '#commands/panel.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { STARTERS } from '#game/pokemon/starters.ts';
import { askTrainer, readBox } from './box-desk.ts';
import { monImage, monPanel } from './panels.ts';

const catalogue = async (context: CommandContext): Promise<Panel> => {
  const dex = await loadDex();
  return {
    title: 'Who goes with you?',
    text: 'One for a lifetime: choose well. `/pokemon start starter:pikachu` takes one by its name.',
    tables: [
      {
        columns: [{ label: 'Starter' }, { label: 'Type' }, { label: 'Ability' }, { label: 'Moves' }],
        rows: STARTERS.map(({ mon }) => [
          mon.species,
          (dex.species(mon.species)?.types ?? []).join(' / '),
          mon.ability,
          mon.moves.join(', '),
        ]),
      },
    ],
    images: STARTERS.slice(0, 6).map((one) => monImage(dex, one)),
    controls: [
      [
        {
          kind: 'select',
          customId: context.deps.customIds.encode({
            feature: 'pokemon',
            verb: 'start',
            entity: '-',
            revision: 0,
            owner: context.userId,
            nonce: mintNonce(context),
          }),
          placeholder: 'Choose your starter',
          options: STARTERS.map(({ id, mon }) => ({ label: mon.species, value: id })),
          max: 1,
          disabled: false,
        },
      ],
    ],
    ephemeral: true,
  };
};

const choose = async (context: CommandContext, starter: string): Promise<Panel> => {
  const reply = await askTrainer(context, { type: 'ChooseStarter', starter: starter.toLowerCase() });
  const [dex, box] = await Promise.all([loadDex(), readBox(context)]);
  const chosen = box.find(({ monId }) => reply.type === 'StarterChosen' && monId === reply.monId);
  if (chosen === undefined) return catalogue(context);
  return {
    ...monPanel(dex, chosen),
    tone: 'good',
    text: `${chosen.mon.species} goes with you from now on. \`/pokemon team view\` shows your team.`,
  };
};

/** `/pokemon start`: a first Pokémon, once. */
export const pokemonStart: CommandDefinition = defineCommand({
  name: 'pokemon start',
  summary: 'Choose your first Pokémon; it stays with you',
  options: [
    {
      name: 'starter',
      type: 'text',
      description: 'Which one; without it all are shown',
      takes: 'a starter by its name; `/pokemon start` alone shows them all',
      maxLength: 20,
      autocomplete: async (partial) =>
        matching(
          STARTERS.map(({ id, mon }) => ({ label: mon.species, value: id })),
          partial,
        ),
    },
  ],
  ephemeral: true,
  examples: ['/pokemon start', '/pokemon start starter:pikachu'],
  run: async (input, context) =>
    typeof input['starter'] === 'string' ? choose(context, input['starter']) : catalogue(context),
});

/** The choice on the list of starters. */
export const starterChoice: ComponentDefinition = defineComponent({
  feature: 'pokemon',
  verb: 'start',
  run: async ({ values }, context) => choose(context, values[0] ?? ''),
});
