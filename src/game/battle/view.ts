import { type Aftermath, aftermathFor } from './aftermath.ts';
import type { FighterKind, Move, Sheet } from './cross/v1/sheet.ts';
import * as at from './cross/v1/layout.ts';
import { type BattleStatus, type Player, ROUND_TICKS, type Series, type Tempo } from './battle-protocol.ts';
import { seriesAfter } from './ending.ts';
import { type BattleState, isMatched, type Outcome, rerun, roundOf } from './battle-state.ts';
import { choicesOf } from './ordering.ts';
import type { RuleBook } from './rules.ts';
import { type SeenEvent, Shown } from './shown.ts';

/** Who looks: a side's own player, or anybody. After the end there is nothing left to hide. */
export type Viewer = 0 | 1 | 'spectator';

export interface MoveView {
  readonly name: string;
  readonly type: number;
  readonly power: number;
  readonly effect: number;
  readonly chance: number;
}

/** A fighter as somebody sees it; one that has not shown itself has no more than its place. */
export interface FighterView {
  readonly shown: boolean;
  readonly name?: string;
  readonly kind?: FighterKind;
  readonly level?: number;
  readonly class?: number;
  readonly types?: readonly [number, number];
  readonly interval?: number;
  readonly hp?: number;
  readonly hpFull?: number;
  /** Number of its effect, 0 for none, and the tick at which that ends. */
  readonly status?: number;
  readonly statusUntil?: number;
  /** In the fighter's order; those that have not been used are `null` to others. */
  readonly moves?: readonly (MoveView | null)[];
}

export interface SideView {
  readonly player: Player;
  readonly fighters: readonly FighterView[];
  readonly active: number;
  /** Tick of its next action. */
  readonly nextAt: number;
  readonly guardUntil: number;
  readonly foodUsed: number;
  readonly antidotesUsed: number;
  /** For the side's own player only. */
  readonly own?: {
    readonly food: number;
    readonly antidotes: number;
    readonly itemReadyAt: number;
    readonly guardReadyAt: number;
    /** Orders that could be carried out now. */
    readonly choices: readonly number[];
    /** What the side does without an order, as 12 bits (see standing.ts). */
    readonly standing: number;
    /** What was ordered for the window to come. */
    readonly pending: readonly number[];
  };
}

/** A battle as one viewer sees it. */
export interface BattleView {
  readonly id: string;
  readonly rules: string;
  readonly status: BattleStatus;
  readonly tempo: Tempo;
  readonly tick: number;
  readonly round: number;
  readonly stake: number;
  readonly isPrivate: boolean;
  readonly isEven: boolean;
  /** As it stands, this battle included once it is over; `null`: the battle stands alone. */
  readonly series: Series | null;
  /** The lobby has made it: each side presses Ready. */
  readonly isMatched: boolean;
  /** Whose seed is there. */
  readonly ready: readonly [boolean, boolean];
  readonly openedAtMs: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly expiresAtMs: number;
  readonly sides: readonly SideView[];
  readonly commitment: string;
  readonly openingDigest: string;
  /** Revealed at the end, of voided battles too. */
  readonly revealed: {
    readonly serverSeed: string;
    readonly salt: string;
    readonly seeds: readonly [string | null, string | null];
  } | null;
  readonly outcome: Outcome | null;
  /** What the end changed elsewhere, as far as the viewer may know: experience is told to its own side alone. */
  readonly aftermath: Aftermath;
  readonly reason: string | null;
  /** What could be seen of the last round, or of the last 8 ticks where there are no rounds. */
  readonly recent: readonly SeenEvent[];
}

const moveView = ({ name, type, power, effect, chance }: Move): MoveView => ({
  name,
  type,
  power,
  effect,
  chance,
});

interface Look {
  readonly shown: Shown;
  readonly viewer: Viewer;
  readonly isRevealed: boolean;
}

