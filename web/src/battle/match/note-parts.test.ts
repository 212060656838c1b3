import { describe, expect, it } from 'vitest';
import { healthIn, partsOf } from './note-parts.ts';

describe('notes', () => {
  it('takes the note of a Pokémon apart', () => {
    expect(partsOf('level 83, Fire/Flying, terastallized, badly poisoned')).toEqual({
      words: 'level 83',
      types: [1, 9],
      states: [
        { name: 'terastallized', effect: 0 },
        { name: 'badly poisoned', effect: 1 },
      ],
    });
  });

  it('takes the note of a hunter apart', () => {
    expect(partsOf('40 of 70 HP, protects from melee')).toEqual({
      words: '',
      types: [],
      states: [{ name: 'protects from melee', effect: 0 }],
      hitpoints: { now: 40, full: 70 },
    });
  });

  it('keeps what it does not know as words', () => {
    expect(partsOf('level 5, Stellar, dazed').words).toBe('level 5, Stellar, dazed');
  });

  it('reads the health of a choice', () => {
    expect(healthIn('120/223 par')).toEqual({ now: 120, full: 223, state: 'paralyzed' });
    expect(healthIn('223/223')).toEqual({ now: 223, full: 223, state: '' });
    expect(healthIn('0 fnt')).toBeUndefined();
    expect(healthIn('16/16 PP')).toBeUndefined();
  });
});
