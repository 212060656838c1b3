import {
  FREE_TICKS,
  LIVE_TICKS,
  ROUND_MS,
  ROUND_TICKS,
  type Tempo,
  TICK_MS,
} from '#game/battle/battle-protocol.ts';
import { RULES } from '#game/battle/cross/v1/orders.ts';

/** What the pace of a battle depends on. */
export interface Pacing {
  readonly tempo: Tempo;
  /** At least one side is a person's. */
  readonly hasPerson: boolean;
  readonly isWatched: boolean;
  /** Played up to here. */
  readonly tick: number;
}

/** Length of the next window in ticks, and how long after the last one it is due, ms. */
export const paceOf = ({ tempo, hasPerson, isWatched, tick }: Pacing): { span: number; waitMs: number } => {
  const left = RULES.cap - tick;
  if (tempo === 'rounds') {
    const span = Math.min(left, ROUND_TICKS);
    return { span, waitMs: hasPerson ? ROUND_MS : span * TICK_MS };
  }
  const span = Math.min(left, tempo === 'live' && (hasPerson || isWatched) ? LIVE_TICKS : FREE_TICKS);
  return { span, waitMs: tempo === 'sim' ? 0 : span * TICK_MS };
};
