import { accept, type Context, type Decision, reject } from '../shared/decider.ts';
import type { BattleEvent } from './battle-events.ts';
import { type BattleCommand, type BattleReply, ORDERS_MAX, ROUND_TICKS } from './battle-protocol.ts';
import { type BattleState, type Outcome, roundOf, sideOf } from './battle-state.ts';
import { withOrder } from './battle-evolve.ts';
import { standing } from './beginning.ts';
import { doesCount } from './counting.ts';
import { RULES, STANDING } from './cross/v1/orders.ts';
import { consequences } from './ending.ts';
import { replayDigestOf } from './fairness.ts';
import { refusalOf, whyImpossible } from './ordering.ts';
import { broughtOf, idOf, playersOf, seedsUsed } from './parties.ts';
import { type EarlyEnd, makeReplay, type Replay } from './replay.ts';
import type { Means, PlayedBattle } from './rules.ts';

type Decided = Decision<BattleEvent, BattleReply>;
type Command<T extends BattleCommand['type']> = Extract<BattleCommand, { type: T }>;

const NOT_LIVE = {
  code: 'E_GONE',
  message: 'This battle is not under way. `/battle status` shows how it stands.',
} as const;

/** An order of a player for the window to come; a later one replaces it. Hidden until it is played. */
export const giveOrder = (state: BattleState, command: Command<'Order'>, context: Context): Decided => {
  const { live } = state;
  if (state.status !== 'live' || live === null) return reject(NOT_LIVE);
  const side = sideOf(state, context.by);
  if (side === undefined) {
    return reject({
      code: 'E_PERM',
      message: 'You are not in this battle. `/battle spectate` lets you watch.',
    });
  }
  const round = roundOf(state.tick, ROUND_TICKS);
  if (command.round !== undefined && command.round !== round) {
    return reject({
      code: 'E_STALE',
      message:
        command.round > round
          ? `Round ${command.round} has not come yet; this is round ${round}.`
          : `Round ${command.round} is over; this is round ${round}.`,
    });
  }
  const { words } = live.battle;
  const fighters = state.lineups[side]?.fighters ?? [];
  const why = whyImpossible(words, side, command.order, fighters);
  if (why !== undefined) return reject(refusalOf(why, words, side, fighters));
  if (state.orders.length + state.pending.length >= ORDERS_MAX) {
    return reject({
      code: 'E_LIMIT',
      message: 'This battle has had its share of orders; it plays on by itself.',
    });
  }
  const pending = withOrder(state.pending, side, command.order);
  return accept<BattleEvent, BattleReply>([{ type: 'OrderGiven', side, order: command.order }], {
    type: 'Ordered',
    round,
    isComplete: isComplete(state, pending),
  });
};

/** Whether every person in it has ordered an action. */
export const isComplete = (state: BattleState, pending: BattleState['pending'] = state.pending): boolean =>
  (state.players ?? []).every(
    (player, side) =>
      player.kind === 'trainer' || pending.some(([own, order]) => own === side && order < STANDING),
  );

const endingEvent = (
  state: BattleState,
  end: Pick<Outcome, 'winner' | 'how' | 'tick'>,
  means: Means,
): BattleEvent => ({
  type: 'BattleEnded',
  ...end,
  players: playersOf(state),
  isPrivate: state.isPrivate,
  replayDigest: replayDigestOf(replayOf(state, earlyEnd(end), means), means.hash),
  ...(countsAt(end) ? {} : { counts: false }),
});

const countsAt = ({ how, tick }: Pick<Outcome, 'how' | 'tick'>): boolean =>
  doesCount('cross', { how, length: tick });

const replayOf = (state: BattleState, early: EarlyEnd | undefined, { hash, book }: Means): Replay =>
  makeReplay(
    {
      battleId: state.id,
      rules: state.rules,
      players: [{ id: idOf(state.players?.[0]) }, { id: idOf(state.players?.[1]) }],
      setup: broughtOf(state),
      serverSeed: state.serverSeed,
      playerSeeds: seedsUsed(state),
      salt: state.salt,
      orders: state.orders,
      ...(early === undefined ? {} : { early }),
    },
    hash,
    book,
  );

