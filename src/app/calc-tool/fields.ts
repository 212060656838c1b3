import { z } from 'zod';

/** Letters of a name at most. */
const NAME_CHARS = 40;

const FIRST_LETTER_VOWEL = /^[aeiou]/;

/** A whole number of that range; both ends are in it. */
export const whole = (least: number, most: number): z.ZodType<number> =>
  z.int(`a whole number from ${least} to ${most}`).min(least).max(most);

/** One of those words. */
export const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, `one of ${words.map((word) => (word === '' ? '""' : word)).join(', ')}`);

/** `true` or `false`. */
export const yesOrNo = z.boolean('true or false, without quotes');

/** The English name of a thing. */
export const nameOf = (what: string, example: string): z.ZodType<string> => {
  const article = FIRST_LETTER_VOWEL.test(what) ? 'an' : 'a';
  return z
    .string(
      `the name of ${article} ${what}, 1 to ${NAME_CHARS} characters, such as ${JSON.stringify(example)}`,
    )
    .min(1)
    .max(NAME_CHARS);
};

/** A JSON object of those fields and no others. */
export const objectOf = <const T extends z.core.$ZodLooseShape>(shape: T, example: object) =>
  z.strictObject(shape, `an object such as ${JSON.stringify(example)}`);
