import type { Frame } from '../../../src/game/battle/showing.ts';
import type { BattleView, SideView } from '../../../src/game/battle/view.ts';

export type { Frame } from '../../../src/game/battle/showing.ts';

export type { SeenEvent } from '../../../src/game/battle/shown.ts';

export type { BattleView, FighterView, MoveView, SideView } from '../../../src/game/battle/view.ts';

/** Number of a side. */
export type SideNumber = 0 | 1;

/** Both sides as they stand. */
export type Sides = readonly SideView[];

/** What a battle's stream tells. */
export type BattleMessage =
  | { readonly type: 'summary'; readonly view: BattleView }
  | ({ readonly type: 'frame' } & Frame)
  | { readonly type: 'own'; readonly side: SideView };

/** A battle as one viewer sees it, with what is around it. */
export interface BattleAnswer {
  readonly view: BattleView;
  readonly names: readonly string[];
  /** The side that the viewer plays. */
  readonly side?: SideNumber;
  /** Until the next window, ms. */
  readonly dueInMs?: number;
}

/** A battle in a list. */
export interface ListedBattle {
  readonly id: string;
  readonly state: 'live' | 'finished';
  readonly players: readonly {
    readonly name: string;
    readonly userId?: string;
    readonly trainerId?: string;
  }[];
  readonly tempo?: string;
  readonly tick: number;
  readonly stake?: number;
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  readonly isWatched?: boolean;
  readonly winner?: SideNumber | null;
  readonly how?: string;
  /** A battle by choices: its tick is its turn. */
  readonly isMatch?: boolean;
}

/** A place of the ladder. */
export interface LadderPlace {
  readonly userId: string;
  readonly name: string;
  readonly rank: number;
  readonly rating: number;
  readonly deviation: number;
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
  /** Ratings before the last battles and after each of them, oldest first. */
  readonly course?: readonly number[];
}
