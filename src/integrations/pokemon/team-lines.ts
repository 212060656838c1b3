import type { Issue, Part } from '#game/pokemon/legality.ts';
import { HAPPINESS_MAX, LEVEL_MAX } from '#game/pokemon/mon.ts';

/** One line of a team's text. */
export interface Line {
  /** As editors count: the first is 1. */
  readonly number: number;
  readonly text: string;
}

/** What is wrong with a line. */
export interface Remark extends Pick<Issue, 'message' | 'unknown'> {
  readonly line: number;
}

type Known = Exclude<Part, `move.${number}`> | 'move' | 'shiny';

const SPREAD = 'written like `252 Atk / 4 SpD / 252 Spe`, each stat once';

/** How lines other than the first are written, and what is said when the rest of one is not. */
const FORMS: readonly {
  readonly part: Known;
  readonly start: RegExp;
  readonly rest: RegExp;
  readonly no: string;
}[] = [
  { part: 'ability', start: /^Ability: /, rest: /./, no: 'names no ability' },
  {
    part: 'level',
    start: /^Level:/,
    rest: /^ \d{1,3}$/,
    no: `a level is a whole number from 1 to ${LEVEL_MAX}`,
  },
  { part: 'shiny', start: /^Shiny:/, rest: /^ Yes$/, no: 'takes `Yes` or is left out' },
  {
    part: 'happiness',
    start: /^Happiness:/,
    rest: /^ \d{1,3}$/,
    no: `happiness is a whole number from 0 to ${HAPPINESS_MAX}`,
  },
  { part: 'ball', start: /^Pokeball: /, rest: /./, no: 'names no ball' },
  { part: 'tera', start: /^Tera Type: /, rest: /./, no: 'names no type' },
  { part: 'evs', start: /^EVs:/, rest: /^ \d{1,3} \w+(?: \/ \d{1,3} \w+)*$/, no: `EVs are ${SPREAD}` },
  { part: 'ivs', start: /^IVs:/, rest: /^ \d{1,3} \w+(?: \/ \d{1,3} \w+)*$/, no: `IVs are ${SPREAD}` },
  { part: 'nature', start: /^(?=[A-Za-z]+ Nature$)/, rest: /./, no: 'names no nature' },
  { part: 'move', start: /^- /, rest: /./, no: 'names no move' },
];

const OTHER_GENERATIONS = /^(?:Hidden Power|Dynamax Level|Gigantamax):/;
const STAT_WORDS: ReadonlySet<string> = new Set(['HP', 'Atk', 'Def', 'SpA', 'SpD', 'Spe']);

/** Whether a spread names stats, each once. */
const isSpread = (text: string): boolean => {
  const names = text
    .trim()
    .split(' / ')
    .map((part) => part.split(' ')[1] ?? '');
  return new Set(names).size === names.length && names.every((name) => STAT_WORDS.has(name));
};

/** One Pokémon as it was written: where each of its parts stands, and what is not written as it should be. */
export interface Block {
  readonly head: Line;
  readonly lines: readonly Line[];
  readonly places: ReadonlyMap<Part, number>;
  readonly remarks: readonly Remark[];
}

const readBlock = (lines: readonly Line[], head: Line): Block => {
  const places = new Map<Part, number>([['head', head.number]]);
  const remarks: Remark[] = [];
  let moves = 0;
  let isShiny = false;
  if (/^(?:---$|===)|\|/.test(head.text))
    remarks.push({ line: head.number, message: 'is no name of a Pokémon.' });
  for (const { number, text } of lines.slice(1)) {
    const say = (message: string): number => remarks.push({ line: number, message });
    const form = FORMS.find(({ start }) => start.test(text));
    if (form === undefined || text.includes('|')) {
      say(
        OTHER_GENERATIONS.test(text)
          ? 'is of another generation.'
          : 'is not understood. A Pokémon has lines such as `Ability: Static`, `EVs: 252 Atk` and `- Thunderbolt`.',
      );
      continue;
    }
    const { part, start, rest, no } = form;
    const after = text.replace(start, '');
    const isWritten = rest.test(after) && ((part !== 'evs' && part !== 'ivs') || isSpread(after));
    if (!isWritten) say(`${no}.`);
    if (part === 'move') {
      places.set(`move.${moves}`, number);
      moves += 1;
    } else if (part === 'shiny') {
      if (isShiny) say('is there twice.');
      isShiny = true;
    } else {
      if (places.has(part)) say('is there twice.');
      places.set(part, number);
    }
  }
  return { head, lines, places, remarks };
};

/** The text in blocks of lines without gaps; titles of teams (`=== [gen9ou] Rain ===`) are passed over. */
export const blocksOf = (text: string): readonly Block[] => {
  const lines = text.split('\n').map((line, index): Line => ({ number: index + 1, text: line.trim() }));
  const blocks: Block[] = [];
  let open: Line[] = [];
  const close = (): void => {
    const [head] = open;
    if (head !== undefined) blocks.push(readBlock(open, head));
    open = [];
  };
  for (const line of lines) {
    if (line.text === '' || /^===.*===$/.test(line.text)) close();
    else open.push(line);
  }
  close();
  return blocks;
};
