import { type Gauge, Registry } from 'prom-client';

/** One line of an exposition: labels, a value, and for histograms the name with its suffix. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** A metric that keeps nothing: it reads plain counters when somebody scrapes. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly read: () => readonly Sample[];
}

/** A registry of readings. */
export const registryOf = (readings: readonly Reading[]): Registry => {
  const registry = new Registry();
  for (const { name, help, type, read } of readings) {
    const metric = {
      name,
      help,
      type,
      get: async () => ({
        name,
        help,
        type,
        values: read().map(({ labels = {}, value, suffix }) => ({
          labels,
          value,
          metricName: `${name}${suffix ?? ''}`,
        })),
      }),
    };
    // the registry needs `name` and `get` alone; its types know its own four classes only
    registry.registerMetric(metric as unknown as Gauge);
  }
  return registry;
};

/** Samples of a histogram from counts for each bucket, the last one for all that is larger. */
export const histogramSamples = (
  bounds: readonly number[],
  counts: readonly number[],
  sum: number,
  labels: Readonly<Record<string, string | number>> = {},
): readonly Sample[] => {
  let total = 0;
  const samples: Sample[] = [];
  for (const [index, bound] of [...bounds, '+Inf'].entries()) {
    total += counts[index] ?? 0;
    samples.push({ suffix: '_bucket', labels: { ...labels, le: bound }, value: total });
  }
  samples.push({ suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: total });
  return samples;
};
