import { chanceOf } from './battles.ts';

/** A value that somebody has tampered with, and where. */
export interface Tampered {
  readonly value: unknown;
  readonly where: string;
  /** What the value was before, when one can tell. */
  readonly original: unknown;
}

/** Values of JSON texts with one character changed, as far as they still are JSON: about half of `tries`. */
export function* withCharactersChanged(
  texts: readonly string[],
  tries: number,
): Generator<Tampered, void, undefined> {
  const rng = chanceOf(77);
  for (let n = 0; n < tries; n += 1) {
    const text = texts[n % texts.length] ?? '';
    const at = rng.next() % text.length;
    const changed = String.fromCharCode(32 + (rng.next() % 95));
    if (text[at] === changed) continue;
    const broken = text.slice(0, at) + changed + text.slice(at + 1);
    const where = broken.slice(Math.max(0, at - 20), at + 20);
    try {
      yield { value: JSON.parse(broken), where, original: JSON.parse(text) };
    } catch {
      // no JSON any more
    }
  }
}

/** What fits nowhere. */
export const JUNK: readonly unknown[] = [
  null,
  -1,
  0.5,
  '',
  'x',
  '\ud800',
  [],
  {},
  true,
  1e300,
  [[0, 0, 0]],
  '__proto__',
  'f'.repeat(64),
];

/** Copies of a value, each with one part replaced by one piece of {@link JUNK}; of at most `most` parts. */
export function* withPartsReplaced(original: unknown, most: number): Generator<Tampered, void, undefined> {
  const paths: (readonly (string | number)[])[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value))
      walk(part, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  walk(original, []);
  for (const path of paths.slice(1, most + 1)) {
    for (const bad of JUNK) {
      const value = JSON.parse(JSON.stringify(original)) as Record<string | number, unknown>;
      let into = value;
      for (const key of path.slice(0, -1)) into = into[key] as Record<string | number, unknown>;
      const last = path.at(-1) ?? '';
      if (JSON.stringify(into[last]) === JSON.stringify(bad)) continue;
      into[last] = bad;
      yield { value, where: path.join('.'), original };
    }
  }
}
