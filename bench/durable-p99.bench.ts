import { user } from '#actors/user/user.ts';
import { closeLoad, issue, openLoad, PEOPLE } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { type LoadReport, openLoop } from './load.ts';
import { median, spread } from './rounds.ts';

const OPEN_PER_S = 12_000;

const run = async (context: BenchContext): Promise<Figure> => {
  const load = await openLoad(context.directory(), user, PEOPLE);
  const perS = context.choose({ full: OPEN_PER_S, quick: OPEN_PER_S, check: 2_000 });
  await openLoop({ perS, durationMs: 1_000 }, () => issue(load));
  const reports: LoadReport[] = [];
  for (let round = 0; round < context.choose({ full: 3, quick: 1, check: 1 }); round += 1) {
    context.say('durable.p99');
    const durationMs = context.choose({ full: 10_000, quick: 2_500, check: 1_500 });
    reports.push(await openLoop({ perS, durationMs }, () => issue(load)));
  }
  const p99s = reports.map(({ latencies }) => latencies.p99 * context.slow);
  return {
    name: 'durable.p99',
    value: median(p99s),
    unit: 'ms',
    bar: { most: 40 },
    noise: spread(p99s),
    checksum: await closeLoad(load),
    note: `p50 ${median(reports.map(({ latencies }) => latencies.p50)).toFixed(1)} ms at ${perS}/s`,
  };
};

/** The same commands at a steady rate, measured from when each should have been sent. */
export const durableP99: Bench = {
  name: 'durable.p99',
  figures: ['durable.p99'],
  usesDisk: true,
  run: async (context) => [await run(context)],
};
