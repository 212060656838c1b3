import { rank } from './rank.ts';
import { missingOptions, quoteValue, type Focus, type Line } from './slash.ts';
import type { Choice, CommandInfo, OptionInfo, Persona } from './wire.ts';

/** One row of the palette. */
export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly at: readonly number[];
  /** The words of required and optional options behind a command. */
  readonly tags: readonly { readonly text: string; readonly required: boolean }[];
  /** What the line becomes, and where the caret goes. */
  readonly after: { readonly text: string; readonly caret: number };
  /** Set for values: label to show in place of an id. */
  readonly names?: Choice;
}

const MOST = 25;
const MOST_COMMANDS = 100;

const splice = (
  text: string,
  start: number,
  end: number,
  middle: string,
): { text: string; caret: number } => {
  const rest = text.slice(end).replace(/^\s+/, middle.endsWith(' ') ? '' : ' ');
  const head = text.slice(0, start) + middle;
  return { text: rest.trim() === '' ? head : head + rest, caret: head.length };
};

const commandRows = (query: string, text: string, focus: { end: number }, commands: readonly CommandInfo[]) =>
  rank(
    query,
    commands,
    (one) => one.name,
    MOST_COMMANDS,
    (one) => one.summary,
  ).map(({ item, match }): Suggestion => {
    const first = item.options.find((option) => option.required === true);
    const line = `/${item.name} ${first === undefined ? '' : `${first.name}:`}`;
    return {
      key: item.name,
      label: `/${item.name}`,
      detail: item.summary,
      at: match.at.map((index) => index + 1),
      tags: item.options.map((option) => ({ text: option.name, required: option.required === true })),
      after: splice(text, 0, focus.end, line),
    };
  });

const optionRows = (query: string, text: string, focus: { start: number; end: number }, line: Line) => {
  const elsewhere = line.given.filter((one) => one.start !== focus.start);
  const free = (line.command?.options ?? []).filter(
    (one) => !elsewhere.some((given) => given.option === one),
  );
  const ordered = free.toSorted((a, b) => Number(b.required === true) - Number(a.required === true));
  return rank(query.replace(/:.*$/, ''), ordered, (one) => one.name, MOST).map(
    ({ item, match }): Suggestion => ({
      key: item.name,
      label: `${item.name}:`,
      detail: item.description,
      at: match.at,
      tags: item.required === true ? [{ text: 'required', required: true }] : [],
      after: splice(text, focus.start, focus.end, `${item.name}:`),
    }),
  );
};

/** The choices that the page knows without asking the service; `undefined` when only the service knows. */
export const localChoices = (
  option: OptionInfo,
  personas: readonly Persona[],
): readonly Choice[] | undefined => {
  if (option.type === 'user') return personas.map((one) => ({ label: one.name, value: one.id }));
  if (option.type === 'boolean') return ['true', 'false'].map((value) => ({ label: value, value }));
  if (option.choices !== undefined && option.choices.length > 0) return option.choices;
  if (option.autocomplete === true) return undefined;
  return [];
};

type ValueFocus = Omit<Extract<Focus, { at: 'value' }>, 'at'>;

const valueRows = (
  text: string,
  focus: ValueFocus,
  line: Line,
  choices: readonly Choice[],
  ranked: boolean,
) => {
  const rows = ranked
    ? choices.slice(0, MOST).map((item) => ({ item, match: { score: 0, at: [] } }))
    : rank(
        focus.query,
        choices,
        (one) => one.label,
        MOST,
        (one) => one.value,
      );
  const next = missingOptions(line).find((option) => option !== focus.option);
  return rows.map(({ item, match }): Suggestion => {
    const value = `${quoteValue(item.value)} ${next === undefined ? '' : `${next.name}:`}`;
    return {
      key: item.value,
      label: item.label,
      detail: item.label.toLowerCase() === item.value.toLowerCase() ? '' : item.value,
      at: match.at,
      tags: [],
      names: item,
      after: splice(text, focus.start, focus.end, value),
    };
  });
};

/** What the palette needs to know. */
export interface SuggestInput {
  readonly text: string;
  readonly line: Line;
  readonly commands: readonly CommandInfo[];
  readonly personas: readonly Persona[];
  /** The service's answer for the option under the caret, if it has come. */
  readonly remote?: readonly Choice[];
}

/** The palette's rows for a line, best first. */
export const suggest = ({ text, line, commands, personas, remote }: SuggestInput): readonly Suggestion[] => {
  const { focus } = line;
  switch (focus.at) {
    case 'nothing':
      return [];
    case 'command':
      return commandRows(focus.query, text, focus, commands);
    case 'option': {
      const { free, query } = focus;
      const word = query.replace(/^@/, '');
      const choices = free === undefined || word === '' ? [] : (localChoices(free, personas) ?? []);
      const bare =
        free === undefined
          ? []
          : valueRows(text, { ...focus, query: word, option: free }, line, choices, false);
      return [...bare, ...optionRows(query, text, focus, line)];
    }
    case 'value': {
      const local = localChoices(focus.option, personas);
      return valueRows(text, focus, line, local ?? remote ?? [], local === undefined);
    }
  }
};
