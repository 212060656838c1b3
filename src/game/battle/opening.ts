import { accept, type Context, type Decision, type Effect, reject } from '../shared/decider.ts';
import { type Hash } from '../shared/hash.ts';
import { type Rng } from '../shared/rng.ts';
import { invariant, type Rejection } from '../shared/errors.ts';
import { type BattleEvent } from './battle-events.ts';
import {
  type BattleCommand,
  type BattleReply,
  CHALLENGE_TTL_MS,
  type Lineup,
  type Player,
  SEED_TEXT,
  STAKE_MAX,
  TEMPOS,
} from './battle-protocol.ts';
import { type BattleState, sideOf } from './battle-state.ts';
import { lineupSchema } from './battle-events.ts';
import { takeStakes, tellAbout } from './ending.ts';
import { commitmentOf, openingDigestOf, seedsOf } from './fairness.ts';
import { type Brought, RULES_VERSION } from './replay.ts';

type Decided = Decision<BattleEvent, BattleReply>;
type Command<T extends BattleCommand['type']> = Extract<BattleCommand, { type: T }>;

/** The ledger asks after the stakes when a battle has lasted this long. */
const REVIEW_AFTER_MS = 3_600_000;
const EXPIRE: BattleCommand = { type: 'Expire' };

/** 32 bytes of chance as hex. */
const mintSecret = (rng: Rng): string =>
  Array.from({ length: 8 }, () => rng.next().toString(16).padStart(8, '0')).join('');

const personOf = (player: Player): string | undefined =>
  player.kind === 'person' ? player.userId : undefined;

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
  return undefined;
};

const refuseOpening = (
  state: BattleState,
  command: Command<'Open'>,
  context: Context,
): Rejection | undefined => {
  const [first, second] = command.players;
  if (state.status !== 'none') return { code: 'E_STALE', message: 'This battle was opened already.' };
  if (first.kind === 'person' && context.by !== first.userId) {
    return { code: 'E_PERM', message: 'Only a person themselves can challenge somebody.' };
  }
  if (personOf(first) !== undefined && personOf(first) === personOf(second)) {
    return {
      code: 'E_TARGET',
      field: 'user',
      message: 'You cannot fight yourself. `/battle npc` has trainers for every taste.',
    };
  }
  if (!TEMPOS.includes(command.tempo)) {
    return { code: 'E_INPUT', field: 'tempo', message: '`tempo` takes `rounds`, `live` or `sim`.' };
  }
  const { stake } = command;
  if (!Number.isInteger(stake) || stake < 0 || stake > STAKE_MAX) {
    return {
      code: 'E_INPUT',
      field: 'stake',
      message: '`stake` takes a whole number of coins up to 1,000,000,000.',
    };
  }
  if (stake > 0 && (first.kind === 'trainer' || second.kind === 'trainer')) {
    return { code: 'E_INPUT', field: 'stake', message: 'Trainers do not play for coins. Leave `stake` out.' };
  }
  return (
    wrongLineup(command.lineup) ??
    (second.kind === 'trainer' ? wrongLineup(command.answer, command.lineup.fighters.length) : undefined)
  );
};

/** Opens a battle: the server's seed is drawn and committed to before any player's seed exists. */
export const open = (state: BattleState, command: Command<'Open'>, context: Context, hash: Hash): Decided => {
  const refused = refuseOpening(state, command, context);
  if (refused !== undefined) return reject(refused);
  const { players, answer, lineup, tempo, stake, isPrivate, isEven } = command;
  const serverSeed = mintSecret(context.rng);
  const expiresAtMs = context.nowMs + CHALLENGE_TTL_MS;
  const opened: BattleEvent = {
    type: 'BattleOpened',
    rules: 'cross/v1',
    tempo,
    players: [players[0], players[1]],
    lineup,
    answer: answer ?? null,
    stake,
    isPrivate,
    isEven,
    serverSeed,
    salt: mintSecret(context.rng),
    commitment: commitmentOf(serverSeed, hash),
    expiresAtMs,
  };
  const [, second] = players;
  const invited = personOf(second);
  const effects: readonly Effect[] =
    invited === undefined
      ? []
      : [
          tellAbout(
            invited,
            'challenge',
            `You are challenged to a battle. \`/battle status battle:${context.self.id}\``,
          ),
        ];
  return accept<BattleEvent, BattleReply>(
    [opened],
    { type: 'Opened', commitment: opened.commitment, expiresAtMs },
    { effects, reminders: [{ name: 'expire', dueMs: expiresAtMs, command: EXPIRE }] },
  );
};

const isOver = (state: BattleState, context: Context): boolean =>
  state.status === 'ended' ||
  state.status === 'void' ||
  state.status === 'closed' ||
  (state.status !== 'live' && state.status !== 'staking' && context.nowMs >= state.expiresAtMs);

const GONE: Rejection = {
  code: 'E_GONE',
  message: 'This challenge is over. `/battle challenge` makes a new one.',
};

