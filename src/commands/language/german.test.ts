import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textsOf } from '#test/support/language/texts-of.ts';
import { commands } from '../index.ts';
import { ACCEPTED, ACCEPTED_IN_TABLES } from './de/accepted.ts';
import { BATTLE } from './de/battle.ts';
import { BATTLE_RULES } from './de/battle-rules.ts';
import { CORE } from './de/core.ts';
import { ECO } from './de/eco.ts';
import { GERMAN } from './de/index.ts';
import { ERROR_PAGE } from './de/error-codes.ts';
import { ITEMS } from './de/items.ts';
import { MATCH } from './de/match.ts';
import { OSRS } from './de/osrs.ts';
import { PET_RULES } from './de/pet-rules.ts';
import { PET } from './de/pet.ts';
import { POKEMON } from './de/pokemon.ts';
import { PROFILE } from './de/profile.ts';
import { REGISTRATION } from './de/registration.ts';
import { SERVICE } from './de/service.ts';
import { SETTINGS } from './de/settings.ts';

const root = join(import.meta.dirname, '../../..');

/** What has to be there in every language. */
const COVERED = [
  'src/commands/*.ts',
  'src/commands/{admin,battle,eco,general,notify,pet,profile,settings}/*.ts',
  'src/game/{battle,broadcast,economy,guild,pet,profile}/*.ts',
  'src/game/battle/match/*.ts',
  'src/game/battle/osrs/{hunt,telling}.ts',
  'src/game/osrs/{adventurer-*,equipping}.ts',
  'src/game/pokemon/{legality,trainer-decider}.ts',
  'src/integrations/{osrs,pokemon}/*.ts',
  'src/surfaces/discord/letters/{letters,news}.ts',
  'src/surfaces/discord/threads/{drawing,result-card,thread-controls,thread-panels}.ts',
  'src/game/shared/{amount,errors}.ts',
];
/** Files whose texts nobody reads at a surface, and moves, which are names of battles. */
const UNREAD =
  /\.test\.ts$|index\.ts$|access-table|guild-book|identity-book|for-all|tree\.ts|ledger-pages|ledger-reads|ledger-legs|paged-map|fighter\.ts|(?:battle|match)\/(?:match-)?(?:verify|replay|rules|parties|trainer-lineup|rules-words)\.ts|hiscores/;
/** What only our own code could be told, when it asks wrongly. */
const FOR_PROGRAMS = new Set([
  'The ledger knows no such command.',
  'A hold has an id of 1 to 14 letters and digits.',
  'There is a hold of that id already.',
  'A hold has an owner: kind, realm and id.',
  'A review is due at a time in whole ms.',
  'That hold has ended. The history shows where its value went.',
  'Only the owner of a hold ends it.',
  'Settling a hold pays out of that hold alone.',
  'Settling a hold pays out all of it.',
  'page {0} is no page of a ladder',
  // lines of the log
  'a message could not be sent',
  'a message has to wait',
  'news could not be told to a guild',
  'news has to wait',
  // too loose for a pattern: it would take sentences apart
  '{0}: {1} for {2}',
]);

/** What is typed as it stands, in every language: names of commands, choices, an example of a team. */
const TYPED =
  /^(?:(?:pokemon|osrs|profile) [a-z ]+|protect (?:\{0\}|off)|gear \{0\}|Old School RuneScape|Pikachu @[^]+)$/;

/** Put together of several texts where they are written. */
const COMPOSED = [
  '{0} coin',
  '{0} coins',
  '{0} items of {1} kinds, {2} pet',
  '{0} items of {1} kinds, {2} pets',
  '{0} ate it up: {1}.',
  '{0} had a wild time: {1}.',
  '{0} is clean again: {1}.',
  '{0} had a nap: {1}.',
  '{0} took it bravely: {1}.',
  'bond +{0}',
  'joy +{0}',
  'energy +{0}',
  'cleanliness +{0}',
  // accepted forms in tables, without their marks
  'true or false',
  'a person, for example @misty',
  'a number of pieces, for example 3, 1k or all',
  'an amount, for example 250, 250k, 1.5m, 50% or all',
  'a role of this guild, for example @keepers',
  'a channel of this guild, for example #hall',
  'Electric Terrain',
  'Grassy Terrain',
  'Misty Terrain',
  'Psychic Terrain',
  'Buy {0}?',
  'Sell {0}?',
];

/** The whole source is read once. */
const READ_MS = 60_000;

const names = new Set(commands.map(({ name }) => name));
const sources = globSync('src/**/*.ts', { cwd: root }).filter(
  (file) =>
    !file.endsWith('.test.ts') && !file.includes('src/commands/language/de/') && !file.includes('/data/'),
);
const files = globSync(COVERED, { cwd: root }).filter((file) => !UNREAD.test(file));

describe('the German texts', () => {
  it(
    'are there for all that people read',
    () => {
      expect(files.length).toBeGreaterThan(60);
      const missing = files.flatMap((file) =>
        textsOf(join(root, file))
          .read.filter(
            (text) =>
              !names.has(text) &&
              !TYPED.test(text) &&
              !FOR_PROGRAMS.has(text) &&
              !Object.hasOwn(GERMAN, text),
          )
          .map((text) => `${file}: ${text}`),
      );
      expect(missing).toEqual([]);
    },
    READ_MS,
  );

  it(
    'belong to texts that are still there',
    () => {
      const all = new Set([
        ...COMPOSED,
        ...Object.keys(ACCEPTED_IN_TABLES),
        ...sources.flatMap((file) => textsOf(join(root, file)).all),
      ]);
      expect(Object.keys(GERMAN).filter((text) => !all.has(text))).toEqual([]);
    },
    READ_MS,
  );

  it('say one thing for one text', () => {
    const parts = [
      BATTLE,
      BATTLE_RULES,
      CORE,
      ERROR_PAGE,
      ACCEPTED,
      ACCEPTED_IN_TABLES,
      ECO,
      ITEMS,
      MATCH,
      OSRS,
      PET,
      PET_RULES,
      POKEMON,
      PROFILE,
      REGISTRATION,
      SERVICE,
      SETTINGS,
    ];
    const seen = new Map<string, string>();
    const torn = parts.flatMap((part) =>
      Object.entries(part).filter(([from, to]) => {
        const before = seen.get(from);
        seen.set(from, to);
        return before !== undefined;
      }),
    );
    expect(torn).toEqual([]);
  });
});
