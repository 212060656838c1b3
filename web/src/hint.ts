import { rank } from './rank.ts';
import { missingOptions, type Given, type Line } from './slash.ts';
import type { CommandInfo, OptionInfo, Persona } from './wire.ts';

/** What is wrong with the line; `blocks` when sending it could not work. */
export interface Hint {
  readonly text: string;
  readonly blocks: boolean;
}

const AMOUNT = /^(all|\d{1,3}(\.\d+)?%|\d[\d,_']*(\.\d+)?[kmb]?)$/i;

const integerProblem = (option: OptionInfo, value: string): string | undefined => {
  if (!/^[+-]?\d+$/.test(value)) return 'takes a whole number';
  const number = Number(value);
  if (option.min !== undefined && number < option.min) return `is at least ${option.min}`;
  if (option.max !== undefined && number > option.max) return `is at most ${option.max}`;
  return undefined;
};

/** What is wrong with a value, in words that follow the option's name. */
export const valueProblem = (given: Given, personas: readonly Persona[]): string | undefined => {
  const { option, value } = given;
  if (value === '') return undefined;
  switch (option.type) {
    case 'integer':
      return integerProblem(option, value);
    case 'boolean':
      return /^(true|false|yes|no|on|off)$/i.test(value) ? undefined : 'is true or false';
    case 'amount':
    case 'quantity':
      return AMOUNT.test(value) ? undefined : 'takes a number such as 250, 250k, 1.5m, 50% or all';
    case 'choice': {
      const known = option.choices?.some((choice) =>
        [choice.value, choice.label].some((one) => one.toLowerCase() === value.toLowerCase()),
      );
      return known === false
        ? `is one of ${option.choices?.map((choice) => choice.value).join(', ')}`
        : undefined;
    }
    case 'user': {
      const name = value.replace(/^<?@|>$/g, '').toLowerCase();
      const known = personas.some((one) => [one.id, one.userId, one.name.toLowerCase()].includes(name));
      return known || personas.length === 0
        ? undefined
        : `is one of ${personas.map((one) => one.id).join(', ')}`;
    }
    case 'channel':
    case 'role':
      return /^[#@]?[a-z0-9][a-z0-9-]{0,31}$/i.test(value)
        ? undefined
        : 'takes a name of letters, digits and -';
    case 'text': {
      const most = option.maxLength ?? 100;
      return Array.from(value).length > most ? `has at most ${most} characters` : undefined;
    }
  }
};

const unknownCommand = (text: string, commands: readonly CommandInfo[]): Hint => {
  const words = text.slice(1).trim().split(/\s+/).slice(0, 2).join(' ');
  const near = rank(words, commands, (one) => one.name, 1)[0]?.item.name;
  const help = near === undefined ? 'Type / to see all of them.' : `Did you mean /${near}?`;
  return {
    text: words === '' ? 'Type a command, for example /help.' : `There is no command /${words}. ${help}`,
    blocks: true,
  };
};

/** The first thing wrong with a line that is about to be sent, or `undefined` when nothing is. */
export const hintFor = (
  text: string,
  line: Line,
  commands: readonly CommandInfo[],
  personas: readonly Persona[],
): Hint | undefined => {
  if (text.trim() === '') return undefined;
  if (!line.slash)
    return { text: 'Everything here is a command: begin with /, for example /help.', blocks: true };
  if (commands.length === 0) return undefined;
  if (line.command === undefined) return unknownCommand(text, commands);
  if (line.stray !== '') {
    const names = line.command.options.map((option) => `${option.name}:`).join(' ');
    const takes = names === '' ? 'no options' : names;
    const before = line.given.at(-1);
    const quotes =
      before?.option.type === 'text' ? ` Text with a colon stands in quotes: ${before.option.name}:"…".` : '';
    return {
      text: `“${line.stray.slice(0, 40)}” does not fit: /${line.command.name} takes ${takes}.${quotes}`,
      blocks: true,
    };
  }
  for (const given of line.given) {
    const problem = valueProblem(given, personas);
    if (problem !== undefined) return { text: `${given.option.name} ${problem}.`, blocks: false };
  }
  const missing = missingOptions(line)[0];
  if (missing === undefined) return undefined;
  return { text: `${missing.name} is needed: ${missing.description}`, blocks: true };
};
