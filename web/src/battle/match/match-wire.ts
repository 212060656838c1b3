import type { MatchView } from '../../../../src/game/battle/match/match-reads.ts';
import type { MatchPosition, SideRequest } from '../../../../src/game/battle/match/rules-words.ts';

export type { MatchView } from '../../../../src/game/battle/match/match-reads.ts';

export type {
  Chapter,
  FieldFighter,
  FieldSide,
  LegalChoice,
  SideRequest,
} from '../../../../src/game/battle/match/rules-words.ts';
export { timesText } from '../../../../src/game/battle/match/rules-words.ts';

/** Where a match stands and what the viewer's own side is asked for. */
export interface SeenPosition extends Omit<MatchPosition, 'requests' | 'hash'> {
  readonly request: SideRequest | null;
}

/** A match as one viewer sees it, whole. */
export interface MatchScreen {
  readonly view: MatchView;
  readonly names: readonly string[];
  /** Not there before it begins. */
  readonly position?: SeenPosition;
  /** When it is chosen for whoever has not, ms since the epoch. */
  readonly dueAtMs?: number;
}
