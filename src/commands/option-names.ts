import type { CommandDefinition, CommandOption } from './define-command.ts';
import { nearest } from './nearest.ts';
import { acceptedForm, shown } from './options.ts';
import { CommandRejection } from './rejected.ts';

const NAME = /([a-z_][a-z0-9_-]{0,31}):/iuy;
const NAME_IN_TEXT = /(?<=^|\s)([a-z_][a-z0-9_-]{0,31}):/giu;

/** A word with a colon in a line, where an option's name may stand. */
export interface WrittenName {
  readonly written: string;
  /** Where its colon is. */
  readonly colonAt: number;
}

/** The word with a colon that begins there; `undefined`: none does. */
export const nameAt = (text: string, at: number): WrittenName | undefined => {
  NAME.lastIndex = at;
  const written = NAME.exec(text)?.[1];
  return written === undefined ? undefined : { written, colonAt: at + written.length };
};

/** How a value begins; links (`https://`) and faces (`so:)`) do not. */
const VALUE = /[\p{L}\p{N}"@#<]|[+-]\p{N}/uy;

/** How far from an option's name a word in a text may be and still be meant for it, in edits. */
const EDITS_MAX = 1;

/**
 * Whether a word with a colon is the name of an option where text may stand, too. A declared name always is; else a word
 * that a value follows at once (`shar:true`) is meant as one; before a space or at the end it is, when it is next to the name
 * of an option that is still `open`.
 */
export const isMeantAsOption = (
  text: string,
  { written, colonAt }: WrittenName,
  { options }: Pick<CommandDefinition, 'options'>,
  open: readonly CommandOption[],
): boolean => {
  const name = written.toLowerCase();
  if (options.some((option) => option.name === name)) return true;
  VALUE.lastIndex = colonAt + 1;
  if (VALUE.test(text)) return true;
  return (
    !/\S/u.test(text[colonAt + 1] ?? ' ') &&
    nearest(
      name,
      open.map((option) => option.name),
      EDITS_MAX,
    ) !== undefined
  );
};

/** Where the next option's name begins in a text without quotes, else the end. */
export const endOfText = (
  text: string,
  start: number,
  definition: Pick<CommandDefinition, 'options'>,
  open: readonly CommandOption[],
): number => {
  NAME_IN_TEXT.lastIndex = start;
  for (let found = NAME_IN_TEXT.exec(text); found !== null; found = NAME_IN_TEXT.exec(text)) {
    const [, written = ''] = found;
    const name = { written, colonAt: found.index + written.length };
    if (isMeantAsOption(text, name, definition, open)) return found.index;
  }
  return text.length;
};

/** What to do when a name that was read as an option's belongs to the text before it. */
export const quotesNeeded = (text: CommandOption | undefined): readonly string[] =>
  text === undefined ? [] : [`If it belongs to \`${text.name}\`, put that in quotes: \`${text.name}:"…"\`.`];

/**
 * Names the option that there is not, the nearest with what it takes, and all there are. `text`: the text without quotes
 * that it followed. @throws CommandRejection E_INPUT
 */
export const unknownOption = (
  definition: CommandDefinition,
  written: string,
  text?: CommandOption,
): never => {
  const names = definition.options.map((option) => option.name);
  const guess = nearest(written, names);
  const meant = definition.options.find((option) => option.name === guess);
  const sentences = [
    `\`/${definition.name}\` has no option \`${shown(written)}\`.`,
    ...(meant === undefined ? [] : [`Did you mean \`${meant.name}\`, which takes ${acceptedForm(meant)}?`]),
    names.length === 0 ? 'It takes none.' : `It takes: ${names.join(', ')}.`,
    ...quotesNeeded(text),
  ];
  throw new CommandRejection({ code: 'E_INPUT', field: shown(written), message: sentences.join(' ') });
};
