import type { Language } from '#game/guild/guild-protocol.ts';
import type { Phrases } from './phrases.ts';

/** Patterns that begin with a value and have less text than this take short values only: they would fit nearly everything. */
const LOOSE_CHARS = 12;
const SHORT_WORDS = 5;
/** How deep texts may stand within texts. */
const DEPTH_MAX = 4;
const HEAD_CHARS = 3;

interface Pattern {
  /** The text around the values: one more than there are values. */
  readonly own: readonly string[];
  /** Which value stands where, in order of the text. */
  readonly holes: readonly string[];
  readonly to: string;
  /** Letters of its own. */
  readonly weight: number;
}

const HOLE = /\{(\d+)\}/;

const patternOf = (from: string, to: string): Pattern => {
  const parts = from.split(HOLE);
  const own = parts.filter((_part, index) => index % 2 === 0);
  const holes = parts.filter((_part, index) => index % 2 === 1);
  return { own, holes, to, weight: own.join('').trim().length };
};

/** A few words that are no list. */
const isShort = (value: string): boolean => value.split(' ').length <= SHORT_WORDS && !/[,;]$/.test(value);

/** The values in a text of that pattern; each is as short as can be. Never goes back, so it is linear in the text. */
const valuesIn = (text: string, { own, weight }: Pattern): readonly string[] | undefined => {
  const [head = ''] = own;
  const tail = own.at(-1) ?? '';
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length)
    return undefined;
  const end = text.length - tail.length;
  const values: string[] = [];
  let at = head.length;
  for (const next of own.slice(1, -1)) {
    const found = text.indexOf(next, at);
    if (found < 0 || found + next.length > end) return undefined;
    values.push(text.slice(at, found));
    at = found + next.length;
  }
  values.push(text.slice(at, end));
  const isLoose = head.length < HEAD_CHARS && weight < LOOSE_CHARS;
  return isLoose && !values.every(isShort) ? undefined : values;
};

/** A whole number as English texts write it, with a sign perhaps. */
const NUMBER = /^([+−-]?)(\d{1,3}(?:,\d{3})+)$/u;
/** So many of something. */
const COUNTED = /^(\d[\d,]*) × (.+)$/u;
/** Where one sentence ends and the next one begins. */
const SENTENCES = /(?<=[.!?:]) (?=\S)/u;
/** More pieces than these are left as they are. */
const PIECES_MAX = 60;
/** Sentences that may be one phrase. */
const RUN_MAX = 4;

/**
 * Says in another language what is said in English. The English text is the key, values stand in it as `{0}`, `{1}` …;
 * a translation may choose a form by a number, `{0|Tag|Tage}`, or take a value as it is, `{0!}`. What is not known
 * stays English.
 */
export class Translator {
  readonly #exact: ReadonlyMap<string, string>;
  readonly #byHead = new Map<string, Pattern[]>();
  readonly #open: readonly Pattern[];
  readonly #numbers: Intl.NumberFormat;
  readonly #plurals: Intl.PluralRules;

  constructor(language: Language, phrases: Phrases) {
    const entries = Object.entries(phrases);
    this.#exact = new Map(entries.filter(([from]) => !HOLE.test(from)));
    this.#numbers = new Intl.NumberFormat(language);
    this.#plurals = new Intl.PluralRules(language);
    const open: Pattern[] = [];
    for (const [from, to] of entries) {
      if (!HOLE.test(from)) continue;
      const pattern = patternOf(from, to);
      const head = from.split('{')[0] ?? '';
      if (head.length < HEAD_CHARS) open.push(pattern);
      else this.#bucket(head.slice(0, HEAD_CHARS)).push(pattern);
    }
    const heavyFirst = (a: Pattern, b: Pattern): number => b.weight - a.weight;
    for (const bucket of this.#byHead.values()) bucket.sort(heavyFirst);
    this.#open = open.toSorted(heavyFirst);
  }

  #bucket(head: string): Pattern[] {
    const known = this.#byHead.get(head);
    if (known !== undefined) return known;
    const made: Pattern[] = [];
    this.#byHead.set(head, made);
    return made;
  }

