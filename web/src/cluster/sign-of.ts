import type { ClusterProcess } from './cluster-wire.ts';

/** The letter and the hue by which a process is known on the page, the same for whoever looks. */
export interface Sign {
  readonly letter: string;
  /** Degrees. */
  readonly hue: number;
}

/** Degrees from one hue to the next: the golden angle, so that neighbours differ. */
const STEP = 137.5;
const FIRST = 172;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Signs of the processes, by id; the order of ids decides, not who asks. */
export const signsOf = (processes: readonly Pick<ClusterProcess, 'id'>[]): ReadonlyMap<string, Sign> =>
  new Map(
    processes
      .map(({ id }) => id)
      .toSorted()
      .map((id, n) => [
        id,
        { letter: LETTERS[n % LETTERS.length] ?? '?', hue: Math.round(FIRST + n * STEP) % 360 },
      ]),
  );
