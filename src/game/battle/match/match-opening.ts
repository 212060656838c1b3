import { accept, type Context, type Decision, type Effect, reject } from '../../shared/decider.ts';
import type { Rejection } from '../../shared/errors.ts';
import type { Hash } from '../../shared/hash.ts';
import { CHALLENGE_TTL_MS, MATCH_TTL_MS } from '../battle-protocol.ts';
import { BETWEEN_OTHERS, CHALLENGE_GONE, PRESS_READY, READY_ALREADY, wrongSeed } from '../beginning.ts';
import { aboutSelf, invitation, tellAbout } from '../ending.ts';
import { commitmentOf, seedsOf } from '../fairness.ts';
import { calledIn, foundText, pokemonChallengeText } from '../notices.ts';
import { peopleOf, personOf, playersOf, seedsUsed } from '../parties.ts';
import { mintSecret, ONESELF } from '../opening.ts';
import { gameSchema, type MatchEvent, playersSchema, teamSchema } from './match-events.ts';
import { evolveMatch } from './match-evolve.ts';
import type { MatchCommand, MatchReply, MatchStatus } from './match-protocol.ts';
import { matchOpeningDigest, openingOf } from './match-replay.ts';
import { type MatchState, sideIn } from './match-state.ts';

type Decided = Decision<MatchEvent, MatchReply>;
type Command<T extends MatchCommand['type']> = Extract<MatchCommand, { type: T }>;

const EXPIRE: MatchCommand = { type: 'Expire' };
const NO_REMINDER = { reminders: [{ name: 'expire', dueMs: null }] } as const;

/** How a match stands, as a reply. */
export const standingOf = (
  state: MatchState,
  status: MatchStatus = state.status,
  isOver = false,
): MatchReply => ({ type: 'Standing', status, inputs: state.inputs.length, isOver });

const wrongGame = ({ game, players, team, answer }: Command<'Open'>): Rejection | undefined => {
  const isReadable =
    gameSchema.safeParse(game).success &&
    playersSchema.safeParse(players).success &&
    teamSchema.safeParse(team).success &&
    teamSchema.safeParse(answer).success;
  if (!isReadable) {
    return {
      code: 'E_INPUT',
      field: 'team',
      message: 'A team is one to six Pokémon, or none where the format deals them.',
    };
  }
  return game.rules === 'osrs' && players[1].kind === 'person'
    ? { code: 'E_TARGET', field: 'user', message: 'Hunts are against monsters. `/battle npc` lists them.' }
    : undefined;
};

/** Two people who waited in the lobby: the hall speaks for both. */
const isByHall = ({ players }: Command<'Open'>, { by, self }: Context): boolean =>
  by.startsWith(`lobby:${self.realm}:`) && players.every(({ kind }) => kind === 'person');

/** A word to whoever has to answer. */
const invite = (command: Command<'Open'>, context: Context): readonly Effect[] => {
  const { players, game, isEven, isPrivate } = command;
  const look = `\`/battle status battle:${context.self.id}\``;
  const [first, second] = players;
  if (isByHall(command, context)) {
    const about = aboutSelf(context);
    return peopleOf(players).map((userId, side) =>
      tellAbout(userId, 'challenge', foundText(side === 0 ? second : first, look), { about }),
    );
  }
  const invited = personOf(second);
  const format = game.rules === 'pokemon' ? game.format : game.rules;
  const text = `${pokemonChallengeText(first, { format, isEven, isPrivate })} ${look}`;
  return invited === undefined ? [] : [invitation(invited, context.by, { isPrivate, text }, context)];
};

const refuseOpening = (
  state: MatchState,
  command: Command<'Open'>,
  context: Context,
): Rejection | undefined => {
  const [first, second] = command.players;
  if (state.status !== 'none') return { code: 'E_STALE', message: 'This battle was opened already.' };
  if (personOf(first) !== context.by && !isByHall(command, context)) {
    return { code: 'E_PERM', message: 'Only a person themselves can challenge somebody.' };
  }
  return personOf(first) === personOf(second) ? ONESELF : wrongGame(command);
};

/** Opens a match: the server's seed is drawn and committed to before any player's seed exists. */
export const openMatch = (
  state: MatchState,
  command: Command<'Open'>,
  context: Context,
  hash: Hash,
): Decided => {
  const refused = refuseOpening(state, command, context);
  if (refused !== undefined) return reject(refused);
  const { players, version, game, team, answer, isPrivate, isEven } = command;
  const isMatched = isByHall(command, context);
  const serverSeed = mintSecret(context.rng);
  const expiresAtMs = context.nowMs + (isMatched ? MATCH_TTL_MS : CHALLENGE_TTL_MS);
  const opened: MatchEvent = {
    type: 'MatchOpened',
    version,
    game,
    players: [players[0], players[1]],
    team,
    // a person who is only challenged brings their own
    answer: players[1].kind === 'trainer' || isMatched ? answer : null,
    isPrivate,
    isEven,
    isMatched,
    serverSeed,
    salt: mintSecret(context.rng),
    commitment: commitmentOf(serverSeed, hash),
    expiresAtMs,
  };
  return accept<MatchEvent, MatchReply>(
    [opened],
    { type: 'Opened', commitment: opened.commitment, expiresAtMs },
    {
      effects: invite(command, context),
      reminders: [{ name: 'expire', dueMs: expiresAtMs, command: EXPIRE }],
    },
  );
};

