import { Sets, Teams } from '@pkmn/sets';
import { guessOf } from '#commands/nearest.ts';
import { shown } from '#commands/options.ts';
import { type Dex, STATS, type StatName, type Stats } from '#game/pokemon/dex.ts';
import { checkDraft, type Draft, type Issue, twins } from '#game/pokemon/legality.ts';
import { HAPPINESS_MAX, LEVEL_MAX, type Mon, monName } from '#game/pokemon/mon.ts';
import { NATURES } from '#game/pokemon/natures.ts';
import { TEAM_MAX } from '#game/pokemon/trainer-protocol.ts';
import type { Rejection } from '#game/shared/errors.ts';
import { sealed } from '#game/shared/sealed.ts';
import { type Block, blocksOf, type Remark } from './team-lines.ts';

/** Longest team text in characters; six full Pokémon have some 1,500. */
export const TEAM_TEXT_MAX = 4_000;
/** Remarks shown at once. */
const REMARKS_MAX = 6;
/** Name of the option and of the form's field. */
const FIELD = 'text';

export type ReadTeam =
  | { readonly ok: true; readonly mons: readonly Mon[] }
  | { readonly ok: false; readonly rejection: Rejection };

const numbersOf = (given: Partial<Record<StatName, number>> | undefined): Partial<Stats> => {
  const numbers: Partial<Record<StatName, number>> = {};
  for (const stat of STATS) {
    const value = given?.[stat];
    if (value !== undefined) numbers[stat] = value;
  }
  return numbers;
};

const draftOf = ({ lines }: Block, by: string): Draft => {
  // of a block that begins with a rule or a bar it makes nothing
  const read = Sets.importSet(lines.map(({ text }) => text).join('\n')) as
    | ReturnType<typeof Sets.importSet>
    | undefined;
  const set = read ?? {};
  const name = set.name ?? '';
  const species = set.species ?? '';
  return {
    species,
    nickname: name === '' || name === species ? null : sealed(by, name),
    gender: set.gender === 'M' || set.gender === 'F' ? set.gender : null,
    item: set.item === undefined || set.item === '' ? null : set.item,
    ability: set.ability ?? null,
    level: set.level ?? LEVEL_MAX,
    nature: set.nature ?? null,
    teraType: set.teraType ?? null,
    isShiny: set.shiny === true,
    happiness: set.happiness ?? HAPPINESS_MAX,
    ball: set.pokeball ?? null,
    ivs: numbersOf(set.ivs),
    evs: numbersOf(set.evs),
    moves: set.moves ?? [],
  };
};

const wrong = (message: string): ReadTeam => ({
  ok: false,
  rejection: { code: 'E_INPUT', field: FIELD, message },
});

const namesOf = (dex: Dex, among: NonNullable<Remark['unknown']>['among']): readonly string[] => {
  switch (among) {
    case 'species':
      return dex.speciesNames;
    case 'items':
      return dex.itemNames;
    case 'moves':
      return dex.moveNames;
    case 'natures':
      return NATURES.map(({ name }) => name);
  }
};

const guessFor = (dex: Dex, { unknown }: Remark): string =>
  unknown === undefined ? '' : guessOf(unknown.name.trim(), namesOf(dex, unknown.among));

/** A form has no numbers of lines, so that a remark that does not say what stands there is told with it. */
const told = (dex: Dex, written: string, remark: Remark): string => {
  const { line, message } = remark;
  const said = `${message}${guessFor(dex, remark)}`;
  return written === '' || message.includes('“')
    ? `Line ${line}: ${said}`
    : `Line ${line} “${written}”: ${said}`;
};

