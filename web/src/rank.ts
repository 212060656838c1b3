/** A fuzzy match: more is better; `at` are the positions in the target that matched. */
export interface Match {
  readonly score: number;
  readonly at: readonly number[];
}

const isBoundary = (target: string, index: number): boolean =>
  index === 0 || /[\s_.:-]/.test(target[index - 1] ?? '');

const range = (start: number, length: number): number[] => Array.from({ length }, (_, step) => start + step);

/** Letters in order, preferring starts of words and runs. */
const matchLetters = (needle: string, hay: string): Match | undefined => {
  const at: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of needle) {
    let found = hay.indexOf(letter, from);
    if (found < 0) return undefined;
    for (let next = found; next >= 0; next = hay.indexOf(letter, next + 1)) {
      if (isBoundary(hay, next)) {
        found = next;
        break;
      }
    }
    const follows = at.at(-1) === found - 1;
    score += isBoundary(hay, found) ? 8 : follows ? 5 : 1;
    at.push(found);
    from = found + 1;
  }
  return { score, at };
};

/**
 * How well `query` fits `target`, without regard to case: whole, start, start of a word, part, letters in order, in this
 * order of worth; `undefined` when it does not fit. An empty query fits everything with 0.
 */
export const fuzzyMatch = (query: string, target: string): Match | undefined => {
  const needle = query.trim().toLowerCase();
  const hay = target.toLowerCase();
  if (needle === '') return { score: 0, at: [] };
  if (hay === needle) return { score: 1000, at: range(0, needle.length) };
  let inside = -1;
  for (let index = hay.indexOf(needle); index >= 0; index = hay.indexOf(needle, index + 1)) {
    if (inside < 0) inside = index;
    if (isBoundary(hay, index)) {
      const bonus = index === 0 ? 800 : 600;
      return { score: bonus, at: range(index, needle.length) };
    }
  }
  if (inside >= 0) return { score: 400 - inside, at: range(inside, needle.length) };
  return matchLetters(needle.replaceAll(/\s+/g, ''), hay);
};

/** A thing with how it matched. */
export interface Ranked<T> {
  readonly item: T;
  readonly match: Match;
}

/** The items that fit, best first, equals in their old order, at most `limit`. `also` is a second, weaker text. */
export const rank = <T>(
  query: string,
  items: readonly T[],
  text: (item: T) => string,
  limit: number,
  also?: (item: T) => string,
): readonly Ranked<T>[] => {
  const ranked: Ranked<T>[] = [];
  for (const item of items) {
    const match = fuzzyMatch(query, text(item));
    if (match !== undefined) ranked.push({ item, match });
    else if (also?.(item).toLowerCase().includes(query.trim().toLowerCase()) === true) {
      ranked.push({ item, match: { score: -100, at: [] } });
    }
  }
  return ranked.toSorted((a, b) => b.match.score - a.match.score).slice(0, limit);
};
