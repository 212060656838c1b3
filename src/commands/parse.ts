import type { Rejection } from '#game/shared/errors.ts';
import type { CommandDefinition, CommandOption, Input } from './define-command.ts';
import { nearest } from './nearest.ts';
import {
  endOfText,
  isMeantAsOption,
  nameAt,
  quotesNeeded,
  unknownOption,
  type WrittenName,
} from './option-names.ts';
import { readOptions, shown, type ResolveUser } from './options.ts';
import { CommandRejection } from './rejected.ts';
import type { CommandTree } from './tree.ts';

/** Longest command line in characters; options have their own, smaller bounds. */
const LINE_MAX = 10_000;

/** A command whose options a surface has taken apart already. */
export interface NamedCommand {
  readonly name: string;
  /** Texts as somebody would write them, by the option's name. */
  readonly options: ReadonlyMap<string, string>;
  /** People whom the surface shows in options, by the text that stands there. */
  readonly people: ReadonlyMap<string, SeenPerson>;
}

/** Somebody whom a surface knows and the desk perhaps does not. */
export interface SeenPerson {
  readonly provider: string;
  readonly externalId: string;
  readonly name: string;
  /** A program, which plays no part in the game. */
  readonly isBot: boolean;
}

export type Parsed =
  | { readonly ok: true; readonly definition: CommandDefinition; readonly input: Input }
  /** `name` is there when the command was found and its options were not accepted. */
  | { readonly ok: false; readonly rejection: Rejection; readonly name?: string };

const refuseInput = (field: string, message: string): never => {
  throw new CommandRejection({ code: 'E_INPUT', field, message });
};

/**
 * Reads slash text: `/eco pay user:misty amount:250k note:"two words"`. Options may stand without their names in their
 * declared order (`/eco pay @misty 250k`); `@name` goes to the first free person; text without quotes goes on to what
 * looks like the next option ({@link isMeantAsOption}) or to the end. Answers a rejection (`E_INPUT`, `E_TARGET`) that names field, value and accepted form.
 */
export const parseCommand = async (
  line: string,
  tree: CommandTree,
  resolveUser: ResolveUser,
): Promise<Parsed> => {
  let name: string | undefined;
  try {
    const { definition, rest } = findCommand(line, tree);
    ({ name } = definition);
    return {
      ok: true,
      definition,
      input: await readOptions(definition, scan(definition, rest), resolveUser),
    };
  } catch (error) {
    if (error instanceof CommandRejection) {
      return { ok: false, rejection: error.rejection, ...(name === undefined ? {} : { name }) };
    }
    throw error;
  }
};

/**
 * Reads a command that a surface has taken apart. Answers a rejection (`E_INPUT`, `E_TARGET`) that names field, value and
 * accepted form; a command that is not there is `E_GONE`.
 */
export const readNamed = async (
  { name, options }: NamedCommand,
  tree: CommandTree,
  resolveUser: ResolveUser,
): Promise<Parsed> => {
  const definition = tree.command(name);
  if (definition === undefined) {
    const message = `\`/${shown(name)}\` is not a command any more: choose one from the list that your app shows.`;
    return { ok: false, rejection: { code: 'E_GONE', message } };
  }
  try {
    for (const option of options.keys()) {
      if (!definition.options.some((known) => known.name === option)) unknownOption(definition, option);
    }
    return { ok: true, definition, input: await readOptions(definition, options, resolveUser) };
  } catch (error) {
    if (error instanceof CommandRejection) return { ok: false, rejection: error.rejection, name };
    throw error;
  }
};

/** The command named at the head of a line, and what follows it. @throws CommandRejection E_INPUT */
const findCommand = (
  line: string,
  tree: CommandTree,
): { readonly definition: CommandDefinition; readonly rest: string } => {
  if (line.length > LINE_MAX) {
    refuseInput('text', `The line has ${line.length} characters: it takes at most ${LINE_MAX}.`);
  }
  const head = /^\s*\/(\S+)(?:\s+(\S+))?(?:\s+(\S+))?/u.exec(line);
  if (line.trim() === '') {
    return refuseInput('text', 'Nothing was typed: type a command, for example `/help`.');
  }
  if (line.trim() === '/') {
    return refuseInput('text', 'A slash alone is no command: its name follows, for example `/help`.');
  }
  if (head === null) {
    return refuseInput(
      'text',
      `“${shown(line)}” is not a command: a command begins with a slash, for example \`/help\`.`,
    );
  }
  const words = [head[1], head[2], head[3]].filter((word) => word !== undefined);
  for (let count = words.length; count > 0; count -= 1) {
    const definition = tree.command(words.slice(0, count).join(' ').toLowerCase());
    if (definition !== undefined) return { definition, rest: afterWords(line, count) };
  }
  return unknownCommand(words, tree);
};

