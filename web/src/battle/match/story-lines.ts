import type { Chapter } from './match-wire.ts';

/** A line of the story, with the players' names in it. */
export interface StoryLine {
  readonly key: string;
  /** Whose doing it is; -1: nobody's. */
  readonly side: -1 | 0 | 1;
  /** The tick within a hunt. */
  readonly at?: number;
  readonly parts: readonly { readonly text: string; readonly isBold: boolean }[];
  readonly text: string;
  /** Told to screen readers before others. */
  readonly isBig: boolean;
  /** A remark beside what happened. */
  readonly isAside: boolean;
}

/** A turn with the lines that tell it. */
export interface ToldChapter {
  readonly turn: number;
  readonly title: string;
  readonly lines: readonly StoryLine[];
}

const BIG = / fainted!| has fallen| wins!| won the battle| gave up| got away|sent out|terastallized/i;

/** The players' names in place of both placeholders, in one go: a name may hold the other's. */
const named = (text: string, [first = '', second = '']: readonly string[]): string =>
  text
    .replaceAll(/(?<=\p{L})'(?=\p{L})/gu, '’')
    .replaceAll(/Side [12]/g, (side) => (side === 'Side 1' ? first : second));

const sideOf = (line: string, names: readonly string[]): StoryLine['side'] => {
  const number = /^Side ([12])/.exec(line)?.[1];
  if (number !== undefined) return number === '1' ? 0 : 1;
  const [, second = ''] = names;
  return second !== '' && line.startsWith(second) ? 1 : -1;
};

/** One sentence of the story. Names are put in last: what a name holds is never taken for a mark. */
export const tellLine = (line: string, names: readonly string[], key: string): StoryLine => {
  const [, at, told = line] = /^Tick (\d+): (.*)$/.exec(line) ?? [];
  const aside = /^(?:\((.*)\)|\[(.*)\])$/.exec(told);
  const bare = aside?.[1] ?? aside?.[2] ?? told;
  const parts = bare
    .split('**')
    .map((text, n) => ({ text: named(text, names), isBold: n % 2 === 1 }))
    .filter(({ text }) => text !== '');
  return {
    key,
    side: sideOf(bare, names),
    ...(at === undefined ? {} : { at: Number(at) }),
    parts,
    text: parts.map(({ text }) => text).join(''),
    isBig: BIG.test(bare),
    isAside: aside !== null,
  };
};

/** The whole story; turns in which nothing was told are left out. */
export const chaptersOf = (story: readonly Chapter[], names: readonly string[]): readonly ToldChapter[] =>
  story
    .filter(({ lines }) => lines.length > 0)
    .map(({ turn, lines }) => ({
      turn,
      title: turn === 0 ? 'The start' : `Turn ${turn}`,
      lines: lines.map((line, n) => tellLine(line, names, `${turn}-${n}`)),
    }));

const LOSS = /^(.+ lost )(\d+)( % of its health)!$/;

/** The same remark about several blows in a row, in one: `lost 12 + 13 % of its health!`. */
export const gathered = (lines: readonly StoryLine[]): readonly StoryLine[] => {
  const kept: StoryLine[] = [];
  let losses: string[] = [];
  for (const line of lines) {
    const [, who, percent, rest] = (line.isAside ? LOSS.exec(line.text) : null) ?? [];
    const last = kept.at(-1);
    if (who === undefined || percent === undefined) losses = [];
    else if (losses.length > 0 && last?.text.startsWith(who) === true) {
      losses.push(percent);
      const text = `${who}${losses.join(' + ')}${rest ?? ''}!`;
      kept[kept.length - 1] = { ...last, text, parts: [{ text, isBold: false }] };
      continue;
    } else losses = [percent];
    kept.push(line);
  }
  return kept;
};

/** How many sentences were told so far. */
export const linesTold = (story: readonly Chapter[]): number =>
  story.reduce((sum, { lines }) => sum + lines.length, 0);
