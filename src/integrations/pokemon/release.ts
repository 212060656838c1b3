import { type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { refuse } from '#commands/rejected.ts';
import { askTrainer, findMon, labelOf, monOption, readBox } from './box-desk.ts';

/** `/pokemon release`: lets loaners go. */
export const pokemonRelease: CommandDefinition = defineCommand({
  name: 'pokemon release',
  summary: 'Let an imported Pokémon go, or all of them; your starter stays',
  options: [monOption('Which one, or all', true)],
  ephemeral: true,
  examples: ['/pokemon release mon:m4', '/pokemon release mon:all'],
  run: async (input, context) => {
    const box = await readBox(context);
    const wanted = String(input['mon']);
    const leaving =
      wanted.toLowerCase() === 'all' ? box.filter(({ isLoaner }) => isLoaner) : [findMon(box, 'mon', wanted)];
    if (leaving.length === 0) {
      return refuse({
        code: 'E_GONE',
        message: 'You have no imported Pokémon to release. `/pokemon team import` brings some.',
      });
    }
    await askTrainer(context, { type: 'Release', monIds: leaving.map(({ monId }) => monId) });
    return {
      title: leaving.length === 1 ? 'Released' : `${leaving.length} released`,
      tone: 'good',
      text: `${leaving.map(labelOf).join('\n')}\n\nA loaner comes back by importing it again.`,
      ephemeral: true,
    };
  },
});
