import { Generations, toID } from '@smogon/calc';
import notThere from './data/not-there.json' with { type: 'json' };

type GenerationNumber = Parameters<typeof Generations.get>[0];
type Shelf = 'species' | 'moves' | 'abilities' | 'items' | 'natures';

const GENERATIONS: readonly GenerationNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Ids by generation, in one text. */
const LISTS: Readonly<Partial<Record<Shelf, Readonly<Partial<Record<number, string>>>>>> = notThere;

const absent = new Map<string, ReadonlySet<string>>();

/** Ids that the calculator knows in a generation whose games do not have them. */
const absentIn = (gen: GenerationNumber, shelf: Shelf): ReadonlySet<string> => {
  const key = `${shelf} ${gen}`;
  let found = absent.get(key);
  if (found === undefined) {
    found = new Set(LISTS[shelf]?.[gen]?.split(' '));
    absent.set(key, found);
  }
  return found;
};

const isKnown = (gen: GenerationNumber, shelf: Shelf, id: ReturnType<typeof toID>): boolean =>
  // its shelves are plain objects, which know "constructor" too
  id !== '' && Generations.get(gen)[shelf].get(id)?.id === id;

const isThere = (gen: GenerationNumber, shelf: Shelf, id: ReturnType<typeof toID>): boolean =>
  isKnown(gen, shelf, id) && !absentIn(gen, shelf).has(id);

/** `1 to 7 and 9` of numbers that rise. */
const spanned = (numbers: readonly number[]): string => {
  const spans: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = spans.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(' and ');
};

/** Why a generation has nothing of that name, in words; `undefined`: it has. `what` names the kind of thing in the message. */
export const whyNotThere = (
  gen: GenerationNumber,
  shelf: Shelf,
  what: string,
  value: string,
): string | undefined => {
  const id = toID(value);
  if (isThere(gen, shelf, id)) return undefined;
  const no = `generation ${gen} has no ${what} called "${value}"`;
  const others = GENERATIONS.filter((other) => isThere(other, shelf, id));
  if (others.length === 1) return `${no}; generation ${spanned(others)} has it`;
  if (others.length > 1) return `${no}; generations ${spanned(others)} have it`;
  const isInvented = GENERATIONS.some((other) => isKnown(other, shelf, id));
  return isInvented ? `${no}, nor has any other: it is in no game` : no;
};
