/** How much of the work a run does: all of it, at most a minute's worth, or what the floors need. */
export type Mode = 'full' | 'quick' | 'check';

/** What a figure must reach: at least, or at most. */
export type Bar = { readonly least: number } | { readonly most: number };

/** One measured figure. */
export interface Figure {
  /** As in the list of bars; a row's further figures end in `.2`, `.3`. */
  readonly name: string;
  readonly value: number;
  /** `times`, `/s`, `ms`, `bytes`, `answers`. */
  readonly unit: string;
  readonly bar?: Bar;
  /** What it was measured against in the same run, in the same unit unless it says otherwise. */
  readonly baseline?: { readonly what: string; readonly value: number; readonly unit: string };
  /** Measured ÷ baseline, so that larger is better (rates) or what the unit says (times, sizes). */
  readonly ratio?: number;
  /** Half the range of the rounds, as a share of the median; 0 for what was measured once or is exact. */
  readonly noise: number;
  /** Equal numbers prove equal work. */
  readonly checksum: string;
  /** What was done, in a few words. */
  readonly note?: string;
  /** The value in each tenth of the run, for the chart. */
  readonly series?: readonly number[];
}

/** What a bench gets to work with. */
export interface BenchContext {
  readonly mode: Mode;
  /** 1; larger values stretch the measured side by that factor, to prove that the floors notice. */
  readonly slow: number;
  /** An own empty directory on a real disk. @throws Error on tmpfs */
  directory(): string;
  /** A value for the mode. */
  choose<T>(of: Readonly<Record<Mode, T>>): T;
  /** Progress, one line. */
  say(line: string): void;
}

export interface Bench {
  readonly name: string;
  /** Names of all its figures, in the order of the table. */
  readonly figures: readonly string[];
  /** Whether it writes to the disk: the disk's own rate then stands beside its figures. */
  readonly usesDisk?: true;
  run(context: BenchContext): Promise<readonly Figure[]>;
}

/** A value for each mode. */
export const chooserOf =
  (mode: Mode): BenchContext['choose'] =>
  (of) =>
    of[mode];

/** Whether a figure reaches its bar; `undefined` without one. */
export const reaches = ({ value, bar }: Pick<Figure, 'value' | 'bar'>): boolean | undefined => {
  if (bar === undefined) return undefined;
  return 'least' in bar ? value >= bar.least : value <= bar.most;
};