const fighterView = (
  sheet: Sheet,
  words: Int32Array | undefined,
  side: 0 | 1,
  n: number,
  { shown, viewer, isRevealed }: Look,
): FighterView => {
  const isOwn = viewer === side || isRevealed;
  if (!isOwn && !shown.hasFighter(side, n)) return { shown: false };
  const f = at.FIGHTERS + (side * 3 + n) * at.FIGHTER_WORDS;
  return {
    shown: shown.hasFighter(side, n),
    name: sheet.name,
    kind: sheet.kind,
    level: sheet.level,
    class: sheet.class,
    types: [sheet.types[0], sheet.types[1]],
    interval: sheet.interval,
    hp: words?.[f + at.HP] ?? sheet.hp,
    hpFull: sheet.hp,
    status: words?.[f + at.STATUS] ?? 0,
    statusUntil: words?.[f + at.STATUS_UNTIL] ?? 0,
    moves: sheet.moves.map((move, index) => (isOwn || shown.hasMove(side, n, index) ? moveView(move) : null)),
  };
};

const sideView = (state: BattleState, words: Int32Array | undefined, side: 0 | 1, look: Look): SideView => {
  const s = at.SIDES + side * at.SIDE_WORDS;
  const lineup = state.lineups[side];
  const player = state.players?.[side] ?? { kind: 'trainer', trainerId: '' };
  const own =
    look.viewer === side && words !== undefined && state.status === 'live'
      ? {
          own: {
            food: words[s + at.FOOD_LEFT] ?? 0,
            antidotes: words[s + at.ANTIDOTES_LEFT] ?? 0,
            itemReadyAt: words[s + at.ITEM_READY] ?? 0,
            guardReadyAt: words[s + at.GUARD_READY] ?? 0,
            choices: choicesOf(words, side),
            standing: words[s + at.STANDING_WORD] ?? 0,
            pending: state.pending.filter(([by]) => by === side).map(([, order]) => order),
          },
        }
      : {};
  const hasBegun = words !== undefined;
  return {
    player,
    fighters: (lineup?.fighters ?? []).map((sheet, n) =>
      hasBegun || look.viewer === side ? fighterView(sheet, words, side, n, look) : { shown: false },
    ),
    active: words?.[s + at.ACTIVE] ?? 0,
    nextAt: words?.[s + at.NEXT_AT] ?? 0,
    guardUntil: words?.[s + at.GUARD_UNTIL] ?? 0,
    foodUsed: look.shown.food[side],
    antidotesUsed: look.shown.antidotes[side],
    ...own,
  };
};

/** Tick after which the last window began that was played as a round. */
const roundBegan = ({ tempo, tick }: BattleState): number =>
  tempo === 'rounds' ? Math.max(0, Math.ceil(tick / ROUND_TICKS) - 1) * ROUND_TICKS : tick - ROUND_TICKS;

const seriesOf = ({ series, outcome }: BattleState): Series | null =>
  series === null || outcome === null ? series : seriesAfter(series, outcome.winner);

/** The battle as a viewer sees it, from its words and from what it has shown. */
export const viewWith = (
  state: BattleState,
  viewer: Viewer,
  words: Int32Array | undefined,
  shown: Shown,
): BattleView => {
  const isRevealed = state.status === 'ended' || state.status === 'void';
  const look = { shown, viewer, isRevealed: isRevealed && state.setup !== null };
  return {
    id: state.id,
    rules: state.rules,
    status: state.status,
    tempo: state.tempo,
    tick: state.tick,
    round: roundOf(state.tick, ROUND_TICKS),
    stake: state.stake,
    isPrivate: state.isPrivate,
    isEven: state.isEven,
    series: seriesOf(state),
    isMatched: isMatched(state),
    ready: [state.seeds[0] !== null, state.seeds[1] !== null],
    openedAtMs: state.openedAtMs,
    startedAtMs: state.startedAtMs,
    endedAtMs: state.endedAtMs,
    expiresAtMs: state.expiresAtMs,
    sides: state.players === null ? [] : [sideView(state, words, 0, look), sideView(state, words, 1, look)],
    commitment: state.commitment,
    openingDigest: state.openingDigest,
    revealed: isRevealed ? { serverSeed: state.serverSeed, salt: state.salt, seeds: state.seeds } : null,
    outcome: state.outcome,
    aftermath: aftermathFor(state.aftermath, viewer),
    reason: state.reason,
    recent: shown.since(roundBegan(state)),
  };
};

/** The same for somebody who comes late: what was shown so far is found by playing it again. */
export const viewOf = (state: BattleState, viewer: Viewer, book: RuleBook): BattleView => {
  const shown = new Shown();
  const words = rerun(state, book, shown.note)?.words;
  return viewWith(state, viewer, words, shown);
};
