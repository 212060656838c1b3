import { uncountedText } from '#game/battle/counting.ts';
import type { MatchView } from './match-wire.ts';

/** `1 turn`, `12 turns`. */
export const turnsText = (turns: number): string => (turns === 1 ? '1 turn' : `${turns} turns`);

/** A format's id in words: `gen9randombattle` is `gen 9 random battle`. */
const formatName = (format: string): string =>
  format
    .replace(/^gen(\d+)/, 'gen $1 ')
    .replace(/random(?=battle|doubles)/, 'random ')
    .replace(/doubles(?=.)/, 'doubles ')
    .replace(/anythinggoes/, 'anything goes')
    .trim();

/** What is played, in a few words. */
export const gameName = ({ rules, about }: Pick<MatchView, 'rules' | 'about'>): string =>
  rules === 'osrs' ? `hunt: ${about}` : `Pokémon, ${formatName(about)}`;

const HOW: Readonly<Record<string, string>> = {
  knockout: 'by knock-out',
  forfeit: 'because the other side gave up',
};

/** How a match ended, in a sentence. */
export const matchResultText = (
  { status, reason, outcome, rules }: Pick<MatchView, 'status' | 'reason' | 'outcome' | 'rules'>,
  names: readonly string[],
): string => {
  if (status === 'closed') return 'This challenge ended without a battle.';
  if (status === 'void') {
    const why = reason === null || reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`;
    return `This battle was voided${why}. It counts for nobody.`;
  }
  if (outcome === null) return 'This battle is over.';
  const after = `after ${turnsText(outcome.turns)}`;
  if (outcome.winner === null) return `Nobody won ${after}.`;
  const why = outcome.counts === false ? ` ${uncountedText(rules)}` : '';
  return `${names[outcome.winner] ?? 'A side'} won ${HOW[outcome.how] ?? ''} ${after}.${why}`;
};
