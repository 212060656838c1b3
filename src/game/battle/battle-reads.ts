import { isAllHeard } from './aftermath.ts';
import { type BattleState, sideOf } from './battle-state.ts';
import type { Player } from './battle-protocol.ts';
import { isRated } from './ending.ts';
import { exportReplay, isComplete } from './playing.ts';
import type { Replay } from './replay.ts';
import type { Means } from './rules.ts';
import { type BattleView, type Viewer, viewOf } from './view.ts';

/** What the clock has to know of a battle. */
export interface ClockView {
  readonly status: BattleState['status'];
  readonly tempo: BattleState['tempo'];
  readonly tick: number;
  readonly players: readonly [Player, Player];
  readonly hasPerson: boolean;
  readonly isPrivate: boolean;
  readonly stake: number;
  readonly startedAtMs: number;
  /** Every person has ordered: a round need not wait any longer. */
  readonly isComplete: boolean;
}

/** Whether somebody may look at a battle at all: a private one only those who play it. */
const maySee = (state: BattleState, userId: string | undefined): boolean =>
  state.status !== 'none' &&
  (!state.isPrivate || (userId !== undefined && sideOf(state, userId) !== undefined));

/** Pure looks at a battle. */
export const battleReads = (means: Means) => ({
  /** As a person (or anybody) sees it; `undefined`: there is none that they may see. */
  view: (state: BattleState, { userId }: { readonly userId?: string }): BattleView | undefined => {
    if (!maySee(state, userId)) return undefined;
    const viewer: Viewer = (userId === undefined ? undefined : sideOf(state, userId)) ?? 'spectator';
    return viewOf(state, viewer, means.book);
  },
  clock: (state: BattleState): ClockView | undefined =>
    state.players === null
      ? undefined
      : {
          status: state.status,
          tempo: state.tempo,
          tick: state.tick,
          players: state.players,
          hasPerson: state.players.some(({ kind }) => kind === 'person'),
          isPrivate: state.isPrivate,
          stake: state.stake,
          startedAtMs: state.startedAtMs,
          isComplete: state.status === 'live' && isComplete(state),
        },
  /** All of it, hidden things included, from which a second one can play along: for those who show it, never for players. */
  copy: (state: BattleState): BattleState => ({ ...state, live: null }),
  /** The exported file; `undefined` before the end, and to those who may not see it. */
  replay: (state: BattleState, { userId }: { readonly userId?: string }): Replay | undefined =>
    maySee(state, userId) ? exportReplay(state, means) : undefined,
  /** Patient readers wait for it: the end has changed all that it changes elsewhere. */
  settled: (state: BattleState): true | undefined => {
    const { status, players, outcome, hold, aftermath } = state;
    if (players === null || hold === 'closing') return undefined;
    if (status === 'void' || status === 'closed') return true;
    if (status !== 'ended') return undefined;
    const isBetweenPeople = players.every(({ kind }) => kind === 'person');
    const asked = { counts: outcome?.counts !== false, isRated: isBetweenPeople && isRated(state) };
    return isAllHeard(aftermath, players, asked) ? true : undefined;
  },
  /** Patient readers wait for it. */
  begun: (state: BattleState): BattleState['status'] | undefined =>
    state.status === 'staking' || state.status === 'open' || state.status === 'accepted'
      ? undefined
      : state.status,
});