/** The other side takes the challenge, with its fighters and its seed. */
export const acceptChallenge = (
  state: BattleState,
  command: Command<'Accept'>,
  context: Context,
): Decided => {
  if (isOver(state, context)) return reject(GONE);
  if (sideOf(state, context.by) !== 1) {
    return reject({ code: 'E_PERM', message: 'This challenge is for somebody else.' });
  }
  if (state.status !== 'open') return reject({ code: 'E_STALE', message: 'You accepted this already.' });
  const wrong = wrongLineup(command.lineup, state.lineups[0]?.fighters.length) ?? wrongSeed(command.seed);
  if (wrong !== undefined) return reject(wrong);
  const [first] = state.players ?? [];
  const challenger = first === undefined ? undefined : personOf(first);
  const { lineup, seed } = command;
  return accept<BattleEvent, BattleReply>([{ type: 'BattleAccepted', lineup, seed }], standing(state), {
    effects:
      challenger === undefined
        ? []
        : [
            tellAbout(
              challenger,
              'challenge',
              `Your challenge is accepted: press Start. \`/battle status battle:${context.self.id}\``,
            ),
          ],
  });
};

const wrongSeed = (seed: unknown): Rejection | undefined =>
  typeof seed === 'string' && SEED_TEXT.test(seed)
    ? undefined
    : {
        code: 'E_INPUT',
        field: 'seed',
        message: '`seed` takes 1 to 32 letters, digits, `_` and `-`; everybody will see it in the replay.',
      };

const standing = (state: BattleState): BattleReply => ({
  type: 'Standing',
  status: state.status,
  tick: state.tick,
  isOver: false,
});

/** The challenger starts: the last seed is there. With stakes the ledger is asked first. */
export const begin = (
  state: BattleState,
  command: Command<'Begin'>,
  context: Context,
  hash: Hash,
): Decided => {
  if (isOver(state, context)) return reject(GONE);
  const [first, second] = state.players ?? [];
  const isTrainers = first?.kind === 'trainer';
  if (!isTrainers && sideOf(state, context.by) !== 0) {
    return reject({ code: 'E_PERM', message: 'Only the challenger starts the battle.' });
  }
  const isReady = state.status === 'accepted' || (state.status === 'open' && second?.kind === 'trainer');
  if (!isReady) {
    return state.status === 'open'
      ? reject({
          code: 'E_BUSY',
          message: 'The other side has not accepted yet.',
          untilMs: state.expiresAtMs,
        })
      : reject({ code: 'E_STALE', message: 'This battle has begun already.' });
  }
  const wrong = wrongSeed(command.seed);
  if (wrong !== undefined) return reject(wrong);
  const begun: BattleEvent = { type: 'BattleBegun', seed: command.seed };
  if (state.stake > 0) {
    return accept<BattleEvent, BattleReply>(
      [begun],
      { ...standing(state), status: 'staking' } as BattleReply,
      { effects: [takeStakes(state, context, context.nowMs + REVIEW_AFTER_MS)] },
    );
  }
  const seeds = [command.seed, state.seeds[1]] as const;
  return accept<BattleEvent, BattleReply>([begun, started({ ...state, seeds }, hash)], {
    ...standing(state),
    status: 'live',
  } as BattleReply);
};

/** The opening: streams of chance from everybody's seeds, and the digest that binds sheets and rules. */
export const started = (state: BattleState, hash: Hash): BattleEvent => {
  const { serverSeed, salt, commitment, id } = state;
  const [first, second] = seedsOf({ serverSeed, battleId: id, playerSeeds: seedsUsed(state) }, hash);
  const opening = { commitment, salt, rules: RULES_VERSION, setup: broughtOf(state) };
  return {
    type: 'BattleStarted',
    openingDigest: openingDigestOf(opening, hash),
    seeds: [[...first], [...second]],
    players: playersOf(state),
    tempo: state.tempo,
    isPrivate: state.isPrivate,
    stake: state.stake,
  };
};

/** Both players of a battle that was opened. */
export const playersOf = ({ players }: BattleState): [Player, Player] => {
  invariant(players !== null, 'a battle that was opened has players');
  return [players[0], players[1]];
};

/** What both sides bring, as a replay tells it. */
export const broughtOf = ({ lineups }: BattleState): readonly [Brought, Brought] => {
  const [first, second] = lineups;
  invariant(first !== null && second !== null, 'a battle begins with two teams');
  return [brought(first), brought(second)];
};

const brought = ({ fighters, supplies, standing: orders }: Lineup): Brought => ({
  fighters: [...fighters],
  supplies,
  standing: orders,
});

/** The players' seeds in side order; a trainer's is its name. */
export const seedsUsed = ({ seeds, players }: BattleState): readonly [string, string] => [
  seeds[0] ?? idOf(players?.[0]),
  seeds[1] ?? idOf(players?.[1]),
];

/** Id of a player as a replay names it. */
export const idOf = (player: Player | undefined): string =>
  player === undefined ? '-' : player.kind === 'person' ? player.userId : player.trainerId;