/** Refuses a text with what is wrong in it, line by line. */
const report = (dex: Dex, text: string, remarks: readonly Remark[]): ReadTeam => {
  const lines = text.split('\n');
  const sorted = remarks.toSorted((one, other) => one.line - other.line);
  const said = sorted
    .slice(0, REMARKS_MAX)
    .map((remark) => told(dex, shown((lines[remark.line - 1] ?? '').trim()), remark));
  const more = sorted.length - said.length;
  return wrong([...said, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n'));
};

/** Showdown's short form on one line, as its text: one-line fields have no room for another. */
const unpacked = (text: string): string => {
  if (text.includes('\n') || !text.includes('|')) return text;
  return Teams.unpackTeam(text)?.export() ?? text;
};

/** What the rules say to a block, without what follows from lines of it that could not be read. */
const issuesOf = (block: Block, issues: readonly Issue[]): readonly Remark[] => {
  const unread = new Set(block.remarks.map(({ line }) => line));
  return issues
    .filter(({ isMissing }) => isMissing !== true || unread.size === 0)
    .map((issue) => located(block, issue))
    .filter(({ line }) => !unread.has(line));
};

const located = ({ places, head }: Block, { part, message, unknown }: Issue): Remark => ({
  line: places.get(part) ?? head.number,
  message,
  ...(unknown === undefined ? {} : { unknown }),
});

/** Control characters but the line break. */
const CONTROLS = /(?!\n)[\p{Cc}\p{Cs}]/u;

/**
 * Reads a team in Showdown's text form (or its short form on one line) and holds it to generation 9; nicknames are sealed
 * under the key of user `by`. A refusal (`E_INPUT`, field `text`) names each line with what is wrong there.
 */
export const readTeam = (dex: Dex, given: string, by: string): ReadTeam => {
  if (given.length > TEAM_TEXT_MAX) {
    return wrong(`The text has ${given.length} characters: a team takes at most ${TEAM_TEXT_MAX}.`);
  }
  const text = given.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ');
  if (CONTROLS.test(text)) {
    const line = text.slice(0, text.search(CONTROLS)).split('\n').length;
    const message = 'holds characters that cannot be shown. Type it again as plain text.';
    return report(dex, text, [{ line, message }]);
  }
  const long = unpacked(text);
  const blocks = blocksOf(long);
  if (blocks.length === 0) {
    return wrong('There is no Pokémon in this text. Export a team of Pokémon Showdown and paste it here.');
  }
  const remarks = blocks.flatMap((block) => block.remarks);
  const mons: Mon[] = [];
  const drafts = blocks.map((block) => draftOf(block, by));
  for (const [place, block] of blocks.entries()) {
    const draft = drafts[place];
    if (draft === undefined) continue;
    const checked = checkDraft(dex, draft);
    if (checked.ok) mons.push(checked.mon);
    else remarks.push(...issuesOf(block, checked.issues));
  }
  for (const place of twins(dex, drafts)) {
    const line = blocks[place]?.head.number ?? 1;
    remarks.push({ line, message: 'a team has at most one of each species.' });
  }
  const surplus = blocks[TEAM_MAX];
  if (surplus !== undefined) {
    remarks.push({ line: surplus.head.number, message: `a team has at most ${TEAM_MAX} Pokémon.` });
  }
  return remarks.length > 0 ? report(dex, long, remarks) : { ok: true, mons };
};

const written = (mon: Mon): string => {
  const text = Sets.exportSet({
    name: monName(mon),
    species: mon.species,
    ...(mon.gender === null ? {} : { gender: mon.gender }),
    ...(mon.item === null ? {} : { item: mon.item }),
    ability: mon.ability,
    level: mon.level,
    shiny: mon.isShiny,
    happiness: mon.happiness,
    ...(mon.ball === null ? {} : { pokeball: mon.ball }),
    ...(mon.teraType === null ? {} : { teraType: mon.teraType }),
    ...(mon.nature === null ? {} : { nature: mon.nature }),
    evs: { ...mon.evs },
    ivs: { ...mon.ivs },
    moves: [...mon.moves],
  });
  return text.replaceAll(/ +$/gm, '').trim();
};

/** A team in Showdown's text form; {@link readTeam} makes the same team of it. */
export const writeTeam = (mons: readonly Mon[]): string => mons.map(written).join('\n\n');
