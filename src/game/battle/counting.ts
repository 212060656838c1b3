import type { Ending } from './battle-protocol.ts';
import type { MatchEnding } from './match/match-protocol.ts';

/** The rules that a battle is fought by. */
export type RuleSet = 'cross' | 'pokemon' | 'osrs';

/**
 * How much of a battle has to be played before giving it up counts: ticks of `cross`, whole turns of a match. 16 ticks
 * are two rounds, in which every fighter acts at least twice. What can be repeated at will is worth nothing.
 */
export const COUNTS_FROM: Readonly<Record<RuleSet, number>> = { cross: 16, pokemon: 2, osrs: 2 };

/** Whether an end changes ratings, experience, pets and whom one has beaten. Stakes are paid out either way. */
export const doesCount = (
  rules: RuleSet,
  { how, length }: { readonly how: Ending | MatchEnding; readonly length: number },
): boolean => {
  if (how !== 'forfeit') return true;
  // a match names the turn that was under way, `cross` the ticks that were played
  const played = rules === 'cross' ? length : Math.max(0, length - 1);
  return played >= COUNTS_FROM[rules];
};

/** Why a battle changed nothing but stakes, for both players. */
export const uncountedText = (rules: RuleSet): string => {
  const least = COUNTS_FROM[rules];
  return rules === 'cross'
    ? `It does not count for rating or experience: it was given up before ${least} ticks were played.`
    : `It does not count for rating or experience: it was given up before ${least} turns were played.`;
};