/** How it ended, if that was before its rules decided it. */
const earlyEnd = ({ winner, how, tick }: Pick<Outcome, 'winner' | 'how' | 'tick'>): EarlyEnd | undefined =>
  how === 'forfeit' ? { ticks: tick, how, side: winner === 0 ? 1 : 0 } : undefined;

/** The replay of a finished or voided battle; `undefined` while hidden things must stay hidden. */
export const exportReplay = (state: BattleState, means: Means): Replay | undefined => {
  if (!means.book.versions.has(state.rules)) return undefined;
  if (state.outcome !== null) return replayOf(state, earlyEnd(state.outcome), means);
  if (state.status !== 'void' || state.setup === null) return undefined;
  return replayOf(state, { ticks: state.tick, how: 'void' }, means);
};

/**
 * The orders of a window: those that people gave, and those that were whispered for players of our own. A whisper that
 * is no order, or comes for a side that a person plays, is passed over.
 */
const withHeard = (
  state: BattleState,
  battle: PlayedBattle,
  { heard = [] }: Context,
): BattleState['pending'] => {
  let orders = state.pending;
  for (const word of heard) {
    if (!isOwnOrder(word) || state.players?.[word.side].kind !== 'trainer') continue;
    if (whyImpossible(battle.words, word.side, word.order, []) === undefined) {
      orders = withOrder(orders, word.side, word.order);
    }
  }
  return orders;
};

const isOwnOrder = (word: unknown): word is { readonly side: 0 | 1; readonly order: number } =>
  typeof word === 'object' &&
  word !== null &&
  'side' in word &&
  (word.side === 0 || word.side === 1) &&
  'order' in word &&
  typeof word.order === 'number';

/** Plays on to a tick. What is decided here is only what the orders are; the ticks follow from them. */
export const closeWindow = (
  state: BattleState,
  command: Command<'CloseWindow'>,
  context: Context,
  means: Means,
): Decided => {
  const { live } = state;
  if (state.status !== 'live' || live === null) {
    return accept([], standing(state, state.status, state.status !== 'staking'));
  }
  const { fromTick, toTick } = command;
  // the clock was late or early: it hears where the battle stands and goes on from there
  const isFit = fromTick === state.tick && toTick > state.tick && toTick <= RULES.cap;
  const battle = isFit ? means.book.versions.get(state.rules)?.restore(live.battle.words) : undefined;
  if (battle === undefined) return accept([], standing(state));
  const orders: [0 | 1, number][] = withHeard(state, live.battle, context).map(([side, order]) => [
    side,
    order,
  ]);
  for (const [side, order] of orders) battle.order(side, order);
  battle.run(toTick);
  const { tick, hash } = battle;
  live.ahead = { fromTick, hash, battle };
  const closed: BattleEvent = { type: 'WindowClosed', fromTick, toTick: tick, orders, hash };
  const reply = { type: 'Standing', status: 'live', tick, isOver: false } as const;
  if (battle.result === 'running') return accept<BattleEvent, BattleReply>([closed], reply);
  const given = orders.map(([side, order]) => [fromTick, side, order] as const);
  const after = { ...state, orders: [...state.orders, ...given] };
  const end = endOf(battle);
  return accept<BattleEvent, BattleReply>(
    [closed, endingEvent(after, end, means)],
    { ...reply, status: 'ended', isOver: true },
    { effects: consequences(state, end.winner, countsAt(end), context) },
  );
};

const endOf = ({ result, tick }: PlayedBattle): Pick<Outcome, 'winner' | 'how' | 'tick'> => ({
  winner: result === 'first' ? 0 : result === 'second' ? 1 : null,
  how: result === 'draw' && tick >= RULES.cap ? 'cap' : 'knockout',
  tick,
});

/** One side gives up; the other has won. */
export const forfeit = (state: BattleState, context: Context, means: Means): Decided => {
  if (state.status !== 'live') return reject(NOT_LIVE);
  const side = sideOf(state, context.by);
  if (side === undefined) return reject({ code: 'E_PERM', message: 'You are not in this battle.' });
  const winner = side === 0 ? 1 : 0;
  const end = { winner, how: 'forfeit', tick: state.tick } as const;
  return accept<BattleEvent, BattleReply>([endingEvent(state, end, means)], standing(state, 'ended', true), {
    effects: consequences(state, winner, countsAt(end), context),
  });
};
