import { accept, type Context, type Decision, type Effect, reject } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import type { Rng } from '../shared/rng.ts';
import { CHALLENGE_GONE, isPast, standing, wrongSeed } from './beginning.ts';
import { type BattleEvent, lineupSchema, seriesSchema } from './battle-events.ts';
import {
  type BattleCommand,
  type BattleReply,
  CHALLENGE_TTL_MS,
  type Player,
  MATCH_TTL_MS,
  STAKE_MAX,
  TEMPOS,
} from './battle-protocol.ts';
import { type BattleState, sideOf } from './battle-state.ts';
import { aboutSelf, invitation, scoreOf, tellAbout } from './ending.ts';
import { commitmentOf } from './fairness.ts';
import { calledIn, challengeText, foundText } from './notices.ts';
import { personOf } from './parties.ts';
import type { Means } from './rules.ts';
import { isAllAlike } from './team-law.ts';

type Decided = Decision<BattleEvent, BattleReply>;
type Command<T extends BattleCommand['type']> = Extract<BattleCommand, { type: T }>;

const EXPIRE: BattleCommand = { type: 'Expire' };

/** What somebody hears who challenges themselves. */
export const ONESELF: Rejection = {
  code: 'E_TARGET',
  field: 'user',
  message: 'You cannot fight yourself. `/battle npc` has trainers for every taste.',
};

/** 32 bytes of chance as hex. */
export const mintSecret = (rng: Rng): string =>
  Array.from({ length: 8 }, () => rng.next().toString(16).padStart(8, '0')).join('');

const wrongLineup = (lineup: unknown, size?: number): Rejection | undefined => {
  const read = lineupSchema.safeParse(lineup);
  if (!read.success) {
    return { code: 'E_INPUT', field: 'team', message: '`team` takes one to three fighters of yours.' };
  }
  if (size !== undefined && read.data.fighters.length !== size) {
    return {
      code: 'E_INPUT',
      field: 'team',
      message: `Both sides bring the same number of fighters, here ${size}. Choose ${size === 1 ? 'one' : size}.`,
    };
  }
  return isAllAlike(read.data.fighters)
    ? {
        code: 'E_INPUT',
        field: 'team',
        message: 'At most two of a team are of one type and class: `team` takes another third.',
      }
    : undefined;
};

const wrongStake = ({ stake, players }: Command<'Open'>): Rejection | undefined => {
  if (!Number.isInteger(stake) || stake < 0 || stake > STAKE_MAX) {
    return {
      code: 'E_INPUT',
      field: 'stake',
      message: '`stake` takes a whole number of coins up to 1,000,000,000.',
    };
  }
  return stake > 0 && players.some(({ kind }) => kind === 'trainer')
    ? { code: 'E_INPUT', field: 'stake', message: 'Trainers do not play for coins. Leave `stake` out.' }
    : undefined;
};

/** Two people who waited in the lobby, or who go on with a series: the hall speaks for both. */
const isByHall = (command: Command<'Open'>, { by, self }: Context): boolean =>
  (by.startsWith(`lobby:${self.realm}:`) ||
    (by.startsWith(`battle:${self.realm}:`) && command.series !== undefined)) &&
  command.answer !== undefined;

const wrongSeries = ({ series, stake, players }: Command<'Open'>): Rejection | undefined => {
  if (series === undefined) return undefined;
  const wrong = (message: string): Rejection => ({ code: 'E_INPUT', field: 'best_of', message });
  if (!seriesSchema.safeParse(series).success) return wrong('`best_of` takes 3 or 5.');
  if (stake > 0) return wrong('A series is not for coins. Leave `stake` or `best_of` out.');
  return players.some(({ kind }) => kind === 'trainer')
    ? wrong('Trainers fight one battle at a time. Leave `best_of` out.')
    : undefined;
};

