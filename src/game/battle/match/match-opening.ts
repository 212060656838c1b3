import { accept, type Context, type Decision, reject } from '../../shared/decider.ts';
import type { Rejection } from '../../shared/errors.ts';
import type { Hash } from '../../shared/hash.ts';
import { CHALLENGE_TTL_MS } from '../battle-protocol.ts';
import { CHALLENGE_GONE, wrongSeed } from '../beginning.ts';
import { aboutSelf, invitation, tellAbout } from '../ending.ts';
import { commitmentOf, seedsOf } from '../fairness.ts';
import { calledIn, pokemonChallengeText } from '../notices.ts';
import { personOf, seedsUsed } from '../parties.ts';
import { mintSecret, ONESELF } from '../opening.ts';
import { gameSchema, type MatchEvent, playersSchema, teamSchema } from './match-events.ts';
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

const refuseOpening = (
  state: MatchState,
  command: Command<'Open'>,
  context: Context,
): Rejection | undefined => {
  const [first, second] = command.players;
  if (state.status !== 'none') return { code: 'E_STALE', message: 'This battle was opened already.' };
  if (personOf(first) !== context.by) {
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
  const serverSeed = mintSecret(context.rng);
  const expiresAtMs = context.nowMs + CHALLENGE_TTL_MS;
  const invited = personOf(players[1]);
  const opened: MatchEvent = {
    type: 'MatchOpened',
    version,
    game,
    players: [players[0], players[1]],
    team,
    // a person who is only challenged brings their own
    answer: invited === undefined ? answer : null,
    isPrivate,
    isEven,
    serverSeed,
    salt: mintSecret(context.rng),
    commitment: commitmentOf(serverSeed, hash),
    expiresAtMs,
  };
  const format = game.rules === 'pokemon' ? game.format : game.rules;
  const words = pokemonChallengeText(players[0], { format, isEven, isPrivate });
  const text = `${words} \`/battle status battle:${context.self.id}\``;
  return accept<MatchEvent, MatchReply>(
    [opened],
    { type: 'Opened', commitment: opened.commitment, expiresAtMs },
    {
      effects: invited === undefined ? [] : [invitation(invited, context.by, { isPrivate, text }, context)],
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
  if (state.status !== 'open') return reject({ code: 'E_STALE', message: 'You accepted this already.' });
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
const notReady = ({ status, players, expiresAtMs }: MatchState): Rejection | undefined => {
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
  if (wrong !== undefined || state.players === null) return reject(wrong ?? CHALLENGE_GONE);
  const { id, players, serverSeed } = state;
  const [first, second] = seedsUsed({ seeds: [seed, state.playerSeeds[1]], players });
  const streams = seedsOf({ battleId: id, serverSeed, playerSeeds: [first, second] }, hash);
  const started: MatchEvent = {
    type: 'MatchStarted',
    seed,
    openingDigest: matchOpeningDigest(openingOf(state), hash),
    seeds: [[...streams[0]], [...streams[1]]],
    players: [players[0], players[1]],
    isPrivate: state.isPrivate,
  };
  return accept<MatchEvent, MatchReply>([started], standingOf(state, 'live'), NO_REMINDER);
};
