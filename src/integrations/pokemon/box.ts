import { type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { idOf, loadDex } from '#game/pokemon/dex.ts';
import { monName } from '#game/pokemon/mon.ts';
import { LOANERS_MAX } from '#game/pokemon/trainer-protocol.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';
import { readBox } from './box-desk.ts';
import { monSelect, monTable } from './panels.ts';

const fits =
  (filter: string, typesOf: (species: string) => readonly string[]) =>
  ({ mon }: BoxView): boolean => {
    const wanted = idOf(filter);
    return (
      idOf(monName(mon)).includes(wanted) ||
      idOf(mon.species).includes(wanted) ||
      typesOf(mon.species).includes(wanted)
    );
  };

/** `/pokemon box`: everything that the caller has. */
export const pokemonBox: CommandDefinition = defineCommand({
  name: 'pokemon box',
  summary: 'List your Pokémon: your starter and the loaners that you imported',
  options: [
    { name: 'filter', type: 'text', description: 'Part of a name, or a type such as water', maxLength: 40 },
  ],
  ephemeral: true,
  examples: ['/pokemon box', '/pokemon box filter:water'],
  run: async (input, context) => {
    const [dex, box] = await Promise.all([loadDex(), readBox(context)]);
    if (box.length === 0) {
      return {
        title: 'Your box is empty',
        text: '`/pokemon start` gives you a first Pokémon, `/pokemon team import` brings your own team.',
        ephemeral: true,
      };
    }
    const filter = typeof input['filter'] === 'string' ? input['filter'] : '';
    const shown = box.filter(fits(filter, (species) => dex.species(species)?.types ?? []));
    const loaners = box.filter(({ isLoaner }) => isLoaner).length;
    return {
      title:
        shown.length === box.length
          ? `Your ${box.length} Pokémon`
          : `${shown.length} of your ${box.length} Pokémon`,
      ...(shown.length === 0
        ? { text: 'None of them fits.' }
        : { tables: [monTable(dex, shown)], controls: [[monSelect(context, shown)]] }),
      footer: `${loaners} of ${LOANERS_MAX} places for loaners are taken`,
      ephemeral: true,
    };
  },
});
