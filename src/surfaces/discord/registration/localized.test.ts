import { describe, expect, it } from 'vitest';
import { integrations } from '#app/integrations.ts';
import { guildhallTree } from '#commands/index.ts';
import { COMMAND_WORDS, OPTION_WORDS } from '#commands/language/de/names.ts';
import { commandsJson } from './command-json.ts';

interface Part {
  readonly type?: number;
  readonly name: string;
  readonly description?: string;
  readonly name_localizations?: { readonly de?: string };
  readonly description_localizations?: { readonly de?: string };
  readonly options?: readonly Part[];
  readonly choices?: readonly (Part & { readonly value: string })[];
}

const tree = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);
const all = JSON.parse(JSON.stringify(commandsJson(tree))) as readonly Part[];
const parts = (given: readonly Part[]): readonly Part[] =>
  given.flatMap((part) => [part, ...parts(part.options ?? [])]);
const germanName = ({ name, name_localizations: { de } = {} }: Part): string => de ?? name;
const germanText = ({ description = '', description_localizations: { de } = {} }: Part): string =>
  de ?? description;

/** Discord's own form of names. */
const NAME = /^[-_'\p{Ll}\p{N}]{1,32}$/u;

/** As Discord counts: of each text the longest form, and what stands below. */
const charsOf = (part: Part): number =>
  Math.max(part.name.length, germanName(part).length) +
  Math.max(part.description?.length ?? 0, germanText(part).length) +
  (part.choices ?? []).reduce(
    (sum, choice) => sum + Math.max(choice.name.length, germanName(choice).length) + choice.value.length,
    0,
  ) +
  (part.options ?? []).reduce((sum, option) => sum + charsOf(option), 0);

describe('the commands in German', () => {
  it('have a word for each word, and none that is not there', () => {
    const words = new Set(tree.commands.flatMap(({ name }) => name.split(' ')));
    expect(Object.keys(COMMAND_WORDS).toSorted()).toEqual([...words].toSorted());
    const options = new Set(tree.commands.flatMap(({ options: own }) => own.map(({ name }) => name)));
    expect(Object.keys(OPTION_WORDS).toSorted()).toEqual([...options].toSorted());
  });

  it('have names that Discord takes, no two beside each other the same', () => {
    for (const part of parts(all)) expect(germanName(part)).toMatch(NAME);
    for (const beside of [all, ...parts(all).map(({ options = [] }) => options)]) {
      const names = beside.map(germanName);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('say in German what they are, in at most 100 characters, and are not too large', () => {
    const texts = parts(all).filter(({ description }) => description !== undefined);
    expect(texts.length).toBeGreaterThan(150);
    const english = texts.filter((part) => part.description_localizations?.de === undefined);
    // amounts are written alike
    expect(english.filter(({ description = '' }) => /[a-z]{4}/.test(description))).toEqual([]);
    for (const part of texts) expect(germanText(part).length, germanText(part)).toBeLessThanOrEqual(100);
    for (const command of all) expect(charsOf(command), command.name).toBeLessThanOrEqual(8_000);
  });

  it('have choices in German, but for names and numbers', () => {
    const choices = parts(all).flatMap(({ choices: own = [] }) => own);
    expect(choices.length).toBeGreaterThan(40);
    const english = choices.filter((choice) => choice.name_localizations?.de === undefined);
    expect([...new Set(english.map(({ name }) => name))].toSorted()).toEqual(ENGLISH_CHOICES.toSorted());
    for (const choice of choices) expect(germanName(choice).length).toBeLessThanOrEqual(100);
  });
});

/** Names of games, languages and commands; numbers; words that are the same in both. */
const ENGLISH_CHOICES = [
  '/battle',
  '/eco',
  '/osrs',
  '/pet',
  '/pokemon',
  'Old School RuneScape',
  'Deutsch',
  'English',
  '3',
  '5',
  'Adoption',
  'Demo',
  'Ironman',
  'Deadman',
  'Sand',
  'live',
  'osrs',
];
