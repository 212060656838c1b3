import { EVEN_LEVEL } from '#game/battle/battle-protocol.ts';
import type { Entry } from '#game/battle/lobby-protocol.ts';
import type { Npc } from '#game/battle/npcs.ts';
import type { Leader } from '#game/pokemon/leaders.ts';
import type { Choice, CommandContext, CommandOption, Input } from '../define-command.ts';
import { matching } from '../matching.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { checkTeam, huntFor, isDealt, ownTeam } from './match-arena.ts';
import { openMatch } from './match-playing.ts';

/** Format of battles with one's own team: everything that is legal in the newest games. */
const OPEN_FORMAT = 'gen9anythinggoes';
const FORMAT = /^[a-z0-9]{1,40}$/;
const TEAM_MAX = 6;
/** Leaders have three Pokémon, and so has who comes. */
const LEADER_TEAM = 3;

/** Formats that people ask for most; any other one of Pokémon Showdown for two can be typed. */
const FORMATS: readonly Choice[] = [
  { label: 'Own team, anything legal (gen9anythinggoes)', value: OPEN_FORMAT },
  { label: 'Random teams (gen9randombattle)', value: 'gen9randombattle' },
  { label: 'Random doubles (gen9randomdoublesbattle)', value: 'gen9randomdoublesbattle' },
  { label: 'OverUsed (gen9ou)', value: 'gen9ou' },
  { label: 'Doubles OU (gen9doublesou)', value: 'gen9doublesou' },
  { label: 'Monotype (gen9monotype)', value: 'gen9monotype' },
  { label: 'Little Cup (gen9lc)', value: 'gen9lc' },
  { label: 'Random, generation 8 (gen8randombattle)', value: 'gen8randombattle' },
  { label: 'Random, generation 7 (gen7randombattle)', value: 'gen7randombattle' },
  { label: 'Random, generation 6 (gen6randombattle)', value: 'gen6randombattle' },
  { label: 'Random, generation 5 (gen5randombattle)', value: 'gen5randombattle' },
  { label: 'Random, generation 4 (gen4randombattle)', value: 'gen4randombattle' },
  { label: 'Random, generation 3 (gen3randombattle)', value: 'gen3randombattle' },
  { label: 'Random, generation 2 (gen2randombattle)', value: 'gen2randombattle' },
  { label: 'Random, generation 1 (gen1randombattle)', value: 'gen1randombattle' },
];

/** The option that says by which rules. */
export const rulesOption: CommandOption = {
  name: 'rules',
  type: 'choice',
  description: 'cross: any against any; pokemon: the games’ own rules, with your Pokémon team',
  choices: [
    { label: 'cross', value: 'cross' },
    { label: 'pokemon', value: 'pokemon' },
  ],
};

/** The option that names a format of Pokémon battles. */
export const formatOption: CommandOption = {
  name: 'format',
  type: 'text',
  description: 'Of Pokémon battles: a format of Pokémon Showdown by its id, such as gen9randombattle',
  takes: 'a format by its id, for example `gen9randombattle`',
  maxLength: 40,
  autocomplete: (partial) => Promise.resolve(matching(FORMATS, partial)),
};

/** The format that was asked for, or everything legal. @throws CommandRejection E_INPUT */
export const formatOf = (input: Input): string => {
  const text = input['format'];
  if (typeof text !== 'string') return OPEN_FORMAT;
  const id = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (FORMAT.test(id)) return id;
  return refuse({
    code: 'E_INPUT',
    field: 'format',
    message: `\`format\` cannot be “${shown(text)}”: it takes the id of a format, such as \`gen9randombattle\`.`,
  });
};

const refuseFor = (input: Input, names: readonly string[], what: string): void => {
  const given = names.find((name) => input[name] !== undefined);
  if (given === undefined) return;
  refuse({ code: 'E_INPUT', field: given, message: `${what} knows no \`${given}\`. Leave it out.` });
};

