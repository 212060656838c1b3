import type { Measured } from './measure.ts';
import { halfInterval, shareOf, summed, type Tally } from './tally.ts';

/** One figure with its bar. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly bar: string;
  readonly isMet: boolean;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const withInterval = (tally: Tally): string => {
  const share = shareOf(tally);
  return `${(100 * share).toFixed(2)} % ± ${(100 * halfInterval(tally.battles, share)).toFixed(2)}`;
};

/** Shares of a group that lie within bounds; `slack`: what chance alone adds at that number of battles. */
const within = (shares: readonly number[], bound: number, slack: number): number =>
  shares.filter((share) => Math.abs(share - 0.5) <= bound + slack).length / shares.length;

const worstOf = (shares: readonly number[]): number =>
  shares.reduce((worst, share) => Math.max(worst, Math.abs(share - 0.5)), 0) + 0.5;

/** The tick at which a part of all battles has ended. */
export const quantile = ({ lengths, battles }: Tally, part: number): number => {
  let seen = 0;
  for (const ticks of Object.keys(lengths)
    .map(Number)
    .toSorted((a, b) => a - b)) {
    seen += lengths[ticks] ?? 0;
    if (seen >= part * battles) return ticks;
  }
  return 0;
};

export const meanTicks = ({ lengths, battles }: Tally): number =>
  Object.entries(lengths).reduce((sum, [ticks, count]) => sum + Number(ticks) * count, 0) / battles;

const group = (name: string, shares: readonly number[], slack: number): readonly Row[] => {
  const share = within(shares, 0.05, slack);
  const worst = worstOf(shares);
  return [
    { name: `${name} within 45-55 %`, value: percent(share), bar: 'at least 95 %', isMet: share >= 0.95 },
    { name: `${name}: the worst`, value: percent(worst), bar: 'at most 58 %', isMet: worst <= 0.58 + slack },
  ];
};

/**
 * All bars with their figures. `slack`: a small run's own chance, added to bounds of single pairings; 0 in a whole run.
 * The mirror's interval is then wider too: by chance alone one run in twenty leaves the plain one.
 */
export const barsOf = (measured: Measured, slack: number, thinkingSlack: number): readonly Row[] => {
  const { cells, pairings, thinking, mirror, typeEdge, classEdge, usual, live, rounds } = measured;
  const thought = worstOf(thinking);
  const mirrorOff = Math.abs(shareOf(mirror) - 0.5);
  const mirrorRoom = halfInterval(mirror.battles) * (slack > 0 ? 1.75 : 1);
  const mean = meanTicks(usual);
  const nine = [0.05, 0.95].map((part) => quantile(usual, part));
  const inside =
    Object.entries(usual.lengths).reduce(
      (sum, [ticks, count]) => sum + (Number(ticks) >= 33 && Number(ticks) <= 96 ? count : 0),
      0,
    ) / usual.battles;
  const byType = summed(typeEdge);
  const byClass = summed(classEdge);
  return [
    ...group(
      'archetypes',
      cells.map(({ share }) => share),
      slack,
    ),
    ...group('random pairings', pairings, slack),
    {
      name: 'thinking players on both sides: the worst pairing',
      value: percent(thought),
      bar: 'at most 60 %',
      isMet: thought <= 0.6 + thinkingSlack,
    },
    {
      name: 'mirrors',
      value: withInterval(mirror),
      bar: '50 % within its interval',
      isMet: mirrorOff <= mirrorRoom,
    },
    {
      name: 'one of three has the better type',
      value: withInterval(byType),
      bar: 'at most 65 %',
      isMet: shareOf(byType) <= 0.65 + slack,
    },
    {
      name: 'one of three has the better class',
      value: withInterval(byClass),
      bar: 'at most 65 %',
      isMet: shareOf(byClass) <= 0.65 + slack,
    },
    {
      name: 'a thinking player against the autopilot, live',
      value: withInterval(live),
      bar: 'at least 60 %',
      isMet: shareOf(live) >= 0.6,
    },
    {
      name: 'a thinking player against the autopilot, rounds',
      value: withInterval(rounds),
      bar: 'at least 60 %',
      isMet: shareOf(rounds) >= 0.6,
    },
    {
      name: 'ticks of a usual battle, mean',
      value: mean.toFixed(1),
      bar: '62 to 68',
      isMet: mean >= 62 && mean <= 68,
    },
    {
      name: 'usual battles of 33 to 96 ticks',
      value: `${percent(inside)} (nine of ten: ${nine.join(' to ')})`,
      bar: 'at least 90 %',
      isMet: inside >= 0.9,
    },
  ];
};
