import { accept, type Context, type Decision, reject } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import type { BattleEvent } from './battle-events.ts';
import { type BattleCommand, type BattleReply, type BattleStatus, SEED_TEXT } from './battle-protocol.ts';
import { type BattleState, isMatched, sideOf } from './battle-state.ts';
import { takeStakes } from './ending.ts';
import { openingDigestOf, seedsOf } from './fairness.ts';
import { broughtOf, playersOf, seedsUsed } from './parties.ts';
import type { Means } from './rules.ts';

type Decided = Decision<BattleEvent, BattleReply>;
type Command<T extends BattleCommand['type']> = Extract<BattleCommand, { type: T }>;

/** The ledger asks after the stakes when a battle has lasted this long. */
const REVIEW_AFTER_MS = 3_600_000;

/** What somebody hears who comes too late for a challenge. */
export const CHALLENGE_GONE: Rejection = {
  code: 'E_GONE',
  message: 'This challenge is over. `/battle challenge` makes a new one.',
};

/** What somebody hears who would start what both sides have to be ready for. */
export const PRESS_READY: Rejection = {
  code: 'E_BUSY',
  message: 'Press Ready: the battle begins when both of you have.',
};

/** What somebody hears who is ready twice, or too late. */
export const READY_ALREADY: Rejection = {
  code: 'E_STALE',
  message: 'You are ready already, or the battle has begun.',
};

/** What somebody hears who is in none of its sides. */
export const BETWEEN_OTHERS: Rejection = { code: 'E_PERM', message: 'This battle is between others.' };

/** Whether nothing can begin any more. */
export const isPast = (state: BattleState, context: Context): boolean =>
  state.status === 'ended' ||
  state.status === 'void' ||
  state.status === 'closed' ||
  (state.status !== 'live' && state.status !== 'staking' && context.nowMs >= state.expiresAtMs);

/** How a battle stands, as a reply. */
export const standing = (
  state: BattleState,
  status: BattleStatus = state.status,
  isOver = false,
): BattleReply => ({ type: 'Standing', status, tick: state.tick, isOver });

/** Why a seed is none. */
export const wrongSeed = (seed: unknown): Rejection | undefined =>
  typeof seed === 'string' && SEED_TEXT.test(seed)
    ? undefined
    : {
        code: 'E_INPUT',
        field: 'seed',
        message: '`seed` takes 1 to 32 letters, digits, `_` and `-`; everybody will see it in the replay.',
      };

const NO_REMINDER = { reminders: [{ name: 'expire', dueMs: null }] } as const;

/** Why a challenger cannot start now. */
const notReady = (state: BattleState): Rejection | undefined => {
  const isTrainer = state.players?.[1].kind === 'trainer';
  if (state.status === 'accepted' || (state.status === 'open' && isTrainer)) return undefined;
  if (state.status !== 'open') return { code: 'E_STALE', message: 'This battle has begun already.' };
  const { expiresAtMs: untilMs } = state;
  return isMatched(state)
    ? { ...PRESS_READY, untilMs }
    : { code: 'E_BUSY', message: 'The other side has not accepted yet.', untilMs };
};

/** The challenger starts: the last seed is there. With stakes the ledger is asked first. */
export const begin = (
  state: BattleState,
  { seed }: Command<'Begin'>,
  context: Context,
  means: Means,
): Decided => {
  if (isPast(state, context)) return reject(CHALLENGE_GONE);
  const isTrainers = state.players?.[0].kind === 'trainer';
  if (!isTrainers && sideOf(state, context.by) !== 0) {
    return reject({ code: 'E_PERM', message: 'Only the challenger starts the battle.' });
  }
  const wrong = notReady(state) ?? wrongSeed(seed);
  if (wrong !== undefined) return reject(wrong);
  const begun: BattleEvent = { type: 'BattleBegun', seed };
  if (state.stake > 0) {
    return accept<BattleEvent, BattleReply>([begun], standing(state, 'staking'), {
      effects: [takeStakes(state, context, context.nowMs + REVIEW_AFTER_MS)],
      ...NO_REMINDER,
    });
  }
  const seeds = [seed, state.seeds[1]] as const;
  return accept<BattleEvent, BattleReply>(
    [begun, started({ ...state, seeds }, means)],
    standing(state, 'live'),
    NO_REMINDER,
  );
};

/** One side of a battle of the lobby is ready, with its seed; the second one starts it. */
export const ready = (
  state: BattleState,
  { seed }: Command<'Ready'>,
  context: Context,
  means: Means,
): Decided => {
  if (isPast(state, context)) return reject(CHALLENGE_GONE);
  const side = sideOf(state, context.by);
  if (side === undefined) return reject(BETWEEN_OTHERS);
  if (!isMatched(state) || state.seeds[side] !== null) {
    return reject(READY_ALREADY);
  }
  const wrong = wrongSeed(seed);
  if (wrong !== undefined) return reject(wrong);
  const own: BattleEvent = { type: 'PlayerReady', side, seed };
  if (state.seeds[side === 0 ? 1 : 0] === null) {
    return accept<BattleEvent, BattleReply>([own], standing(state));
  }
  const seeds = side === 0 ? ([seed, state.seeds[1]] as const) : ([state.seeds[0], seed] as const);
  return accept<BattleEvent, BattleReply>(
    [own, started({ ...state, seeds }, means)],
    standing(state, 'live'),
    NO_REMINDER,
  );
};

/** The opening: streams of chance from everybody's seeds, and the digest that binds sheets and rules. */
export const started = (state: BattleState, { hash }: Means): BattleEvent => {
  const { serverSeed, salt, commitment, id, rules } = state;
  const [first, second] = seedsOf({ serverSeed, battleId: id, playerSeeds: seedsUsed(state) }, hash);
  return {
    type: 'BattleStarted',
    openingDigest: openingDigestOf({ commitment, salt, rules, setup: broughtOf(state) }, hash),
    seeds: [[...first], [...second]],
    players: playersOf(state),
    tempo: state.tempo,
    isPrivate: state.isPrivate,
    stake: state.stake,
  };
};
