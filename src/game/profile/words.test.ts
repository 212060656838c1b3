import { describe, expect, it } from 'vitest';
import { holdsBlockedWord, nameRejection, textRejection } from './words.ts';

// The blocked words turned back by 13 letters, so that this page can be read aloud.
const turned = (word: string): string =>
  word.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));

describe('words', () => {
  it('finds a blocked word behind capitals, accents, digits and repeated letters', () => {
    const word = turned('shpx');
    expect(holdsBlockedWord(`oh ${word.toUpperCase()}!`)).toBe(true);
    expect(holdsBlockedWord(word.replace('u', 'ü'))).toBe(true);
    expect(holdsBlockedWord(word.replace('u', 'uuuu'))).toBe(true);
    expect(holdsBlockedWord(turned('fuvg').replace('i', '1'))).toBe(true);
    expect(holdsBlockedWord(`${word}s`)).toBe(true);
  });

  it('leaves places and longer words alone', () => {
    expect(holdsBlockedWord('Greetings from Scunthorpe, a classic assessment of shiitake')).toBe(false);
  });

  it('takes names of any script and names the accepted form for others', () => {
    for (const name of ['Biscuit', 'Ünal', '雪', "O'Malley", 'R2-D2']) {
      expect(nameRejection('name', name, 20)).toBeUndefined();
    }
    for (const name of ['', ' Biscuit', '<@123>', 'a\u202Eb', '__proto__', 'x'.repeat(21), '@everyone']) {
      expect(nameRejection('name', name, 20)).toMatchObject({ code: 'E_INPUT', field: 'name' });
    }
  });

  it('refuses 5,000 characters, control and bidi characters in free text', () => {
    expect(textRejection('bio', 'x'.repeat(5_000), 190)).toMatchObject({ code: 'E_INPUT' });
    expect(textRejection('bio', 'a\u0000b', 190)).toMatchObject({ code: 'E_INPUT' });
    expect(textRejection('bio', 'a\u202Eb', 190)).toMatchObject({ code: 'E_INPUT' });
    expect(textRejection('bio', 'two\nlines', 190, true)).toBeUndefined();
    expect(textRejection('bio', '', 190)).toBeUndefined();
  });
});
