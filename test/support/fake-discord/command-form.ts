import { badForm, type ApiFault, type Json } from './api-fault.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHARS_MAX = 8_000;
const COUNTS = { 1: 100, 2: 15, 3: 15 } as const;

/** An option, subcommand or group as it is registered. */
export interface OptionJson {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly options?: readonly OptionJson[];
  readonly autocomplete?: boolean;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly max_length?: number;
}

/** A command as it is registered. */
export interface CommandJson extends Json {
  readonly id?: string;
  readonly name: string;
  readonly type?: number;
  readonly description?: string;
  readonly options?: readonly OptionJson[];
  readonly integration_types?: readonly number[];
  readonly contexts?: readonly number[];
}

const SUBCOMMAND = 1;
const GROUP = 2;

const charsOf = (given: CommandJson | OptionJson): number => {
  const own = given.name.length + (given.description?.length ?? 0);
  const { choices } = given as OptionJson;
  const chosen = (choices ?? []).reduce(
    (sum, { name, value }) => sum + name.length + String(value).length,
    0,
  );
  return (given.options ?? []).reduce((sum, option) => sum + charsOf(option), own + chosen);
};

const optionsFault = (
  options: readonly OptionJson[],
  path: readonly (string | number)[],
  depth: number,
): ApiFault | undefined => {
  if (options.length > 25) return badForm(path, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
  let isOptional = false;
  const names = new Set<string>();
  for (const [index, option] of options.entries()) {
    const here = [...path, index];
    if (!NAME.test(option.name) || option.name !== option.name.toLowerCase()) {
      return badForm([...here, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    }
    if (names.has(option.name)) {
      return badForm(
        [...here, 'name'],
        'APPLICATION_COMMAND_OPTIONS_NAME_INVALID',
        'Option names must be unique',
      );
    }
    names.add(option.name);
    const isBranch = option.type === SUBCOMMAND || option.type === GROUP;
    if (isBranch && (depth > 1 || (depth === 1 && option.type === GROUP))) {
      return badForm(
        [...here, 'type'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are only allowed here two levels deep',
      );
    }
    if (option.required === true && isOptional) {
      return badForm(
        [...here, 'required'],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    isOptional ||= !isBranch && option.required !== true;
    if (option.autocomplete === true && (option.choices ?? []).length > 0) {
      return badForm(
        [...here, 'choices'],
        'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_INVALID',
        'autocomplete cannot be with choices',
      );
    }
    const deeper = optionsFault(option.options ?? [], [...here, 'options'], depth + 1);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
};

/** What is wrong with a list of commands, beside what the schema says. */
export const commandsFault = (commands: readonly CommandJson[]): ApiFault | undefined => {
  const names = new Set<string>();
  for (const [index, command] of commands.entries()) {
    const { type = 1 } = command;
    if (type === 1 && (!NAME.test(command.name) || command.name !== command.name.toLowerCase())) {
      return badForm([index, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    }
    if (type === 1 && (command.description ?? '') === '') {
      return badForm([index, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required');
    }
    if (names.has(`${type} ${command.name}`)) {
      return badForm(
        [index],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      );
    }
    names.add(`${type} ${command.name}`);
    if (charsOf(command) > CHARS_MAX) {
      return badForm([index], 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${CHARS_MAX})`);
    }
    const fault = optionsFault(command.options ?? [], [index, 'options'], 0);
    if (fault !== undefined) return fault;
  }
  for (const type of [1, 2, 3] as const) {
    if (commands.filter((command) => (command.type ?? 1) === type).length > COUNTS[type]) {
      return badForm(
        [],
        'APPLICATION_COMMAND_MAX',
        `Maximum number of application commands reached (${COUNTS[type]}).`,
      );
    }
  }
  return undefined;
};
