import type { Hash } from '../../shared/hash.ts';
import { type Aftermath, aftermathFor, isAllHeard } from '../aftermath.ts';
import type { Player } from '../battle-protocol.ts';
import { AWAY_MS, CHOICE_MS, type MatchStatus, type TurnMark } from './match-protocol.ts';
import { makeMatchReplay, type MatchReplay } from './match-replay.ts';
import {
  choicesOf,
  isAway,
  isComplete,
  isWaitedFor,
  lastMark,
  type MatchOutcome,
  type MatchState,
  setupOfMatch,
  sideIn,
} from './match-state.ts';
import type { MatchInput, MatchSetup, SideNo } from './rules-words.ts';

/** What the referee has to know of a match. */
export interface Course {
  readonly status: MatchStatus;
  readonly version: string;
  readonly setup: MatchSetup;
  readonly players: readonly [Player, Player];
  readonly isPrivate: boolean;
  readonly startedAtMs: number;
  readonly inputs: readonly MatchInput[];
  readonly mark: TurnMark | undefined;
  /** The rules can say what comes next. */
  readonly isComplete: boolean;
  /** Sides that have to choose, and how long each may take, ms. */
  readonly waits: readonly { readonly side: SideNo; readonly isPerson: boolean; readonly thinkMs: number }[];
}

/** A match as one viewer may see it; where its rules stand is the referee's to say. */
export interface MatchView {
  readonly id: string;
  readonly version: string;
  readonly rules: 'pokemon' | 'osrs';
  /** A format's id, or the monster's name. */
  readonly about: string;
  readonly status: MatchStatus;
  readonly players: readonly [Player, Player];
  /** The side that the viewer plays. */
  readonly side?: SideNo;
  readonly turn: number;
  /** Choices of the viewer's side so far: a button belongs to one of them. */
  readonly chosen: number;
  /** Sides that have to choose now. */
  readonly waits: readonly [boolean, boolean];
  readonly isPrivate: boolean;
  readonly isEven: boolean;
  /** The lobby has made it, and it has not begun: each side presses Ready. */
  readonly isMatched: boolean;
  /** Whose seed is there. */
  readonly ready: readonly [boolean, boolean];
  readonly openedAtMs: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly expiresAtMs: number;
  readonly commitment: string;
  readonly openingDigest: string;
  /** Revealed at the end, of voided matches too. */
  readonly revealed: {
    readonly serverSeed: string;
    readonly salt: string;
    readonly seeds: readonly [string | null, string | null];
  } | null;
  readonly outcome: MatchOutcome | null;
  /** What the end changed elsewhere, as far as the viewer may know. */
  readonly aftermath: Aftermath;
  readonly reason: string | null;
}

const SIDES: readonly SideNo[] = [0, 1];

const maySee = (state: MatchState, userId: string | undefined): boolean =>
  state.status !== 'none' &&
  (!state.isPrivate || (userId !== undefined && sideIn(state, userId) !== undefined));

const viewOf = (state: MatchState, userId: string | undefined): MatchView | undefined => {
  const { game, players } = state;
  if (!maySee(state, userId) || game === null || players === null) return undefined;
  const side = userId === undefined ? undefined : sideIn(state, userId);
  const { id, version, status, isPrivate, isEven, commitment, openingDigest, outcome, reason } = state;
  const { openedAtMs, startedAtMs, endedAtMs, expiresAtMs, serverSeed, salt } = state;
  return {
    id,
    version,
    rules: game.rules,
    about: game.rules === 'pokemon' ? game.format : game.hunt.monster.name,
    status,
    players,
    ...(side === undefined ? {} : { side }),
    turn: lastMark(state)?.turn ?? 0,
    chosen: side === undefined ? 0 : choicesOf(state, side),
    waits: [isWaitedFor(state, 0), isWaitedFor(state, 1)],
    isPrivate,
    isEven,
    isMatched: state.isMatched && status === 'open',
    ready: [state.playerSeeds[0] !== null, state.playerSeeds[1] !== null],
    openedAtMs,
    startedAtMs,
    endedAtMs,
    expiresAtMs,
    commitment,
    openingDigest,
    revealed: status === 'ended' || status === 'void' ? { serverSeed, salt, seeds: state.playerSeeds } : null,
    outcome,
    aftermath: aftermathFor(state.aftermath, side),
    reason,
  };
};

const courseOf = (state: MatchState): Course | undefined => {
  const setup = setupOfMatch(state);
  const { status, version, players, isPrivate, startedAtMs, inputs } = state;
  if (setup === undefined || players === null) return undefined;
  return {
    status,
    version,
    setup,
    players,
    isPrivate,
    startedAtMs,
    inputs: inputs.map(({ side, choice }) => ({ side, choice })),
    mark: lastMark(state),
    isComplete: isComplete(state),
    waits: SIDES.filter((side) => isWaitedFor(state, side)).map((side) => ({
      side,
      isPerson: players[side].kind === 'person',
      thinkMs: isAway(state, side) ? AWAY_MS : CHOICE_MS,
    })),
  };
};

const replayOf = (state: MatchState, hash: Hash): MatchReplay | undefined => {
  if (state.seeds === null) return undefined;
  if (state.outcome !== null) return makeMatchReplay(state, state.outcome.winner, hash);
  return state.status === 'void' ? makeMatchReplay(state, 'void', hash) : undefined;
};

/** Pure looks at a match. */
export const matchReads = (hash: Hash) => ({
  /** As a person (or anybody) may see it; `undefined`: there is none that they may see. */
  view: (state: MatchState, { userId }: { readonly userId?: string }): MatchView | undefined =>
    viewOf(state, userId),
  /** All of it, hidden things included: for the referee, never for players; `undefined`: it has not begun. */
  course: (state: MatchState): Course | undefined => courseOf(state),
  /** Patient readers wait for it: the rules stand after these inputs, or it is over. */
  played: (state: MatchState, { inputs }: { readonly inputs: number }): true | undefined =>
    state.status !== 'live' || (lastMark(state)?.inputs ?? -1) >= inputs ? true : undefined,
  /** Patient readers wait for it: the end has changed all that it changes elsewhere. */
  settled: ({ status, players, outcome, aftermath }: MatchState): true | undefined => {
    if (status === 'void' || status === 'closed') return true;
    if (status !== 'ended' || players === null) return undefined;
    const isRated = players.every(({ kind }) => kind === 'person');
    return isAllHeard(aftermath, players, { counts: outcome?.counts !== false, isRated }) ? true : undefined;
  },
  /** The exported file; `undefined` before the end, and to those who may not see it. */
  replay: (state: MatchState, { userId }: { readonly userId?: string }): MatchReplay | undefined =>
    maySee(state, userId) ? replayOf(state, hash) : undefined,
});
