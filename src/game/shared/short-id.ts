/** Crockford's base 32 in lower case: no i, l, o, u. https://www.crockford.com/base32.html */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const DIGITS_MIN = 4;

const values: ReadonlyMap<string, number> = new Map([
  ...Array.from(ALPHABET, (letter, value) => [letter, value] as const),
  ['o', 0] as const,
  ['i', 1] as const,
  ['l', 1] as const,
]);

/** Multiplies by x in GF(32) with the primitive polynomial x^5 + x^2 + 1. */
const timesX = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;

/**
 * The sum of digit · x^position over GF(32). All powers below x^31 differ, so every single wrong letter and every swap
 * of two different letters changes it.
 */
const checkValue = (digits: readonly number[]): number => {
  let sum = 0;
  for (const digit of digits) sum = timesX(sum ^ digit);
  return sum;
};

/** A number (0 to 2^53 - 1) as a short id: at least four letters and a check letter, at most twelve in all. */
export const encodeShortId = (number: number): string => {
  const digits: number[] = [];
  let text = '';
  let rest = number;
  while (rest > 0 || digits.length < DIGITS_MIN) {
    const digit = rest % 32;
    digits.push(digit);
    text = ALPHABET.charAt(digit) + text;
    rest = (rest - digit) / 32;
  }
  return text + ALPHABET.charAt(checkValue(digits.toReversed()));
};

/**
 * The number of a short id, or `undefined` when a letter is wrong. Upper case, hyphens and the look-alikes o, i and l
 * are understood.
 */
export const decodeShortId = (text: string): number | undefined => {
  const letters = text.toLowerCase().replaceAll('-', '');
  if (letters.length <= DIGITS_MIN || letters.length > 12) return undefined;
  const digits: number[] = [];
  for (const letter of letters) {
    const value = values.get(letter);
    if (value === undefined) return undefined;
    digits.push(value);
  }
  const check = digits.pop();
  if (check !== checkValue(digits)) return undefined;
  const number = digits.reduce((sum, digit) => sum * 32 + digit, 0);
  return Number.isSafeInteger(number) ? number : undefined;
};
