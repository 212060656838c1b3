import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';

/**
 * What a figure must keep in every run of the checks: about half of what was measured, so that noise never fails it and
 * a slowdown by three always does. `ratio` is against the baseline of the same run; `value` only for sizes, counts, and
 * bounds so generous that every machine keeps them.
 */
export interface Floor {
  readonly figure: string;
  readonly of: 'ratio' | 'value';
  readonly least?: number;
  readonly most?: number;
}

export interface Verdict {
  readonly figure: string;
  readonly ok: boolean;
  /** One line for a person. */
  readonly text: string;
}

/** The floors as committed. */
export const readFloors = (): readonly Floor[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'floors.json'), 'utf8')) as readonly Floor[];

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

/** Holds figures against floors; a figure that is missing fails. */
export const judge = (figures: readonly Figure[], floors: readonly Floor[]): readonly Verdict[] =>
  floors.map(({ figure: name, of, least, most }) => {
    const value = figures.find((figure) => figure.name === name)?.[of];
    if (value === undefined) return { figure: name, ok: false, text: `${name}: was not measured` };
    const ok = value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY);
    const bound = least === undefined ? `at most ${shown(most ?? 0)}` : `at least ${shown(least)}`;
    return { figure: name, ok, text: `${name}: ${of} ${shown(value)}, ${bound}` };
  });
