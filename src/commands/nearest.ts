/** As much of a text is compared. */
const SEEN_CHARS = 40;
/** Any two words of three letters are near each other. */
const SHORT_CHARS = 3;

/** Edits (insert, delete, replace, swap neighbours) from one text to the other; texts are cut at 40 characters. */
const editDistance = (left: string, right: string): number => {
  const a = left.slice(0, SEEN_CHARS);
  const b = right.slice(0, SEEN_CHARS);
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
};

/** Edits that still leave a text recognisable: one in three letters, but of a few letters one. */
const editsIn = (text: string): number =>
  text.length <= SHORT_CHARS ? 1 : Math.max(2, Math.floor(Math.min(text.length, SEEN_CHARS) / 3));

/** The candidate that was probably meant, if any is near enough to be worth saying. `editsMax`: how far the words may be apart. */
export const nearest = (
  text: string,
  candidates: Iterable<string>,
  editsMax = Number.POSITIVE_INFINITY,
): string | undefined => {
  const wanted = text.toLowerCase();
  let best: string | undefined;
  const edits = Math.min(editsMax, editsIn(wanted));
  let bestDistance = edits + 1;
  for (const candidate of candidates) {
    // what lies behind the part that is compared was typed, too
    if (Math.abs(wanted.length - candidate.length) > edits) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
};

/** Behind what is not known, what was probably meant; empty when nothing is near enough. */
export const guessOf = (text: string, candidates: Iterable<string>): string => {
  const guess = nearest(text, candidates);
  return guess === undefined ? '' : ` Did you mean \`${guess}\`?`;
};
