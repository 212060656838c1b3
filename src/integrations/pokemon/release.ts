import { type CommandContext, type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import type { Panel } from '#commands/panel.ts';
import { refuse } from '#commands/rejected.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';
import { askTrainer, findMon, labelOf, monOption, readBox, wasDone } from './box-desk.ts';

const COMES_BACK = 'A loaner comes back by importing it again.';

const leavingOf = (box: readonly BoxView[], wanted: string): readonly BoxView[] => {
  if (wanted.toLowerCase() !== 'all') return [findMon(box, 'mon', wanted)];
  const loaners = box.filter(({ isLoaner }) => isLoaner);
  return loaners.length > 0
    ? loaners
    : refuse({
        code: 'E_GONE',
        message: 'You have no imported Pokémon to release. `/pokemon team import` brings some.',
      });
};

const release = async (wanted: string, context: CommandContext): Promise<Panel> => {
  const leaving = leavingOf(await readBox(context), wanted);
  await askTrainer(context, { type: 'Release', monIds: leaving.map(({ monId }) => monId) });
  return {
    title: leaving.length === 1 ? 'Released' : `${leaving.length} released`,
    tone: 'good',
    text: `${leaving.map(labelOf).join('\n')}\n\n${COMES_BACK}`,
    ephemeral: true,
  };
};

/** `/pokemon release`: lets loaners go. */
export const pokemonRelease: CommandDefinition = defineCommand({
  name: 'pokemon release',
  summary: 'Let an imported Pokémon go, or all of them; your starter stays',
  options: [monOption('Which one, or all', true)],
  ephemeral: true,
  examples: ['/pokemon release mon:m4', '/pokemon release mon:all'],
  run: async (input, context) => {
    try {
      return await release(String(input['mon']), context);
    } catch (error) {
      // a repeat finds nobody: those who were meant have gone with the first
      if (!(await wasDone(context))) throw error;
      return { title: 'Released', tone: 'good', text: COMES_BACK, ephemeral: true };
    }
  },
});
