/** One timed piece of work. */
export interface Round {
  readonly ms: number;
  /** Messages, asks, commands. */
  readonly work: number;
  /** Equal on both sides when both did the same. */
  readonly checksum: number;
}

export interface Compared {
  /** Median of measured rate ÷ baseline rate, round by round. */
  readonly ratio: number;
  /** Median rates, per second. */
  readonly measured: number;
  readonly baseline: number;
  readonly noise: number;
  readonly checksum: string;
}

/** The middle value; of an even number of values the mean of the two in the middle. 0 for none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};

/** Half the range of the values, as a share of their median. */
export const spread = (values: readonly number[]): number => {
  const middle = median(values);
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / 2 / Math.abs(middle);
};

/** Frees what earlier work left behind, so that nobody else's garbage falls into a timed piece. */
export const collect = (): void => {
  globalThis.gc?.();
};

export interface Pace {
  readonly rounds: number;
  /** Rounds before those that count, until the compiler has seen both sides; 1 unless told. */
  readonly warmUp?: number;
  /** Whether garbage is collected before each side; yes unless told. */
  readonly collects?: boolean;
  /** Stretches the measured side; see `BenchContext.slow`. */
  readonly slow: number;
  /** Of a stopwatch, ms. */
  readonly nowMs?: () => number;
}

const rate = ({ work, ms }: Round): number => (work / ms) * 1_000;

/** A piece of work as if it had taken so many times as long. */
export const stretched = (round: Round, slow: number): Round => ({ ...round, ms: round.ms * slow });

/** Times a piece of work that answers how much it did. */
export const timed = async (
  work: () => Promise<{ readonly work: number; readonly checksum: number }>,
  nowMs: () => number = () => performance.now(),
  collects = true,
): Promise<Round> => {
  if (collects) collect();
  const startMs = nowMs();
  const did = await work();
  return { ms: nowMs() - startMs, ...did };
};

type Side = () => Promise<{ readonly work: number; readonly checksum: number }>;

/**
 * Runs both sides in turn, changing who begins, after some rounds to warm up.
 *
 * @throws Error when the two did not do the same work
 */
export const compare = async (
  sides: { readonly baseline: Side; readonly measured: Side },
  { rounds, warmUp = 1, collects, slow, nowMs }: Pace,
): Promise<Compared> => {
  const ratios: number[] = [];
  const rates: Record<'measured' | 'baseline', number[]> = { measured: [], baseline: [] };
  const sums: Record<'measured' | 'baseline', number> = { measured: 0, baseline: 0 };
  for (let round = 0; round < warmUp; round += 1) {
    await sides.baseline();
    await sides.measured();
  }
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['baseline', 'measured'] as const) : (['measured', 'baseline'] as const);
    const done: Partial<Record<'measured' | 'baseline', Round>> = {};
    for (const side of order) {
      const took = await timed(sides[side], nowMs, collects);
      done[side] = side === 'measured' ? stretched(took, slow) : took;
    }
    const { baseline, measured } = done;
    if (baseline === undefined || measured === undefined) continue;
    rates.baseline.push(rate(baseline));
    rates.measured.push(rate(measured));
    ratios.push(rate(measured) / rate(baseline));
    sums.baseline += baseline.checksum;
    sums.measured += measured.checksum;
    if (baseline.checksum !== measured.checksum) {
      throw new Error(`the two sides did different work: ${measured.checksum} and ${baseline.checksum}`);
    }
  }
  return {
    ratio: median(ratios),
    measured: median(rates.measured),
    baseline: median(rates.baseline),
    noise: spread(ratios),
    checksum: (sums.measured % 0xffff_ffff).toString(36),
  };
};
