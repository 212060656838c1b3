import { nameRejection } from '../profile/words.ts';
import { type Sealed, unsealed } from '../shared/sealed.ts';
import { TYPES } from '../battle/cross/v1/chart.ts';
import { type Dex, idOf, type Species, STATS, type StatName, type Stats } from './dex.ts';
import {
  EV_MAX,
  EV_SUM_MAX,
  HAPPINESS_MAX,
  IV_MAX,
  LEVEL_MAX,
  type Mon,
  MOVES_MAX,
  NICKNAME_MAX,
  sumOf,
} from './mon.ts';
import { natureOf } from './natures.ts';

/** A Pokémon as somebody wrote it, before anybody looked whether there is such a thing. */
export interface Draft {
  readonly species: string;
  readonly nickname: Sealed | null;
  readonly gender: 'M' | 'F' | null;
  readonly item: string | null;
  readonly ability: string | null;
  readonly level: number;
  readonly nature: string | null;
  readonly teraType: string | null;
  readonly isShiny: boolean;
  readonly happiness: number;
  readonly ball: string | null;
  /** What was not written is 31 and 0. */
  readonly ivs: Partial<Stats>;
  readonly evs: Partial<Stats>;
  readonly moves: readonly string[];
}

/** What a remark is about. `head` is the line with name and item; `move.N` counts from 0. */
export type Part =
  | 'head'
  | 'ability'
  | 'level'
  | 'nature'
  | 'tera'
  | 'happiness'
  | 'ball'
  | 'ivs'
  | 'evs'
  | `move.${number}`;

/** Something that the rules do not allow; `message` is a sentence. */
export interface Issue {
  readonly part: Part;
  readonly message: string;
  /** Something is called so that nobody knows: the name, and among which names it was looked for. */
  readonly unknown?: { readonly name: string; readonly among: 'species' | 'items' | 'moves' | 'natures' };
  /** A line is not there; where lines could not be read it may be one of them. */
  readonly isMissing?: true;
}

export type Checked =
  | { readonly ok: true; readonly mon: Mon }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Types that a Pokémon can take by terastallizing. */
const TERA_TYPES = [...TYPES, 'stellar'].map((type) => type.charAt(0).toUpperCase() + type.slice(1));

