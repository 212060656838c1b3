import type { Rejection } from '#game/shared/errors.ts';
import type { CommandDefinition, CommandOption, Input } from './define-command.ts';
import { CommandRejection } from './rejected.ts';
import { cleanText, lengthOf } from './text.ts';

/** Longest `text` value when the option says nothing else. */
const TEXT_MAX_DEFAULT = 100;
/** Longest amount or quantity as text: 16 digits with separators and a suffix fit. */
const AMOUNT_TEXT_MAX = 32;

/** Finds the person meant by a name, a mention or an id. @throws CommandRejection when several could be meant */
export type ResolveUser = (text: string) => Promise<string | undefined>;

/** A stranger's value as quoted in our answer: cleaned and cut. */
export const shown = (value: string): string => {
  const cleaned = cleanText(value.slice(0, 200)).replaceAll('`', "'");
  return cleaned.length > 40 ? `${cleaned.slice(0, 40)}…` : cleaned;
};

/** An `E_INPUT` naming the field, what it got and what it takes. */
export const wrongInput = (field: string, value: string, accepted: string): Rejection => ({
  code: 'E_INPUT',
  field,
  message: `\`${field}\` cannot be “${shown(value)}”: it takes ${accepted}.`,
});

const range = (option: CommandOption): string => {
  if (option.min !== undefined && option.max !== undefined) return ` from ${option.min} to ${option.max}`;
  if (option.min !== undefined) return ` of at least ${option.min}`;
  return option.max === undefined ? '' : ` of at most ${option.max}`;
};

const freeText = (option: CommandOption): string =>
  `text of at most ${option.maxLength ?? TEXT_MAX_DEFAULT} characters`;

/** In words, what an option takes. */
export const acceptedForm = (option: CommandOption): string => {
  switch (option.type) {
    case 'text':
      return option.takes ?? freeText(option);
    case 'integer':
      return `a whole number${range(option)} in plain digits`;
    case 'boolean':
      return '`true` or `false`';
    case 'user':
      return 'a person, for example `@misty`';
    case 'amount':
      return 'an amount, for example `250`, `250k`, `1.5m`, `50%` or `all`';
    case 'channel':
      return 'a channel of this guild, for example `#hall`';
    case 'role':
      return 'a role of this guild, for example `@keepers`';
    case 'quantity':
      return 'a number of pieces, for example `3`, `1k` or `all`';
    case 'choice':
      return `one of ${(option.choices ?? []).map((choice) => `\`${choice.value}\``).join(', ')}`;
  }
};

const readInteger = (option: CommandOption, raw: string): number | undefined => {
  if (!/^-?\d{1,15}$/.test(raw)) return undefined;
  const value = Number(raw);
  const tooSmall = option.min !== undefined && value < option.min;
  return tooSmall || (option.max !== undefined && value > option.max) ? undefined : value;
};

const BOOLEANS = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['no', false],
  ['off', false],
]);

const readChoice = (option: CommandOption, raw: string): string | undefined => {
  const wanted = raw.toLowerCase();
  return option.choices?.find(
    (choice) => choice.value.toLowerCase() === wanted || choice.label.toLowerCase() === wanted,
  )?.value;
};

/** A channel or role by its id, or as people write it. */
const readPlace = (raw: string, written: RegExp): string | undefined => {
  const match = written.exec(raw);
  const id = (match?.[1] ?? match?.[2] ?? raw).toLowerCase();
  return /^[a-z0-9][a-z0-9-]{0,31}$/.test(id) ? id : undefined;
};

const readText = (option: CommandOption, raw: string, max: number): string => {
  const text = cleanText(raw, { multiline: option.multiline === true });
  const length = lengthOf(text);
  if (length > max) {
    throw new CommandRejection({
      code: 'E_INPUT',
      field: option.name,
      message: `\`${option.name}\` has ${length} characters: it takes ${option.type === 'text' ? freeText(option) : acceptedForm(option)}.`,
    });
  }
  return text;
};

const readValue = async (
  option: CommandOption,
  raw: string,
  resolveUser: ResolveUser,
): Promise<string | number | boolean | undefined> => {
  switch (option.type) {
    case 'text':
      return readText(option, raw, option.maxLength ?? TEXT_MAX_DEFAULT) || undefined;
    case 'amount':
    case 'quantity':
      return readText(option, raw, AMOUNT_TEXT_MAX) || undefined;
    case 'integer':
      return readInteger(option, raw);
    case 'boolean':
      return BOOLEANS.get(raw.toLowerCase());
    case 'channel':
      return readPlace(raw, /^(?:<#(.*)>|#(.*))$/);
    case 'role':
      return readPlace(raw, /^(?:<@&(.*)>|@(.*))$/);
    case 'choice':
      return readChoice(option, raw);
    case 'user':
      return resolveUser(raw);
  }
};

/** An `E_INPUT` for an option without which a command cannot go on. */
export const missingOption = (option: CommandOption, example: string): Rejection => ({
  code: 'E_INPUT',
  field: option.name,
  message: `\`${option.name}\` is missing: it takes ${acceptedForm(option)}. Example: \`${example}\``,
});

/**
 * Turns raw option texts into what the command declared. Names that are not declared never get in.
 * @throws CommandRejection E_INPUT naming field, value and accepted form; E_TARGET for a person nobody knows
 */
export const readOptions = async (
  definition: CommandDefinition,
  raw: ReadonlyMap<string, string>,
  resolveUser: ResolveUser,
): Promise<Input> => {
  const input: Record<string, string | number | boolean> = {};
  for (const option of definition.options) {
    const text = raw.get(option.name);
    if (text === undefined || text === '') {
      if (option.required !== true) continue;
      throw new CommandRejection(missingOption(option, definition.examples[0] ?? `/${definition.name}`));
    }
    const value = await readValue(option, text, resolveUser);
    if (value === undefined) throw new CommandRejection(notAccepted(option, text));
    input[option.name] = value;
  }
  return input;
};

const notAccepted = (option: CommandOption, text: string): Rejection =>
  option.type === 'user'
    ? {
        code: 'E_TARGET',
        field: option.name,
        message: `Nobody called “${shown(text)}” is known here. \`${option.name}\` takes ${acceptedForm(option)}.`,
      }
    : wrongInput(option.name, text, acceptedForm(option));
