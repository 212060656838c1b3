import { describe, expect, it } from 'vitest';
import { fuzzyMatch, rank } from './rank.ts';

const names = ['eco balance', 'eco pay', 'pet adopt', 'pet play', 'profile privacy', 'help'];
const order = (query: string): string[] =>
  rank(query, names, (name) => name, 10).map((ranked) => ranked.item);

describe('fuzzy ranking', () => {
  it('keeps the given order when nothing is typed', () => {
    expect(order('')).toEqual(names);
  });

  it('puts a start before the start of a later word, and that before a part', () => {
    expect(rank('pa', ['top pack', 'xpax', 'pay'], (name) => name, 10).map((one) => one.item)).toEqual([
      'pay',
      'top pack',
      'xpax',
    ]);
  });

  it('finds letters in order, preferring the starts of words', () => {
    expect(order('ep')[0]).toBe('eco pay');
    expect(fuzzyMatch('ep', 'eco pay')?.at).toEqual([0, 4]);
  });

  it('puts the whole name first whatever else begins with it', () => {
    expect(rank('pet', ['pet view', 'pet'], (name) => name, 10)[0]?.item).toBe('pet');
  });

  it('ignores case and leaves out what does not fit', () => {
    expect(order('ADOPT')).toEqual(['pet adopt']);
    expect(order('zzz')).toEqual([]);
  });

  it('falls back to the second text, behind every match of the first', () => {
    const things = [
      { name: 'eco daily', about: 'coins each day' },
      { name: 'coins', about: '' },
    ];
    const found = rank(
      'coins',
      things,
      (one) => one.name,
      10,
      (one) => one.about,
    );
    expect(found.map((one) => one.item.name)).toEqual(['coins', 'eco daily']);
  });

  it('gives at most the asked number', () => {
    expect(rank('', names, (name) => name, 2)).toHaveLength(2);
  });
});