const afterWords = (line: string, count: number): string =>
  line.replace(new RegExp(String.raw`^\s*/\S+(?:\s+\S+){${count - 1}}`, 'u'), '');

const unknownCommand = (words: readonly string[], tree: CommandTree): never => {
  const lower = words.map((word) => word.toLowerCase());
  for (let count = Math.min(2, lower.length); count > 0; count -= 1) {
    const area = lower.slice(0, count).join(' ');
    if (!tree.hasBelow(area)) continue;
    const below = tree.commands.filter((command) => command.name.startsWith(`${area} `));
    const next = lower[count];
    const verbs = [...new Set(below.map((command) => command.name.split(' ')[count] ?? ''))];
    const guess = next === undefined ? undefined : nearest(next, verbs);
    const hint = guess === undefined ? '' : ` Did you mean \`/${area} ${guess}\`?`;
    const what =
      next === undefined ? `\`/${area}\` needs one more word.` : `\`/${area}\` has no “${shown(next)}”.`;
    refuseInput('text', `${what}${hint} It takes: ${verbs.join(', ')}.`);
  }
  const names = tree.commands.map((command) => command.name);
  const guess =
    nearest(lower.slice(0, 2).join(' '), names) ??
    nearest(lower[0] ?? '', [...new Set(names.map((name) => name.split(' ')[0] ?? ''))]);
  const hint =
    guess === undefined
      ? 'Type `/help` for the list.'
      : `Did you mean \`/${guess}\`? Type \`/help\` for the list.`;
  return refuseInput('text', `There is no command \`/${shown(words[0] ?? '')}\`. ${hint}`);
};

/** Walks once over the rest of a line and collects raw values by option name. */
const scan = (definition: CommandDefinition, rest: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  const openBut = (reading: CommandOption | undefined): readonly CommandOption[] =>
    definition.options.filter((option) => option !== reading && !values.has(option.name));
  let text: CommandOption | undefined;
  let at = skipSpace(rest, 0);
  while (at < rest.length) {
    const name = nameAt(rest, at);
    const named = optionOf(definition, name);
    const free = named ?? freeOption(openBut(undefined), rest[at] === '@');
    const isText = name !== undefined && named === undefined && free?.type === 'text';
    if (name !== undefined && named === undefined) {
      const isUnknown = !isText || isMeantAsOption(rest, name, definition, openBut(undefined));
      if (isUnknown) unknownOption(definition, name.written, text);
    }
    if (free === undefined) return tooMany(definition, rest.slice(at));
    if (values.has(free.name)) {
      const twice = `\`${free.name}\` is given twice: give it once.`;
      refuseInput(free.name, [twice, ...quotesNeeded(text)].join(' '));
    }
    const start = named === undefined ? at : skipSpace(rest, (name?.colonAt ?? at) + 1);
    const [value, end] = readRaw(free, rest, start, definition, openBut(free));
    values.set(free.name, value);
    text = free.type === 'text' && rest[start] !== '"' ? free : undefined;
    at = skipSpace(rest, end);
  }
  return values;
};

const optionOf = ({ options }: CommandDefinition, name: WrittenName | undefined): CommandOption | undefined =>
  options.find((option) => option.name === name?.written.toLowerCase());

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && /\s/u.test(text[at] ?? '')) at += 1;
  return at;
};

const freeOption = (open: readonly CommandOption[], person: boolean): CommandOption | undefined => {
  const people = person ? open.filter((option) => option.type === 'user') : [];
  return people[0] ?? open.find((option) => option.required === true) ?? open[0];
};

const tooMany = (definition: CommandDefinition, rest: string): never =>
  refuseInput(
    'text',
    `“${shown(rest)}” is more than \`/${definition.name}\` takes. Example: \`${definition.examples[0] ?? `/${definition.name}`}\``,
  );

const readRaw = (
  option: CommandOption,
  text: string,
  start: number,
  definition: CommandDefinition,
  open: readonly CommandOption[],
): readonly [value: string, end: number] => {
  if (text[start] === '"') return readQuoted(option, text, start + 1);
  if (option.type === 'text') {
    const end = endOfText(text, start, definition, open);
    return [text.slice(start, end).trim(), end];
  }
  if (optionOf(definition, nameAt(text, start)) !== undefined) return ['', start];
  let end = start;
  while (end < text.length && !/\s/u.test(text[end] ?? '')) end += 1;
  return [text.slice(start, end), end];
};

const readQuoted = (option: CommandOption, text: string, start: number): readonly [string, number] => {
  let value = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') return [value, at + 1];
    if (character === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at += 1;
    value += text[at] ?? '';
  }
  return refuseInput(
    option.name,
    `\`${option.name}\` has an opening quote without a closing one: add \`"\` at its end.`,
  );
};
