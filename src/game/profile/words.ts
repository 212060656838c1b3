import type { Rejection } from '../shared/errors.ts';

/** Words that no name, title or bio may hold, turned by 13 letters so that this page can be read aloud. */
const TURNED = [
  'shpx',
  'fuvg',
  'phag',
  'ovgpu',
  'juber',
  'snttbg',
  'avttre',
  'avttn',
  'ergneq',
  'genaal',
  'xvxr',
  'cnxv',
  'fcvp',
  'jrgonpx',
  'anmv',
  'uvgyre',
  'encvfg',
  'cbea',
] as const;

const turn = (word: string): string =>
  word.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));

const BLOCKED: readonly string[] = TURNED.map(turn);

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[0134578@$]|!(?=\w)/g, (letter) => LOOKALIKES[letter] ?? letter);

/**
 * Whether a text holds a blocked word: as a word of its own or its plural, look-alike digits and repeated letters
 * included. Parts of longer words are left alone, so that people from Scunthorpe may say so.
 */
export const holdsBlockedWord = (text: string): boolean => {
  const words = plain(text).split(/[^a-z]+/);
  return words.some((word) => {
    const short = word.replaceAll(/(.)\1+/g, '$1');
    return BLOCKED.some((blocked) => {
      const base = blocked.replaceAll(/(.)\1+/g, '$1');
      return word === blocked || word === `${blocked}s` || short === base || short === `${base}s`;
    });
  });
};

/** Form of a short name: letters of any script, digits, spaces, `'`, `.` and `-`, beginning with a letter or digit. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} '.’-]*$/u;
const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;

/** Characters as a reader counts them, roughly: code points. */
const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};

/** Why free text of a person cannot stand, or `undefined`. Line breaks are allowed where `multiline` says so. */
export const textRejection = (
  field: string,
  text: string,
  maxLength: number,
  multiline = false,
): Rejection | undefined => {
  const no = (message: string): Rejection => ({ code: 'E_INPUT', field, message });
  if (text.length > maxLength * 4 || lengthOf(text) > maxLength) {
    return no(`\`${field}\` may have at most ${maxLength} characters. Shorten it and send it again.`);
  }
  if (CONTROL.test(multiline ? text.replaceAll('\n', '') : text)) {
    return no(`\`${field}\` holds characters that cannot be shown. Type it again as plain text.`);
  }
  if (holdsBlockedWord(text)) {
    return no(`\`${field}\` holds a word that is not welcome here. Choose another and send it again.`);
  }
  return undefined;
};

/** Why a name (1 to `maxLength` characters) cannot stand, or `undefined`. */
export const nameRejection = (field: string, name: string, maxLength: number): Rejection | undefined => {
  if (name.trim() !== name || !NAME.test(name)) {
    return {
      code: 'E_INPUT',
      field,
      message: `\`${field}\` takes 1 to ${maxLength} letters, digits, spaces, \`'\`, \`.\` or \`-\`, for example \`Biscuit\`.`,
    };
  }
  return textRejection(field, name, maxLength);
};
