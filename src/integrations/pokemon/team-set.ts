import { type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { TEAM_MAX } from '#game/pokemon/trainer-protocol.ts';
import { askTrainer, findMon, monOption, readBox, readOwnTeam } from './box-desk.ts';
import { teamPanel } from './panels.ts';

/** `/pokemon team set`: puts somebody into a slot, or empties it. */
export const pokemonTeamSet: CommandDefinition = defineCommand({
  name: 'pokemon team set',
  summary: 'Put a Pokémon of your box into a slot of your team, or empty the slot',
  options: [
    { name: 'slot', type: 'integer', description: 'Which slot', required: true, min: 1, max: TEAM_MAX },
    monOption('Who stands there; nobody when it is left out', false),
  ],
  ephemeral: true,
  examples: ['/pokemon team set slot:1 mon:pikachu', '/pokemon team set slot:6'],
  run: async (input, context) => {
    const { mon } = input;
    const monId = typeof mon === 'string' ? findMon(await readBox(context), 'mon', mon).monId : null;
    await askTrainer(context, { type: 'SetSlot', slot: Number(input['slot']), monId });
    return teamPanel(context, await loadDex(), await readOwnTeam(context), 'Done.');
  },
});
