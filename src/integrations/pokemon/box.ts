import {
  type CommandContext,
  type CommandDefinition,
  type ComponentDefinition,
  defineCommand,
  defineComponent,
} from '#commands/define-command.ts';
import { matching } from '#commands/matching.ts';
import { mintNonce } from '#commands/nonce.ts';
import { shown } from '#commands/options.ts';
import type { Button, Panel } from '#commands/panel.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { LOANERS_MAX } from '#game/pokemon/trainer-protocol.ts';
import { readBox } from './box-desk.ts';
import {
  type BoxLook,
  filterChoices,
  isCarried,
  looked,
  lookOf,
  PAGE,
  SORT_CHOICES,
  sortOf,
  subjectOf,
} from './box-page.ts';
import { releaseSelect } from './let-go.ts';
import { monSelect, monTable } from './panels.ts';

const pageButton = (
  label: string,
  look: BoxLook,
  page: number,
  disabled: boolean,
  context: CommandContext,
): Button => ({
  kind: 'button',
  customId: context.deps.customIds.encode({
    feature: 'pokemon',
    verb: 'box',
    entity: subjectOf(look),
    revision: Math.max(0, page),
    owner: context.userId,
    nonce: mintNonce(context),
  }),
  label,
  style: 'secondary',
  disabled,
});

const EMPTY: Panel = {
  title: 'Your box is empty',
  text: '`/pokemon start` gives you a first Pokémon, `/pokemon team import` brings your own team.',
  ephemeral: true,
};

/** Nothing is left: what was looked for, and what to do. */
const noneText = ({ filter, isDupes }: BoxLook): string => {
  if (filter.trim() !== '') {
    return `None of them fits “${shown(filter)}”. A filter is part of a name, or a type, move, ability or item as a whole.`;
  }
  return isDupes ? 'No two of them are of one species.' : 'None of them fits.';
};

const pageControls = (look: BoxLook, page: number, pages: number, context: CommandContext) =>
  pages === 1
    ? []
    : [
        [
          pageButton('Back', look, page - 1, page === 0, context),
          pageButton('Next', look, page + 1, page === pages - 1, context),
        ],
      ];

const show = async (look: BoxLook, wantedPage: number, context: CommandContext): Promise<Panel> => {
  const [dex, box] = await Promise.all([loadDex(), readBox(context)]);
  if (box.length === 0) return EMPTY;
  const found = looked(dex, box, look);
  const loaners = box.filter(({ isLoaner }) => isLoaner).length;
  const places = `${loaners} of ${LOANERS_MAX} places for loaners are taken`;
  const title =
    found.length === box.length
      ? `Your ${box.length} Pokémon`
      : `${found.length} of your ${box.length} Pokémon`;
  if (found.length === 0) return { title, text: noneText(look), footer: places, ephemeral: true };
  // pages that no control could name again are one
  const size = isCarried(look) ? PAGE : found.length;
  const pages = Math.ceil(found.length / size);
  const page = Math.min(wantedPage, pages - 1);
  const here = found.slice(page * size, (page + 1) * size);
  return {
    title,
    tables: [monTable(dex, here)],
    controls: [
      ...pageControls(look, page, pages, context),
      [monSelect(context, here)],
      ...releaseSelect(context, here),
    ],
    footer: pages === 1 ? places : `Page ${page + 1} of ${pages} · ${places}`,
    ephemeral: true,
  };
};

/** `/pokemon box`: everything that the caller has, page by page. */
export const pokemonBox: CommandDefinition = defineCommand({
  name: 'pokemon box',
  summary: 'List your Pokémon: your starter and the loaners that you imported',
  options: [
    {
      name: 'filter',
      type: 'text',
      description: 'Part of a name, or a type, move, ability or item such as water',
      maxLength: 40,
      autocomplete: async (partial, context) => {
        const [dex, box] = await Promise.all([loadDex(), readBox(context)]);
        return matching(filterChoices(dex, box), partial.trim());
      },
    },
    {
      name: 'sort',
      type: 'choice',
      description: 'In which order; the team first unless you say so',
      choices: SORT_CHOICES,
    },
    { name: 'dupes', type: 'boolean', description: 'Only species of which you have several' },
  ],
  ephemeral: true,
  examples: ['/pokemon box', '/pokemon box filter:water', '/pokemon box sort:level dupes:true'],
  run: async ({ filter, sort, dupes }, context) =>
    show(
      { sort: sortOf(sort), isDupes: dupes === true, filter: typeof filter === 'string' ? filter : '' },
      0,
      context,
    ),
});

/** Turns the pages of a box; runs nothing. */
export const boxPages: ComponentDefinition = defineComponent({
  feature: 'pokemon',
  verb: 'box',
  run: async ({ entity, revision }, context) => show(lookOf(entity), revision, context),
});
