import * as at from './layout.ts';

/** Effects by their numbers (see EFFECTS in sheet.ts). */
export const POISON = 1;
export const BURN = 2;
export const PARALYSIS = 3;
export const SLEEP = 4;

/** Whether a fighter suffers from its effect still. */
export const hasStatus = (w: Int32Array, f: number, tick: number): boolean =>
  w[f + at.STATUS] !== 0 && (w[f + at.STATUS_UNTIL] ?? 0) > tick;