const isPast = ({ status, expiresAtMs }: MatchState, { nowMs }: Context): boolean =>
  status === 'ended' ||
  status === 'void' ||
  status === 'closed' ||
  (status !== 'live' && nowMs >= expiresAtMs);

/** The other side takes the challenge, with its team and its seed. */
export const acceptMatch = (
  state: MatchState,
  { team, seed }: Command<'Accept'>,
  context: Context,
): Decided => {
  if (isPast(state, context)) return reject(CHALLENGE_GONE);
  if (sideIn(state, context.by) !== 1) {
    return reject({ code: 'E_PERM', message: 'This challenge is for somebody else.' });
  }
  if (state.status !== 'open' || state.isMatched) {
    return reject({ code: 'E_STALE', message: 'You accepted this already.' });
  }
  if (!teamSchema.safeParse(team).success) {
    return reject({ code: 'E_INPUT', field: 'team', message: 'A team is one to six Pokémon.' });
  }
  const wrong = wrongSeed(seed);
  if (wrong !== undefined) return reject(wrong);
  const challenger = state.players === null ? undefined : personOf(state.players[0]);
  const who = calledIn(state.players?.[1]);
  const text = `Your challenge to ${who} is accepted: press Start. \`/battle status battle:${context.self.id}\``;
  return accept<MatchEvent, MatchReply>(
    [{ type: 'MatchAccepted', team, seed }],
    standingOf(state, 'accepted'),
    {
      effects:
        challenger === undefined
          ? []
          : [tellAbout(challenger, 'challenge', text, { about: aboutSelf(context) })],
    },
  );
};

/** Why a challenger cannot start now. */
const notReady = ({ status, players, expiresAtMs, isMatched }: MatchState): Rejection | undefined => {
  if (status === 'open' && isMatched) return { ...PRESS_READY, untilMs: expiresAtMs };
  if (status === 'accepted' || (status === 'open' && players?.[1].kind === 'trainer')) return undefined;
  return status === 'open'
    ? { code: 'E_BUSY', message: 'The other side has not accepted yet.', untilMs: expiresAtMs }
    : { code: 'E_STALE', message: 'This battle has begun already.' };
};

/** The challenger starts: the last seed is there, and chance follows from all of them. */
export const beginMatch = (
  state: MatchState,
  { seed }: Command<'Begin'>,
  context: Context,
  hash: Hash,
): Decided => {
  if (isPast(state, context)) return reject(CHALLENGE_GONE);
  if (sideIn(state, context.by) !== 0) {
    return reject({ code: 'E_PERM', message: 'Only the challenger starts the battle.' });
  }
  const wrong = notReady(state) ?? wrongSeed(seed);
  if (wrong !== undefined) return reject(wrong);
  return accept<MatchEvent, MatchReply>(
    [started({ ...state, playerSeeds: [seed, state.playerSeeds[1]] }, hash)],
    standingOf(state, 'live'),
    NO_REMINDER,
  );
};

/** One side of a match of the lobby is ready, with its seed; the second one starts it. */
export const readyMatch = (
  state: MatchState,
  { seed }: Command<'Ready'>,
  context: Context,
  hash: Hash,
): Decided => {
  if (isPast(state, context)) return reject(CHALLENGE_GONE);
  const side = sideIn(state, context.by);
  if (side === undefined) return reject(BETWEEN_OTHERS);
  if (state.status !== 'open' || !state.isMatched || state.playerSeeds[side] !== null)
    return reject(READY_ALREADY);
  const wrong = wrongSeed(seed);
  if (wrong !== undefined) return reject(wrong);
  const own: MatchEvent = { type: 'PlayerReady', side, seed };
  if (state.playerSeeds[side === 0 ? 1 : 0] === null) return accept([own], standingOf(state));
  const after = evolveMatch(state, own, context.nowMs);
  return accept<MatchEvent, MatchReply>([own, started(after, hash)], standingOf(state, 'live'), NO_REMINDER);
};

/** The opening: streams of chance from everybody's seeds, and the digest that binds teams and rules. */
const started = (state: MatchState, hash: Hash): MatchEvent => {
  const { id, serverSeed, playerSeeds, isPrivate } = state;
  const players = playersOf(state);
  const streams = seedsOf(
    { battleId: id, serverSeed, playerSeeds: seedsUsed({ seeds: playerSeeds, players }) },
    hash,
  );
  return {
    type: 'MatchStarted',
    seed: playerSeeds[0] ?? '',
    openingDigest: matchOpeningDigest(openingOf(state), hash),
    seeds: [[...streams[0]], [...streams[1]]],
    players,
    isPrivate,
  };
};