  /** The text in this language; in English where there is nothing better. */
  say(text: string): string {
    return this.#say(text, DEPTH_MAX) ?? text;
  }

  /** Whether all of a text is known. */
  knows(text: string): boolean {
    return this.#say(text, DEPTH_MAX) !== undefined;
  }

  #say(text: string, depth: number): string | undefined {
    const exact = this.#exact.get(text) ?? this.#number(text);
    if (exact !== undefined || depth === 0) return exact;
    return this.#counted(text, depth) ?? this.#byPattern(text, depth) ?? this.#inParts(text, depth);
  }

  /** So many of a thing that is known as a whole, whatever its name looks like. */
  #counted(text: string, depth: number): string | undefined {
    const [, count = '', thing = ''] = COUNTED.exec(text) ?? [];
    const said = this.#exact.get(thing);
    return said === undefined ? undefined : `${this.#say(count, depth - 1) ?? count} × ${said}`;
  }

  #number(text: string): string | undefined {
    const [, sign = '', digits] = NUMBER.exec(text) ?? [];
    return digits === undefined
      ? undefined
      : `${sign}${this.#numbers.format(BigInt(digits.replaceAll(',', '')))}`;
  }

  #byPattern(text: string, depth: number): string | undefined {
    const near = this.#byHead.get(text.slice(0, HEAD_CHARS)) ?? [];
    for (const pattern of [...near, ...this.#open]) {
      const found = valuesIn(text, pattern);
      if (found === undefined) continue;
      const values = new Map(pattern.holes.map((hole, index) => [hole, found[index] ?? '']));
      return this.#fill(pattern.to, values, depth - 1);
    }
    return undefined;
  }

  #fill(to: string, values: ReadonlyMap<string, string>, depth: number): string {
    return to.replaceAll(
      /\{(\d+)(!)?(?:\|([^|}]*)\|([^}]*))?\}/g,
      (_hole, name: string, asIs?: string, one?: string, other?: string) => {
        const value = values.get(name) ?? '';
        if (asIs !== undefined) return value;
        if (one === undefined) return this.#say(value, depth) ?? value;
        const count = Number(value.replaceAll(',', ''));
        return (this.#plurals.select(count) === 'one' ? one : other) ?? '';
      },
    );
  }

  /** What stands in bold; then line by line, sentence by sentence, item by item: what is known of it. */
  #inParts(text: string, depth: number): string | undefined {
    const bold = /^\*\*([^*]+)\*\*$/.exec(text)?.[1];
    if (bold !== undefined) {
      const said = this.#say(bold, depth - 1);
      return said === undefined ? undefined : `**${said}**`;
    }
    return (
      this.#joined(text.split('\n'), '\n', depth) ??
      this.#joined(text.split(' · '), ' · ', depth) ??
      this.#joined(text.split(SENTENCES), ' ', depth) ??
      this.#joined(text.split(', '), ', ', depth)
    );
  }

  /** The pieces, each run of them as long as it is known; `undefined` when none is. */
  #joined(pieces: readonly string[], glue: string, depth: number): string | undefined {
    if (pieces.length < 2 || pieces.length > PIECES_MAX) return undefined;
    const said: string[] = [];
    let isKnown = false;
    for (let at = 0; at < pieces.length;) {
      let end = Math.min(pieces.length, at + RUN_MAX);
      // the whole was looked for before
      if (at === 0 && end === pieces.length) end -= 1;
      let run: string | undefined;
      for (; end > at && run === undefined; end -= 1) {
        const piece = pieces.slice(at, end).join(glue);
        run =
          end - at === 1
            ? this.#say(piece, depth - 1)
            : (this.#exact.get(piece) ?? this.#byPattern(piece, depth));
      }
      isKnown ||= run !== undefined;
      said.push(run ?? pieces[at] ?? '');
      at = run === undefined ? at + 1 : end + 1;
    }
    return isKnown ? said.join(glue) : undefined;
  }
}