/** A value as quoted in a message: short and without markup. */
const quoted = (text: string): string => {
  const line = Array.from(text.replaceAll(/[^\p{L}\p{M}\p{N} .'’:%-]/gu, ' ').trim());
  return `“${line.length > 24 ? `${line.slice(0, 24).join('')}…` : line.join('')}”`;
};

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const LABELS: Readonly<Record<StatName, string>> = {
  hp: 'HP',
  atk: 'Atk',
  def: 'Def',
  spa: 'SpA',
  spd: 'SpD',
  spe: 'Spe',
};

const full = (given: Partial<Stats>, rest: number): Stats => ({
  hp: given.hp ?? rest,
  atk: given.atk ?? rest,
  def: given.def ?? rest,
  spa: given.spa ?? rest,
  spd: given.spd ?? rest,
  spe: given.spe ?? rest,
});

const checkRange = (part: 'ivs' | 'evs', stats: Stats, most: number): readonly Issue[] =>
  STATS.filter((stat) => !isWhole(stats[stat], 0, most)).map((stat) => ({
    part,
    message: `${LABELS[stat]} takes whole ${part === 'ivs' ? 'IVs' : 'EVs'} from 0 to ${most}.`,
  }));

const checkItem = (dex: Dex, { item }: Draft): readonly Issue[] =>
  item === null || dex.item(item) !== undefined
    ? []
    : [
        {
          part: 'head',
          message: `generation 9 has no item ${quoted(item)}.`,
          unknown: { name: item, among: 'items' },
        },
      ];

const checkHead = (dex: Dex, draft: Draft, species: Species): readonly Issue[] => {
  const found: Issue[] = [...checkItem(dex, draft)];
  const say = (message: string): number => found.push({ part: 'head', message });
  const { requiredItem } = species;
  if (requiredItem !== undefined && (draft.item === null || idOf(draft.item) !== idOf(requiredItem))) {
    say(`${species.name} must hold ${requiredItem}.`);
  }
  if (draft.gender !== null && species.gender !== undefined && draft.gender !== species.gender) {
    say(
      species.gender === 'N'
        ? `${species.name} has no gender.`
        : `every ${species.name} is ${species.gender === 'F' ? 'female' : 'male'}.`,
    );
  }
  if (draft.nickname !== null) {
    const wrong = nameRejection('nickname', unsealed(draft.nickname, ''), NICKNAME_MAX);
    if (wrong !== undefined) say(wrong.message);
  }
  return found;
};

const checkAbility = (dex: Dex, draft: Draft, species: Species): readonly Issue[] => {
  const able = species.abilities.join(', ');
  if (draft.ability === null) {
    const message = `${species.name} needs its line \`Ability:\`, one of ${able}.`;
    return [{ part: 'head', message, isMissing: true }];
  }
  const { ability } = draft;
  if (species.abilities.some((own) => idOf(own) === idOf(ability))) return [];
  const known = dex.ability(ability);
  return [
    {
      part: 'ability',
      message:
        known === undefined
          ? `generation 9 has no ability ${quoted(ability)}; ${species.name} has ${able}.`
          : `${species.name} cannot have ${known}; it has ${able}.`,
    },
  ];
};

/** Without a species: only whether there are such moves. */
const checkMoves = (dex: Dex, draft: Draft, species: Species | undefined): readonly Issue[] => {
  if (draft.moves.length === 0 && species !== undefined) {
    const message = `${species.name} needs 1 to ${MOVES_MAX} moves, a line \`- Move\` each.`;
    return [{ part: 'head', message, isMissing: true }];
  }
  const ids = draft.moves.map(idOf);
  return draft.moves.flatMap((name, index): readonly Issue[] => {
    const part = `move.${index}` as const;
    if (index >= MOVES_MAX) return [{ part, message: `a Pokémon knows at most ${MOVES_MAX} moves.` }];
    const move = dex.move(name);
    if (move === undefined) {
      const message = `generation 9 has no move ${quoted(name)}.`;
      return [{ part, message, unknown: { name, among: 'moves' } }];
    }
    if (ids.indexOf(move.id) !== index) return [{ part, message: `${move.name} is there twice.` }];
    if (species !== undefined && !dex.learns(species, move)) {
      return [{ part, message: `${species.name} cannot learn ${move.name} in generation 9.` }];
    }
    return [];
  });
};

const checkNumbers = (draft: Draft, ivs: Stats, evs: Stats): readonly Issue[] => {
  const found: Issue[] = [...checkRange('ivs', ivs, IV_MAX), ...checkRange('evs', evs, EV_MAX)];
  if (sumOf(evs) > EV_SUM_MAX) {
    found.push({ part: 'evs', message: `${sumOf(evs)} EVs are more than ${EV_SUM_MAX}, the most together.` });
  }
  if (!isWhole(draft.level, 1, LEVEL_MAX)) {
    found.push({ part: 'level', message: `a level is a whole number from 1 to ${LEVEL_MAX}.` });
  }
  if (!isWhole(draft.happiness, 0, HAPPINESS_MAX)) {
    found.push({ part: 'happiness', message: `happiness is a whole number from 0 to ${HAPPINESS_MAX}.` });
  }
  return found;
};

const teraTypeOf = (name: string): string | undefined =>
  TERA_TYPES.find((type) => type.toLowerCase() === name.toLowerCase());

const checkWords = (dex: Dex, draft: Draft): readonly Issue[] => {
  const found: Issue[] = [];
  const { nature, teraType, ball } = draft;
  if (nature !== null && natureOf(nature) === undefined) {
    found.push({
      part: 'nature',
      message: `there is no nature ${quoted(nature)}.`,
      unknown: { name: nature, among: 'natures' },
    });
  }
  if (teraType !== null && teraTypeOf(teraType) === undefined) {
    found.push({ part: 'tera', message: `${quoted(teraType)} is no type.` });
  }
  if (ball !== null && !isBall(dex, ball)) {
    found.push({ part: 'ball', message: `${quoted(ball)} is no ball.` });
  }
  return found;
};

const isBall = (dex: Dex, name: string): boolean => dex.item(name)?.endsWith(' Ball') === true;

/** Whether a written Pokémon can be in generation 9; if so it comes back with proper names, else all that is wrong. */
export const checkDraft = (dex: Dex, draft: Draft): Checked => {
  const species = dex.species(draft.species);
  const [ivs, evs] = [full(draft.ivs, IV_MAX), full(draft.evs, 0)];
  if (species === undefined) {
    const message = `generation 9 has no Pokémon called ${quoted(draft.species)}.`;
    return {
      ok: false,
      issues: [
        { part: 'head', message, unknown: { name: draft.species, among: 'species' } },
        ...checkItem(dex, draft),
        ...checkNumbers(draft, ivs, evs),
        ...checkWords(dex, draft),
        ...checkMoves(dex, draft, undefined),
      ],
    };
  }
  const issues = [
    ...checkHead(dex, draft, species),
    ...checkAbility(dex, draft, species),
    ...checkNumbers(draft, ivs, evs),
    ...checkWords(dex, draft),
    ...checkMoves(dex, draft, species),
  ];
  if (issues.length > 0) return { ok: false, issues };
  const { nickname, gender, level, isShiny, happiness, item, ability, nature, teraType, ball } = draft;
  return {
    ok: true,
    mon: {
      species: species.name,
      nickname,
      gender,
      item: item === null ? null : (dex.item(item) ?? null),
      ability: species.abilities.find((own) => idOf(own) === idOf(ability ?? '')) ?? '',
      level,
      nature: nature === null ? null : (natureOf(nature)?.name ?? null),
      teraType: teraType === null ? null : (teraTypeOf(teraType) ?? null),
      isShiny,
      happiness,
      ball: ball === null ? null : (dex.item(ball) ?? null),
      ivs,
      evs,
      moves: draft.moves.map((name) => dex.move(name)?.name ?? name),
    },
  };
};

/** Places in a team whose species stands there before: at most one of each, forms counted as one. */
export const twins = (dex: Dex, team: readonly Pick<Draft, 'species'>[]): readonly number[] => {
  const numbers = team.map(({ species }) => dex.species(species)?.number);
  return numbers.flatMap((number, place) =>
    number !== undefined && numbers.indexOf(number) < place ? [place] : [],
  );
};
