/** What {@link cleanText} keeps. */
export interface CleanOptions {
  /** Keeps line breaks (at most two in a row); else they become spaces. */
  readonly multiline?: boolean;
}

/** Combining marks kept on one letter; more than that is painting over other lines. */
const MARKS_MAX = 3;

// C0 and C1 controls without tab and line feed
// oxlint-disable-next-line eslint/no-control-regex -- finding control characters is the purpose
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
// Direction marks, embeddings, overrides and isolates: they make text read otherwise than it is
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
// Soft hyphen, fillers, zero-width and other invisible characters, tags
const INVISIBLE =
  /\u00ad|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u180e|\u200b|\u200c|[\u2060-\u2064]|[\u206a-\u206f]|\u3164|\ufeff|\uffa0|[\ufff9-\ufffc]|[\u{e0000}-\u{e0fff}]/gu;
// A joiner is part of an emoji or of nothing
const STRAY_JOINER = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d/gu;
const MARKS = new RegExp(`(\\p{M}{${MARKS_MAX}})\\p{M}+`, 'gu');

/**
 * Makes text of a stranger safe to show: canonical form (NFC), no control, bidi or invisible characters, no piled-up
 * combining marks, no mentions and no markup of ours (`<@…>`, `<t:…>`). Linear in the length of the text.
 */
export const cleanText = (text: string, options: CleanOptions = {}): string => {
  const lines = text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .normalize('NFC')
    .replaceAll(CONTROLS, '')
    .replaceAll(BIDI, '')
    .replaceAll(INVISIBLE, '')
    .replaceAll(STRAY_JOINER, '')
    .replaceAll(MARKS, '$1');
  const spaced =
    options.multiline === true
      ? lines.replaceAll(/[^\S\n]+/gu, ' ').replaceAll(/\n{3,}/gu, '\n\n')
      : lines.replaceAll(/\s+/gu, ' ');
  return neutralise(spaced).trim();
};

/** Takes the power of mentions, time stamps and everyone-pings, and leaves them readable. */
const neutralise = (text: string): string =>
  text.replaceAll(/<(?=[@#/:ati])/gu, '‹').replaceAll(/@(?=everyone|here)/giu, '＠');

/** Longest name that is kept. */
const NAME_MAX = 32;

/** How many characters a text has, as people count them in limits: code points. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** The first `max` characters; none is torn in two. */
const cutTo = (text: string, max: number): string => Array.from(text).slice(0, max).join('');

/** A display name as shown to others: one line, at most 32 characters, without markup; `fallback` when nothing is left. */
export const cleanName = (name: string, fallback = 'someone'): string => {
  const cleaned = cleanText(name.slice(0, 1_000))
    .replaceAll(/[*`|~]/gu, '')
    .replaceAll('@', '＠')
    .trim();
  const short = cutTo(cleaned, NAME_MAX).trim();
  return short === '' ? fallback : short;
};
