import type { Sheet } from '#game/battle/cross/v1/sheet.ts';

/** Who decides: standing orders without or with items, thinking players on both sides, or a thinking one on the first. */
export type How = 'plain' | 'supplies' | 'thinking' | 'live' | 'rounds';

/** Two teams that meet often. */
export interface Pairing {
  readonly teams: readonly [readonly Sheet[], readonly Sheet[]];
  readonly how: How;
  readonly battles: number;
  readonly seed: number;
}

/** How the battles of a pairing ended. */
export interface Tally {
  readonly battles: number;
  readonly first: number;
  readonly draws: number;
  /** How many battles lasted so many ticks, by ticks. */
  readonly lengths: Readonly<Record<number, number>>;
}

/** Share of the first team's wins, a draw for half of one. */
export const shareOf = ({ battles, first, draws }: Tally): number => (first + draws / 2) / battles;

/** Half of the interval that holds the true share 95 times in 100. */
export const halfInterval = (battles: number, share = 0.5): number =>
  1.96 * Math.sqrt((share * (1 - share)) / battles);

export const summed = (tallies: readonly Tally[]): Tally => {
  const lengths: Record<number, number> = {};
  for (const tally of tallies)
    for (const [ticks, count] of Object.entries(tally.lengths))
      lengths[Number(ticks)] = (lengths[Number(ticks)] ?? 0) + count;
  return {
    battles: tallies.reduce((sum, { battles }) => sum + battles, 0),
    first: tallies.reduce((sum, { first }) => sum + first, 0),
    draws: tallies.reduce((sum, { draws }) => sum + draws, 0),
    lengths,
  };
};
