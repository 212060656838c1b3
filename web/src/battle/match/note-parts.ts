import { TYPES } from '../../../../src/game/battle/cross/v1/chart.ts';

/** The note of a fighter, taken apart. */
export interface NoteParts {
  /** Numbers of its types. */
  readonly types: readonly number[];
  /** What it suffers or does, with the number of an effect that has a colour of its own; 0: none. */
  readonly states: readonly { readonly name: string; readonly effect: number }[];
  readonly hitpoints?: { readonly now: number; readonly full: number };
  /** All else. */
  readonly words: string;
}

/** Conditions and the numbers of the effects whose colours they share. */
const CONDITIONS: Readonly<Record<string, number>> = {
  poisoned: 1,
  'badly poisoned': 1,
  burned: 2,
  paralyzed: 3,
  asleep: 4,
  frozen: 0,
  terastallized: 0,
};

const typesIn = (part: string): readonly number[] | undefined => {
  const numbers = part.split('/').map((name) => TYPES.findIndex((type) => type === name.toLowerCase()));
  return numbers.includes(-1) ? undefined : numbers;
};

/** Takes a note such as `level 83, Fire/Flying, burned` or `40 of 70 HP, protects from melee` apart. */
export const partsOf = (note: string): NoteParts => {
  let types: readonly number[] = [];
  let hitpoints: NoteParts['hitpoints'];
  const states: { name: string; effect: number }[] = [];
  const words: string[] = [];
  for (const part of note.split(', ')) {
    const [, now, full] = /^(\d+) of (\d+) HP$/.exec(part) ?? [];
    const named = typesIn(part);
    const effect = CONDITIONS[part];
    if (now !== undefined) hitpoints = { now: Number(now), full: Number(full) };
    else if (named !== undefined) types = named;
    else if (effect !== undefined || part.startsWith('protects '))
      states.push({ name: part, effect: effect ?? 0 });
    else words.push(part);
  }
  return { types, states, words: words.join(', '), ...(hitpoints === undefined ? {} : { hitpoints }) };
};

const SHORT: Readonly<Record<string, string>> = {
  brn: 'burned',
  frz: 'frozen',
  par: 'paralyzed',
  psn: 'poisoned',
  slp: 'asleep',
  tox: 'badly poisoned',
  fnt: 'fallen',
};

/** Health in the note of a choice: `120/223 par`. */
export interface NoteHealth {
  readonly now: number;
  readonly full: number;
  /** A condition in a word, empty for none. */
  readonly state: string;
}

/** The health that a choice's note tells, if it tells one. */
export const healthIn = (note: string): NoteHealth | undefined => {
  const [, now, full, state] = /^(\d+)\/(\d+)(?: ([a-z]{3}))?$/.exec(note) ?? [];
  if (now === undefined || full === undefined) return undefined;
  return { now: Number(now), full: Number(full), state: SHORT[state ?? ''] ?? '' };
};
