/** Texts of another language by the English ones; values stand in both as `{0}`, `{1}` …. */
export type Phrases = Readonly<Record<string, string>>;

/** Names of the values in a text; a choice by number, `{0|Tag|Tage}`, uses its value too. */
type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? (Hole extends `${infer Name}|${string}` | `${infer Name}!` ? Name : Hole) | Holes<Rest>
  : never;

/** The translation itself when it uses the same values as the English text, else what it should have been. */
type Fitting<English, Text> = English extends string
  ? Text extends string
    ? [Holes<English>, Holes<Text>] extends [Holes<Text>, Holes<English>]
      ? Text
      : `uses other values than: ${English}`
    : never
  : never;

/** Holds each translation to the values of its English text. */
export const phrasesOf = <const P extends Phrases>(
  phrases: P & { readonly [English in keyof P]: Fitting<English, P[English]> },
): Phrases => phrases;