/** @throws CommandRejection E_INPUT: only Pokémon battles have formats */
export const refuseFormat = (input: Input): void =>
  refuseFor(input, ['format'], 'A battle of any against any');

/** The caller's side in a format: their team, or none where teams are dealt. @throws CommandRejection, Fault */
const sideFor = async (
  context: CommandContext,
  format: string,
  { isEven, most }: { readonly isEven: boolean; readonly most: number },
) => {
  if (await isDealt(context, format)) return null;
  const team = await ownTeam(context, { isEven, most });
  await checkTeam(context, format, team);
  return team;
};

/** Challenges somebody to a Pokémon battle. @throws CommandRejection, Fault */
export const challengeToPokemon = async (
  input: Input,
  context: CommandContext,
  opponent: string,
): Promise<Panel> => {
  refuseFor(input, ['stake', 'team', 'tempo', 'best_of'], 'A Pokémon battle');
  const format = formatOf(input);
  const isEven = input['levels'] !== 'own';
  const team = await sideFor(context, format, { isEven, most: TEAM_MAX });
  return openMatch(
    context,
    { kind: 'person', userId: opponent },
    { game: { rules: 'pokemon', format }, team, answer: null, isPrivate: input['private'] === true, isEven },
    'They have ten minutes to accept; then press Start here.',
  );
};

/** What somebody waits with for a Pokémon battle: their team at even levels, or none where the format deals it. @throws CommandRejection, Fault */
export const queueForPokemon = async (input: Input, context: CommandContext): Promise<Entry> => {
  refuseFor(input, ['team'], 'A Pokémon battle');
  const format = formatOf(input);
  const team = await sideFor(context, format, { isEven: true, most: TEAM_MAX });
  return { lineup: null, pokemon: { format, version: context.deps.matchRules.pokemon.version, team } };
};

/** Fights a leader, with up to three of the caller's own Pokémon or with dealt teams. @throws CommandRejection, Fault */
export const fightLeader = async (
  input: Input,
  context: CommandContext,
  leader: Leader,
  word: string,
): Promise<Panel> => {
  refuseFor(input, ['team', 'tempo'], 'A Pokémon battle');
  const format = formatOf(input);
  const team = await sideFor(context, format, { isEven: true, most: LEADER_TEAM });
  const answer = team === null ? null : leader.team.slice(0, team.length);
  if (answer !== null) await checkTeam(context, format, answer);
  const levels =
    team === null
      ? 'Dealt teams are as strong as chance makes them, so no first win is paid.'
      : `Your Pokémon fight at level ${EVEN_LEVEL}, ${leader.name}’s at ${leader.level}. ${word}`;
  return openMatch(
    context,
    { kind: 'trainer', trainerId: leader.id },
    { game: { rules: 'pokemon', format }, team, answer, isPrivate: false, isEven: true },
    `**${leader.name}**: ${leader.text} ${levels}`,
  );
};

/** Hunts a monster with the caller's account and loadouts. @throws CommandRejection, Fault */
export const huntMonster = async (
  input: Input,
  context: CommandContext,
  { id, monster }: Extract<Npc, { rules: 'osrs' }>,
  word: string,
): Promise<Panel> => {
  refuseFor(input, ['team', 'tempo', 'format'], 'A hunt');
  const { hunt, isBorrowed } = await huntFor(context, monster);
  const who = isBorrowed
    ? 'The hall lends you an adventurer; `/profile link service:osrs` brings your own.'
    : 'You bring your account with what it wears and keeps (`/osrs gear view`).';
  return openMatch(
    context,
    { kind: 'trainer', trainerId: id },
    { game: { rules: 'osrs', hunt }, team: null, answer: null, isPrivate: false, isEven: false },
    `**${monster.name}**, level ${monster.combatLevel}. ${who} Each choice lasts eight ticks. ${word}`,
  );
};
