import { accept, type Context, type Decision, reject } from '../shared/decider.ts';
import { type Hash } from '../shared/hash.ts';
import { type BattleEvent } from './battle-events.ts';
import {
  type BattleCommand,
  type BattleReply,
  type Ending,
  ORDERS_MAX,
  ROUND_TICKS,
} from './battle-protocol.ts';
import { type BattleState, roundOf, sideOf } from './battle-state.ts';
import { withOrder } from './battle-evolve.ts';
import { CrossBattle } from './cross/v1/battle.ts';
import { ACTIVE, ALIVE, SIDE_WORDS, SIDES, TEAM_SIZE } from './cross/v1/layout.ts';
import { isOrder, RULES, STANDING, SWITCH } from './cross/v1/orders.ts';
import { consequences } from './ending.ts';
import { replayDigestOf } from './fairness.ts';
import { broughtOf, idOf, playersOf, seedsUsed } from './opening.ts';
import { type EarlyEnd, makeReplay, type Replay } from './replay.ts';

type Decided = Decision<BattleEvent, BattleReply>;
type Command<T extends BattleCommand['type']> = Extract<BattleCommand, { type: T }>;

const NOT_LIVE = {
  code: 'E_GONE',
  message: 'This battle is not under way. `/battle status` shows how it stands.',
} as const;

/** Whether an order names a fighter of this side that could come at all. */
const isForOwn = (battle: CrossBattle, side: 0 | 1, order: number): boolean => {
  if (order < SWITCH || order >= STANDING) return true;
  const { words } = battle;
  const s = SIDES + side * SIDE_WORDS;
  const n = order - SWITCH;
  const stands = ((words[s + ALIVE] ?? 0) & (1 << n)) !== 0;
  return n < (words[s + TEAM_SIZE] ?? 0) && stands && words[s + ACTIVE] !== n;
};

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
    return reject({ code: 'E_STALE', message: `Round ${command.round} is over; this is round ${round}.` });
  }
  if (!isOrder(command.order) || !isForOwn(live.battle, side, command.order)) {
    return reject({
      code: 'E_INPUT',
      field: 'choice',
      message: 'That cannot be ordered now. The panel shows what can.',
    });
  }
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
  end: { readonly winner: 0 | 1 | null; readonly how: Ending; readonly tick: number },
  hash: Hash,
): BattleEvent => {
  return {
    type: 'BattleEnded',
    ...end,
    players: playersOf(state),
    isPrivate: state.isPrivate,
    replayDigest: replayDigestOf(replayOf(state, earlyEnd(end), hash), hash),
  };
};

const replayOf = (state: BattleState, early: EarlyEnd | undefined, hash: Hash): Replay =>
  makeReplay(
    {
      battleId: state.id,
      players: [{ id: idOf(state.players?.[0]) }, { id: idOf(state.players?.[1]) }],
      setup: broughtOf(state),
      serverSeed: state.serverSeed,
      playerSeeds: seedsUsed(state),
      salt: state.salt,
      orders: state.orders,
      ...(early === undefined ? {} : { early }),
    },
    hash,
  );

/** How it ended, if that was before its rules decided it. */
const earlyEnd = ({
  winner,
  how,
  tick,
}: {
  readonly winner: 0 | 1 | null;
  readonly how: Ending;
  readonly tick: number;
}): EarlyEnd | undefined =>
  how === 'forfeit' ? { ticks: tick, how, side: winner === 0 ? 1 : 0 } : undefined;

/** The replay of a finished or voided battle; `undefined` while hidden things must stay hidden. */
export const exportReplay = (state: BattleState, hash: Hash): Replay | undefined => {
  if (state.outcome !== null) return replayOf(state, earlyEnd(state.outcome), hash);
  if (state.status !== 'void' || state.setup === null) return undefined;
  return replayOf(state, { ticks: state.tick, how: 'void' }, hash);
};

/**
 * The orders of a window: those that people gave, and those that were whispered for players of our own. A whisper that
 * is no order, or comes for a side that a person plays, is passed over.
 */
const withHeard = (
  state: BattleState,
  battle: CrossBattle,
  { heard = [] }: Context,
): BattleState['pending'] => {
  let orders = state.pending;
  for (const word of heard) {
    if (!isOwnOrder(word) || state.players?.[word.side].kind !== 'trainer') continue;
    if (isOrder(word.order) && isForOwn(battle, word.side, word.order)) {
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
  hash: Hash,
): Decided => {
  const { live } = state;
  if (state.status !== 'live' || live === null) {
    return accept([], {
      type: 'Standing',
      status: state.status,
      tick: state.tick,
      isOver: state.status !== 'staking',
    });
  }
  // the clock was late or early: it hears where the battle stands and goes on from there
  const isFit = command.fromTick === state.tick && command.toTick > state.tick && command.toTick <= RULES.cap;
  if (!isFit) return accept([], { type: 'Standing', status: 'live', tick: state.tick, isOver: false });
  const battle = CrossBattle.restore(live.battle.words);
  const orders = withHeard(state, live.battle, context);
  for (const [side, order] of orders) battle.order(side, order);
  battle.run(command.toTick);
  const { hash: state32 } = battle;
  live.ahead = { fromTick: command.fromTick, hash: state32, battle };
  const closed: BattleEvent = {
    type: 'WindowClosed',
    fromTick: command.fromTick,
    toTick: battle.tick,
    orders: orders.map(([side, order]) => [side, order]),
    hash: state32,
  };
  const { result, tick } = battle;
  if (result === 'running') {
    return accept<BattleEvent, BattleReply>([closed], {
      type: 'Standing',
      status: 'live',
      tick,
      isOver: false,
    });
  }
  const winner = result === 'first' ? 0 : result === 'second' ? 1 : null;
  const how = tick >= RULES.cap ? 'cap' : 'knockout';
  const given = orders.map(([side, order]) => [command.fromTick, side, order] as const);
  const after = { ...state, orders: [...state.orders, ...given] };
  return accept<BattleEvent, BattleReply>(
    [closed, endingEvent(after, { winner, how, tick }, hash)],
    { type: 'Standing', status: 'ended', tick, isOver: true },
    { effects: consequences(state, winner, context) },
  );
};

/** One side gives up; the other has won. */
export const forfeit = (state: BattleState, context: Context, hash: Hash): Decided => {
  if (state.status !== 'live') return reject(NOT_LIVE);
  const side = sideOf(state, context.by);
  if (side === undefined) return reject({ code: 'E_PERM', message: 'You are not in this battle.' });
  const winner = side === 0 ? 1 : 0;
  return accept<BattleEvent, BattleReply>(
    [endingEvent(state, { winner, how: 'forfeit', tick: state.tick }, hash)],
    { type: 'Standing', status: 'ended', tick: state.tick, isOver: true },
    { effects: consequences(state, winner, context) },
  );
};
