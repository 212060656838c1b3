import type { EventSink } from './cross/v1/events.ts';
import { STANDING } from './cross/v1/orders.ts';
import type { Setup } from './cross/v1/sheet.ts';
import type { BattleEvent } from './battle-events.ts';
import { type BattleState, LiveBattle } from './battle-state.ts';
import { afterHearing } from './aftermath.ts';
import { brought } from './parties.ts';
import type { RuleBook } from './rules.ts';

type Pending = BattleState['pending'];

/** The orders of a window with one more: of one side the later action replaces the earlier, and so do standing orders. */
export const withOrder = (pending: Pending, side: 0 | 1, order: number): Pending => [
  ...pending.filter(([other, given]) => other !== side || given >= STANDING !== order >= STANDING),
  [side, order],
];

/** Plays a window in place: its orders, then its ticks; `sink` hears what can be seen. */
export const playWindow = (
  state: BattleState,
  event: Extract<BattleEvent, { type: 'WindowClosed' }>,
  sink?: EventSink,
): BattleState => {
  const { live } = state;
  if (live === null) return { ...state, isBroken: true };
  const { ahead } = live;
  live.ahead = undefined;
  if (sink === undefined && ahead?.fromTick === event.fromTick && ahead.hash === event.hash) {
    live.battle = ahead.battle;
  } else {
    for (const [side, order] of event.orders) live.battle.order(side, order);
    live.battle.run(event.toTick, sink);
  }
  const { battle } = live;
  const given = event.orders.map(([side, order]) => [event.fromTick, side, order] as const);
  const isBroken = state.isBroken || state.tick !== event.fromTick || battle.hash !== event.hash;
  return {
    ...state,
    tick: battle.tick,
    orders: given.length === 0 ? state.orders : [...state.orders, ...given],
    pending: [],
    isBroken,
  };
};

const start = (
  state: BattleState,
  event: Extract<BattleEvent, { type: 'BattleStarted' }>,
  atMs: number,
  book: RuleBook,
): BattleState => {
  const [first, second] = state.lineups;
  if (first === null || second === null) return { ...state, isBroken: true };
  const setup: Setup = [
    { ...brought(first), seed: [...event.seeds[0]] },
    { ...brought(second), seed: [...event.seeds[1]] },
  ];
  const battle = book.versions.get(state.rules)?.start(setup);
  return {
    ...state,
    status: 'live',
    setup,
    openingDigest: event.openingDigest,
    startedAtMs: atMs,
    hold: state.stake > 0 ? 'held' : 'none',
    isBroken: battle === undefined,
    live: battle === undefined ? null : new LiveBattle(battle),
  };
};

/** The battle after an event. Total; the battle itself is played in place, everything else is a new value. */
export const evolveBattle = (
  state: BattleState,
  event: BattleEvent,
  atMs: number,
  book: RuleBook,
): BattleState => {
  switch (event.type) {
    case 'BattleOpened':
      return {
        ...state,
        status: 'open',
        rules: event.rules,
        tempo: event.tempo,
        players: event.players,
        lineups: [event.lineup, event.answer],
        stake: event.stake,
        isPrivate: event.isPrivate,
        isEven: event.isEven,
        series: event.series ?? null,
        serverSeed: event.serverSeed,
        salt: event.salt,
        commitment: event.commitment,
        openedAtMs: atMs,
        expiresAtMs: event.expiresAtMs,
      };
    case 'BattleAccepted':
      return {
        ...state,
        status: 'accepted',
        lineups: [state.lineups[0], event.lineup],
        seeds: [state.seeds[0], event.seed],
      };
    case 'PlayerReady':
      return {
        ...state,
        seeds: event.side === 0 ? [event.seed, state.seeds[1]] : [state.seeds[0], event.seed],
      };
    case 'BattleBegun':
      return {
        ...state,
        status: 'staking',
        seeds: [event.seed, state.seeds[1]],
        hold: state.stake > 0 ? 'asked' : 'none',
      };
    case 'BattleStarted':
      return start(state, event, atMs, book);
    case 'OrderGiven':
      return { ...state, pending: withOrder(state.pending, event.side, event.order) };
    case 'WindowClosed':
      return playWindow(state, event);
    case 'BattleEnded':
      return {
        ...state,
        status: 'ended',
        endedAtMs: atMs,
        tick: event.tick,
        pending: [],
        outcome: {
          winner: event.winner,
          how: event.how,
          tick: event.tick,
          replayDigest: event.replayDigest,
          ...(event.counts === undefined ? {} : { counts: event.counts }),
        },
        hold: state.hold === 'held' ? 'closing' : state.hold,
        live: null,
      };
    case 'BattleVoided':
      return {
        ...state,
        status: 'void',
        endedAtMs: atMs,
        pending: [],
        reason: event.reason,
        hold: state.hold === 'held' || state.hold === 'asked' ? 'closing' : state.hold,
        live: null,
      };
    case 'BattleClosed':
      return { ...state, status: 'closed', endedAtMs: atMs, reason: event.why };
    case 'StakesSettled':
      return {
        ...state,
        hold: 'closed',
        aftermath: { ...state.aftermath, receiptId: event.receiptId },
      };
    case 'RatingsChanged':
    case 'ExperienceGained':
      return { ...state, aftermath: afterHearing(state.aftermath, event) };
  }
};
