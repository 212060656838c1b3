import { user } from '#actors/user/user.ts';
import { closed, closeLoad, FEW, oneAtATime, openLoad, PEOPLE, rateOf } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { median, spread } from './rounds.ts';

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const ms = context.choose({ full: 30_000, quick: 2_000, check: 2_000 });
  const singleMs = context.choose({ full: 3_000, quick: 800, check: 800 });
  const grouped = await openLoad(context.directory(), user, PEOPLE);
  const single = await openLoad(context.directory(), user, FEW, oneAtATime);
  await closed(grouped, 700);
  const singles = [rateOf(await closed(single, singleMs, FEW))];
  context.say(`durable: ${ms / 1_000} s`);
  const report = await closed(grouped, ms);
  singles.push(rateOf(await closed(single, singleMs, FEW)), rateOf(await closed(single, singleMs, FEW)));
  const checksum = `${await closeLoad(grouped)}-${await closeLoad(single)}`;
  const value = rateOf(report, context.slow);
  const baseline = median(singles);
  return [
    {
      name: 'durable',
      value,
      unit: '/s',
      bar: { least: 25_000 },
      baseline: { what: 'one command a transaction', value: baseline, unit: '/s' },
      ratio: value / baseline,
      noise: spread(report.ratesPerS),
      checksum,
      note: `p50 ${report.latencies.p50.toFixed(1)} ms, p99 ${report.latencies.p99.toFixed(1)} ms`,
      series: report.ratesPerS,
    },
    {
      name: 'durable.2',
      value: value / baseline,
      unit: 'times',
      bar: { least: 5 },
      baseline: { what: 'one command a transaction', value: baseline, unit: '/s' },
      ratio: value / baseline,
      noise: spread(singles),
      checksum,
    },
  ];
};

/** Commands that are durable before they are answered, a thousand people at once, against one command a transaction. */
export const durable: Bench = { name: 'durable', figures: ['durable', 'durable.2'], usesDisk: true, run };
