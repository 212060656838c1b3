import { z } from 'zod';

export const whole = (least: number, most: number): z.ZodType<number> =>
  z.int(`a whole number from ${least} to ${most}`).min(least).max(most);

export const oneOf = <const T extends readonly string[]>(words: T) => z.enum(words, words.join(', '));
