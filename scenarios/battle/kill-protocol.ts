import type { DataPlace } from '../harness/data-place.ts';
import type { KillPoint } from '../harness/kill-points.ts';

export const REALM = 'home';
/** Pairs of people who fight one battle after the other. */
export const LANES = 16;
export const STAKE = 10;
export const SIZE = 2;
/** Ticks of a window. */
export const WINDOW_TICKS = 8;

/** What a process that plays battles is started with, as its one argument in JSON. */
export interface BattleOrder {
  readonly place: DataPlace;
  /** Absent: it ends by itself when every battle that has begun is over. */
  readonly point?: KillPoint;
  readonly hit: number;
  readonly isBroken: boolean;
  /** For each lane the first battle that may not be over. */
  readonly firsts: readonly number[];
}

export type BattleWord =
  /** Every lane is in the middle of a battle: from now on the process may be killed. */
  | { readonly isFighting: true }
  | { readonly lane: number; readonly over: number }
  | { readonly alarm: string }
  | { readonly isClean: boolean };

export const playersOf = (lane: number): readonly [string, string] => [`p${lane}a`, `p${lane}b`];
export const battleIdOf = (lane: number, n: number): string => `b${lane}x${n}`;
