import { describe, expect, it } from 'vitest';
import { gameName, matchResultText, turnsText } from './match-words.ts';

const NAMES = ['Ash', 'Goblin'];
const OUTCOME = { winner: 0, how: 'knockout', turns: 12, replayDigest: '' } as const;
const ENDED = { status: 'ended', reason: null, outcome: OUTCOME, rules: 'pokemon' } as const;

describe('words of a match', () => {
  it('names what is played', () => {
    const format = (about: string): string => gameName({ rules: 'pokemon', about });
    expect(format('gen9randombattle')).toBe('Pokémon, gen 9 random battle');
    expect(format('gen9randomdoublesbattle')).toBe('Pokémon, gen 9 random doubles battle');
    expect(format('gen9doublesou')).toBe('Pokémon, gen 9 doubles ou');
    expect(format('gen9anythinggoes')).toBe('Pokémon, gen 9 anything goes');
    expect(gameName({ rules: 'osrs', about: 'Goblin' })).toBe('hunt: Goblin');
    expect([turnsText(1), turnsText(12)]).toEqual(['1 turn', '12 turns']);
  });

  it('tells how it ended', () => {
    expect(matchResultText(ENDED, NAMES)).toBe('Ash won by knock-out after 12 turns.');
    const early = { ...OUTCOME, how: 'forfeit', turns: 1, counts: false } as const;
    expect(matchResultText({ ...ENDED, outcome: early }, NAMES)).toMatch(
      /gave up after 1 turn\. It does not count/,
    );
    const fled = { ...ENDED, outcome: { ...OUTCOME, winner: null, how: 'draw', turns: 1 } } as const;
    expect(matchResultText(fled, NAMES)).toBe('Nobody won after 1 turn.');
    expect(matchResultText({ ...ENDED, status: 'void', reason: 'Too long.', outcome: null }, NAMES)).toBe(
      'This battle was voided: Too long. It counts for nobody.',
    );
    expect(matchResultText({ ...ENDED, status: 'closed', reason: null, outcome: null }, NAMES)).toMatch(
      /without a battle/,
    );
  });
});