const refuseOpening = (
  state: BattleState,
  command: Command<'Open'>,
  context: Context,
): Rejection | undefined => {
  const [first, second] = command.players;
  if (state.status !== 'none') return { code: 'E_STALE', message: 'This battle was opened already.' };
  if (first.kind === 'person' && context.by !== first.userId && !isByHall(command, context)) {
    return { code: 'E_PERM', message: 'Only a person themselves can challenge somebody.' };
  }
  if (personOf(first) !== undefined && personOf(first) === personOf(second)) {
    return ONESELF;
  }
  if (!TEMPOS.includes(command.tempo)) {
    return { code: 'E_INPUT', field: 'tempo', message: '`tempo` takes `rounds`, `live` or `sim`.' };
  }
  const size = command.lineup.fighters.length;
  const isAnswered = second.kind === 'trainer' || isByHall(command, context);
  return (
    wrongStake(command) ??
    wrongSeries(command) ??
    wrongLineup(command.lineup) ??
    (isAnswered ? wrongLineup(command.answer, size) : undefined)
  );
};

/** A word to whoever has to answer. */
const invite = (command: Command<'Open'>, context: Context): readonly Effect[] => {
  const look = `\`/battle status battle:${context.self.id}\``;
  const [, second] = command.players;
  if (isByHall(command, context)) {
    const { series } = command;
    const text = (other: Player): string =>
      series === undefined
        ? foundText(other, look)
        : `Your series with ${calledIn(other)} goes on, ${scoreOf(series)}: press Ready. ${look}`;
    const about = aboutSelf(context);
    const [first] = command.players;
    return command.players.flatMap((player) =>
      player.kind === 'person'
        ? [tellAbout(player.userId, 'challenge', text(player === first ? second : first), { about })]
        : [],
    );
  }
  const invited = personOf(second);
  const { isPrivate } = command;
  const text = `${challengeText(command.players[0], command)} ${look}`;
  return invited === undefined ? [] : [invitation(invited, context.by, { isPrivate, text }, context)];
};

/** Opens a battle: the server's seed is drawn and committed to before any player's seed exists. */
export const open = (
  state: BattleState,
  command: Command<'Open'>,
  context: Context,
  { hash, book }: Means,
): Decided => {
  const refused = refuseOpening(state, command, context);
  if (refused !== undefined) return reject(refused);
  const { players, answer, lineup, tempo, stake, isPrivate, isEven, series } = command;
  const serverSeed = mintSecret(context.rng);
  const ttlMs = isByHall(command, context) ? MATCH_TTL_MS : CHALLENGE_TTL_MS;
  const expiresAtMs = context.nowMs + ttlMs;
  const opened: BattleEvent = {
    type: 'BattleOpened',
    rules: book.current,
    tempo,
    players: [players[0], players[1]],
    lineup,
    // a person who is only challenged brings their own
    answer: players[1].kind === 'trainer' || isByHall(command, context) ? (answer ?? null) : null,
    stake,
    isPrivate,
    isEven,
    ...(series === undefined ? {} : { series }),
    serverSeed,
    salt: mintSecret(context.rng),
    commitment: commitmentOf(serverSeed, hash),
    expiresAtMs,
  };
  return accept<BattleEvent, BattleReply>(
    [opened],
    { type: 'Opened', commitment: opened.commitment, expiresAtMs },
    {
      effects: invite(command, context),
      reminders: [{ name: 'expire', dueMs: expiresAtMs, command: EXPIRE }],
    },
  );
};

/** The other side takes the challenge, with its fighters and its seed. */
export const acceptChallenge = (
  state: BattleState,
  { lineup, seed }: Command<'Accept'>,
  context: Context,
): Decided => {
  if (isPast(state, context)) return reject(CHALLENGE_GONE);
  if (sideOf(state, context.by) !== 1) {
    return reject({ code: 'E_PERM', message: 'This challenge is for somebody else.' });
  }
  if (state.status !== 'open' || state.lineups[1] !== null) {
    return reject({ code: 'E_STALE', message: 'You accepted this already.' });
  }
  const wrong = wrongLineup(lineup, state.lineups[0]?.fighters.length) ?? wrongSeed(seed);
  if (wrong !== undefined) return reject(wrong);
  const challenger = state.players === null ? undefined : personOf(state.players[0]);
  const who = calledIn(state.players?.[1]);
  const text = `Your challenge to ${who} is accepted: press Start. \`/battle status battle:${context.self.id}\``;
  return accept<BattleEvent, BattleReply>([{ type: 'BattleAccepted', lineup, seed }], standing(state), {
    effects:
      challenger === undefined
        ? []
        : [tellAbout(challenger, 'challenge', text, { about: aboutSelf(context) })],
  });
};
