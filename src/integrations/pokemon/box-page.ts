import type { Choice } from '#commands/define-command.ts';
import { type Dex, idOf } from '#game/pokemon/dex.ts';
import { monName } from '#game/pokemon/mon.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';

/** Pokémon on one page. */
export const PAGE = 10;

/** Orders of the box, by what is typed. */
const SORTS = ['team', 'newest', 'name', 'species', 'level'] as const;
export type Sort = (typeof SORTS)[number];

export const SORT_CHOICES: readonly Choice[] = [
  { label: 'the team first', value: 'team' },
  { label: 'the newest first', value: 'newest' },
  { label: 'by name', value: 'name' },
  { label: 'by number in the Pokédex', value: 'species' },
  { label: 'the highest level first', value: 'level' },
];

/** What somebody looks at of their box. */
export interface BoxLook {
  readonly sort: Sort;
  /** Only those of whose species there are several. */
  readonly isDupes: boolean;
  /** As typed, or as it stood in a control; empty: everything. */
  readonly filter: string;
}

/** All of it, in its usual order. */
export const WHOLE_BOX: BoxLook = { sort: 'team', isDupes: false, filter: '' };

export const sortOf = (text: unknown): Sort => SORTS.find((sort) => sort === text) ?? WHOLE_BOX.sort;

/** Longer than every name, and short enough for a control. */
const FILTER_ID_MAX = 26;

/** The subject of a control: `<order><d for duplicates>-<filter>`. */
export const subjectOf = ({ sort, isDupes, filter }: BoxLook): string =>
  `${SORTS.indexOf(sort)}${isDupes ? 'd' : 'a'}-${idOf(filter).slice(0, FILTER_ID_MAX)}`;

/** The look of a control's subject. */
export const lookOf = (subject: string): BoxLook => ({
  sort: SORTS[Number(subject.charAt(0))] ?? WHOLE_BOX.sort,
  isDupes: subject.charAt(1) === 'd',
  filter: subject.slice(3),
});

/** Whether a control can carry the filter: a name in other letters has none of its own. */
export const isCarried = ({ filter }: BoxLook): boolean => filter.trim() === '' || idOf(filter) !== '';

const fits = (dex: Dex, { mon }: BoxView, filter: string): boolean => {
  const text = filter.trim().toLowerCase();
  const wanted = idOf(filter).slice(0, FILTER_ID_MAX);
  if (wanted === '') return text === '' || monName(mon).toLowerCase().includes(text);
  const whole = [
    ...(dex.species(mon.species)?.types ?? []),
    mon.ability,
    mon.item ?? '',
    ...mon.moves,
    ...(mon.isShiny ? ['shiny'] : []),
  ];
  return (
    idOf(monName(mon)).includes(wanted) ||
    idOf(mon.species).includes(wanted) ||
    whole.some((one) => idOf(one) === wanted)
  );
};

type Compare = (one: BoxView, other: BoxView) => number;

const numberOf = ({ monId }: BoxView): number => Number(monId.slice(1));
const slotOf = ({ slot }: BoxView): number => slot ?? Number.MAX_SAFE_INTEGER;

/** What is equal stays in the order in which it came. */
const compareBy = (dex: Dex, sort: Sort): Compare => {
  switch (sort) {
    case 'team':
      return (one, other) => slotOf(one) - slotOf(other);
    case 'newest':
      return (one, other) => numberOf(other) - numberOf(one);
    case 'name':
      return (one, other) => monName(one.mon).localeCompare(monName(other.mon), 'en');
    case 'level':
      return (one, other) => other.mon.level - one.mon.level;
    case 'species':
      return (one, other) =>
        (dex.species(one.mon.species)?.number ?? 0) - (dex.species(other.mon.species)?.number ?? 0);
  }
};

/** What of a box is looked at, in its order. `box`: oldest first. */
export const looked = (dex: Dex, box: readonly BoxView[], look: BoxLook): readonly BoxView[] => {
  const speciesOf = ({ mon }: BoxView): number | string => dex.species(mon.species)?.number ?? mon.species;
  const counts = new Map<number | string, number>();
  for (const one of box) counts.set(speciesOf(one), (counts.get(speciesOf(one)) ?? 0) + 1);
  return box
    .filter((one) => fits(dex, one, look.filter))
    .filter((one) => !look.isDupes || (counts.get(speciesOf(one)) ?? 0) > 1)
    .toSorted(compareBy(dex, look.sort));
};

/** What can be typed as a filter: types and species of the box, each with how many it finds. */
export const filterChoices = (dex: Dex, box: readonly BoxView[]): readonly Choice[] => {
  const words = new Map<string, number>();
  const count = (word: string): unknown => words.set(word, (words.get(word) ?? 0) + 1);
  for (const { mon } of box) for (const type of dex.species(mon.species)?.types ?? []) count(type);
  for (const { mon } of box) count(mon.species);
  return Array.from(words, ([value, found]) => ({ label: `${value} (${found})`, value }));
};
