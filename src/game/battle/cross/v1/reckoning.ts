import { classFactor, NO_TYPE, typeFactor } from './chart.ts';
import * as at from './layout.ts';
import { RULES } from './orders.ts';

/** Mean damage of power 100 at interval 4 between equal fighters, units: ten points. */
const MEAN_UNITS = 640;
const MEAN_MAX = 0x7fff;
/** By kind of fighter: what its way to roll needs so that all kinds do the same on average. */
const ROLL_SCALE: readonly (readonly [number, number])[] = [
  [4, 3],
  [64, 63],
  [8, 7],
];

type Words = Int32Array;

/** Mean damage of a move, units, of one fighter against another. */
const meanOf = (w: Words, f: number, other: number, move: number): number => {
  const power = move & 255;
  if (power === 0) return 0;
  const type = (move >> 8) & 31;
  const [n, d] = ROLL_SCALE[w[f + at.ROLL] ?? 0] ?? [1, 1];
  const factor =
    typeFactor(type, w[other + at.TYPE_1] ?? NO_TYPE) *
    typeFactor(type, w[other + at.TYPE_2] ?? NO_TYPE) *
    classFactor(w[f + at.CLASS] ?? 0, w[other + at.CLASS] ?? 0);
  const mean = Math.floor(
    (MEAN_UNITS * power * (w[f + at.INTERVAL] ?? 0) * (w[f + at.ATTACK] ?? 0) * factor * n) /
      ((w[other + at.DEFENCE] ?? 1) * d * 400 * 13_824),
  );
  return Math.min(MEAN_MAX, Math.max(1, mean));
};

/** Mean damage of the best move of one fighter against another. */
const bestMean = (w: Words, f: number, other: number): number => {
  let best = 0;
  for (let n = 0; n < 4; n += 1) best = Math.max(best, meanOf(w, f, other, w[f + at.MOVE_WORDS + n] ?? 0));
  return best;
};

/** Works out what the two fighters on the field do to each other; needed whenever one of them changes. */
export const reckon = (w: Words, base: number): void => {
  for (let side = 0; side < 2; side += 1) {
    const s = at.sideAt(base, side);
    const o = at.sideAt(base, 1 - side);
    const f = at.fighterAt(base, side, w[s + at.ACTIVE] ?? 0);
    const other = at.fighterAt(base, 1 - side, w[o + at.ACTIVE] ?? 0);
    let best = 0;
    for (let n = 0; n < 4; n += 1) {
      const mean = meanOf(w, f, other, w[f + at.MOVE_WORDS + n] ?? 0);
      w[s + at.MEANS + n] = mean;
      if (mean > (w[s + at.MEANS + best] ?? 0)) best = n;
    }
    w[s + at.BEST] = best;
  }
};

/** What a fighter gives another one before it falls, as a fraction; equals of any shape stand alike. */
const standingOf = (w: Words, f: number, other: number): number =>
  (bestMean(w, f, other) * (w[f + at.HP_FULL] ?? 0)) /
  (bestMean(w, other, f) * (w[f + at.INTERVAL] ?? 1) + 1);

/** Whether another fighter stands so much better that a change is worth its time. */
export const isBetter = (w: Words, f: number, instead: number, other: number): boolean => {
  const [n, d] = RULES.switchGain;
  return standingOf(w, instead, other) * d > standingOf(w, f, other) * n;
};

/** The bench fighter that stands best, or -1 when none stands. */
export const bestBench = (w: Words, base: number, side: number, other: number): number => {
  const s = at.sideAt(base, side);
  let best = -1;
  let bestStanding = -1;
  for (let n = 0; n < (w[s + at.TEAM_SIZE] ?? 0); n += 1) {
    if (n === w[s + at.ACTIVE] || ((w[s + at.ALIVE] ?? 0) & (1 << n)) === 0) continue;
    const standing = standingOf(w, at.fighterAt(base, side, n), other);
    if (standing > bestStanding) {
      best = n;
      bestStanding = standing;
    }
  }
  return best;
};
