const encoder = new TextEncoder();

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** Bytes as lower-case hexadecimal digits. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Bytes of an even number of hexadecimal digits; whoever calls has checked them. */
export const fromHex = (digits: string): Uint8Array =>
  Uint8Array.from({ length: digits.length / 2 }, (_, n) =>
    Number.parseInt(digits.slice(2 * n, 2 * n + 2), 16),
  );

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES: ReadonlyMap<string, number> = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));

/** Words of 32 bits, little end first, as base64url without padding (RFC 4648, section 5). */
export const packWords = (words: readonly number[]): string => {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const word of words) {
    for (let shift = 0; shift < 32; shift += 8) {
      held = (held << 8) | ((word >>> shift) & 255);
      bits += 8;
      while (bits >= 6) {
        bits -= 6;
        text += DIGITS.charAt((held >>> bits) & 63);
      }
      held &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + DIGITS.charAt((held << (6 - bits)) & 63);
};

/** The words of a {@link packWords}, each from 0 to 2^32 - 1; `undefined` when it is none: the form is unique. */
export const unpackWords = (text: string): readonly number[] | undefined => {
  const words: number[] = [];
  let word = 0;
  let shift = 0;
  let held = 0;
  let bits = 0;
  for (const digit of text) {
    const value = VALUES.get(digit);
    if (value === undefined) return undefined;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    word |= ((held >>> bits) & 255) << shift;
    held &= (1 << bits) - 1;
    shift += 8;
    if (shift === 32) {
      words.push(word >>> 0);
      word = 0;
      shift = 0;
    }
  }
  return shift === 0 && packWords(words) === text ? words : undefined;
};
