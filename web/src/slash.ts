import type { CommandInfo, OptionInfo } from './wire.ts';

/** An option's value found in the text; `start` is where its name or, unnamed, its value begins. */
export interface Given {
  readonly option: OptionInfo;
  readonly value: string;
  readonly named: boolean;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** What the caret is in; `start` and `end` are what a suggestion replaces. */
export type Focus =
  | { readonly at: 'nothing' }
  | { readonly at: 'command'; readonly query: string; readonly start: number; readonly end: number }
  | {
      /** A bare word: the start of a name, or the unnamed value of `free`. */
      readonly at: 'option';
      readonly query: string;
      readonly start: number;
      readonly end: number;
      readonly free?: OptionInfo;
    }
  | {
      readonly at: 'value';
      readonly option: OptionInfo;
      readonly query: string;
      readonly start: number;
      readonly end: number;
    };

/** The typed line, read as a slash command. */
export interface Line {
  readonly slash: boolean;
  readonly command?: CommandInfo;
  readonly given: readonly Given[];
  /** What no option takes: an unknown name or too many words. */
  readonly stray: string;
  readonly focus: Focus;
}

const NOTHING: Focus = { at: 'nothing' };
const NAME = /([a-z][a-z0-9_-]{0,31}):/iy;

/** The longest command that the text after the slash begins with, as whole words. */
const commandOf = (body: string, commands: readonly CommandInfo[]): CommandInfo | undefined => {
  const lower = body.toLowerCase();
  let best: CommandInfo | undefined;
  for (const command of commands) {
    const fits = lower === command.name || lower.startsWith(`${command.name} `);
    if (fits && command.name.length > (best?.name.length ?? 0)) best = command;
  }
  return best;
};

const nameAt = (text: string, at: number): string | undefined => {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[1]?.toLowerCase();
};

const afterSpace = (text: string, from: number): number =>
  from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);

/** How a value begins that follows a name at once; links and faces do not. */
const VALUE = /[\p{L}\p{N}"@#<]|[+-]\p{N}/uy;

/** Whether a word with a colon is an option's name where text may stand, too; the service knows near names as well. */
const isMeantAsOption = (text: string, name: string, at: number, options: readonly OptionInfo[]): boolean => {
  VALUE.lastIndex = at + name.length + 1;
  return options.some((option) => option.name === name.toLowerCase()) || VALUE.test(text);
};

const nextNamed = (text: string, start: number, options: readonly OptionInfo[]): number => {
  // what stands before `start` is looked at, too: a value may begin with a word and a colon
  const names = /(?<=^|\s)([a-z][a-z0-9_-]{0,31}):/gi;
  names.lastIndex = start;
  for (const found of text.matchAll(names)) {
    if (isMeantAsOption(text, found[1] ?? '', found.index, options)) return found.index;
  }
  return text.length;
};

/** The raw value at `start` and where it ends: quoted, to the next option for text, else one word. */
const readValue = (
  option: OptionInfo,
  text: string,
  start: number,
  options: readonly OptionInfo[],
): { value: string; end: number } => {
  const quoted = /^"((?:[^"\\]|\\.)*)("?)/.exec(text.slice(start));
  if (quoted !== null) {
    return { value: (quoted[1] ?? '').replaceAll(/\\(["\\])/g, '$1'), end: start + quoted[0].length };
  }
  if (option.type === 'text') {
    const end = nextNamed(text, start, options);
    return { value: text.slice(start, end).trim(), end: start + text.slice(start, end).trimEnd().length };
  }
  const follower = nameAt(text, start);
  if (follower !== undefined && options.some((one) => one.name === follower))
    return { value: '', end: start };
  const word = /^\S*/.exec(text.slice(start))?.[0] ?? '';
  return { value: word, end: start + word.length };
};

const freeOption = (options: readonly OptionInfo[], given: readonly Given[], person: boolean) => {
  const open = options.filter((option) => !given.some((one) => one.option === option));
  const people = person ? open.filter((option) => option.type === 'user') : [];
  return people[0] ?? open.find((option) => option.required === true) ?? open[0];
};

/** Walks once over what follows the command, as the service does. */
const readGiven = (text: string, from: number, options: readonly OptionInfo[]) => {
  const given: Given[] = [];
  let at = afterSpace(text, from);
  while (at < text.length) {
    const written = nameAt(text, at);
    const named = options.find((option) => option.name === written);
    const option = named ?? freeOption(options, given, text[at] === '@');
    const unknown =
      written !== undefined &&
      named === undefined &&
      (option?.type !== 'text' || isMeantAsOption(text, written, at, options));
    if (option === undefined || unknown) return { given, stray: text.slice(at).trim() };
    if (given.some((one) => one.option === option)) return { given, stray: text.slice(at).trim() };
    const nameEnd = named === undefined ? at : at + (written?.length ?? 0) + 1;
    const next = named === undefined ? at : afterSpace(text, nameEnd);
    const { value, end } = readValue(option, text, next, options);
    const valueStart = value === '' && end === next ? nameEnd : next;
    given.push({
      option,
      value,
      named: named !== undefined,
      start: at,
      valueStart,
      end: Math.max(end, valueStart),
    });
    at = afterSpace(text, Math.max(end, nameEnd));
  }
  return { given, stray: '' };
};

const focusOf = (text: string, caret: number, command: CommandInfo, given: readonly Given[]): Focus => {
  const inside = given.find((one) => caret >= one.valueStart && caret <= one.end);
  if (inside?.named === true) {
    const query = text.slice(inside.valueStart, caret).replace(/^"/, '').replace(/"$/, '');
    return { at: 'value', option: inside.option, query, start: inside.valueStart, end: inside.end };
  }
  if (given.some((one) => caret > one.start && caret < one.valueStart)) return NOTHING;
  const start = caret - (/\S*$/.exec(text.slice(0, caret))?.[0].length ?? 0);
  if (start <= command.name.length) return NOTHING;
  const end = caret + (/^\S*/.exec(text.slice(caret))?.[0].length ?? 0);
  const query = text.slice(start, caret);
  const others = given.filter((one) => one !== inside);
  const free = inside?.option ?? freeOption(command.options, others, query.startsWith('@'));
  return { at: 'option', query, start, end, ...(free === undefined ? {} : { free }) };
};

/** Reads the line with the caret at `caret`, by the service's own grammar. Total: any text gives a line. */
export const readLine = (text: string, caret: number, commands: readonly CommandInfo[]): Line => {
  if (!text.startsWith('/')) return { slash: false, given: [], stray: '', focus: NOTHING };
  const command = commandOf(text.slice(1), commands);
  const bodyEnd = 1 + (command?.name.length ?? 0);
  const query = text.slice(1, Math.max(1, caret));
  if (command === undefined) {
    return { slash: true, given: [], stray: '', focus: { at: 'command', query, start: 0, end: text.length } };
  }
  const { given, stray } = readGiven(text, bodyEnd, command.options);
  const focus: Focus =
    caret <= bodyEnd
      ? { at: 'command', query, start: 0, end: bodyEnd }
      : focusOf(text, caret, command, given);
  return { slash: true, command, given, stray, focus };
};

/** Required options that have no value yet, in their order. */
export const missingOptions = (line: Line): readonly OptionInfo[] =>
  (line.command?.options ?? []).filter(
    (option) =>
      option.required === true && !line.given.some((one) => one.option === option && one.value !== ''),
  );

/** The value as it stands in a line: quoted when it holds spaces or a quote. */
export const quoteValue = (value: string): string =>
  /[\s"]/.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : value;
