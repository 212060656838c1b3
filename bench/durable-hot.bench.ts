import { closed, closeLoad, openLoad, rateOf } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { crowd } from './kinds.ts';
import { median, spread } from './rounds.ts';

const run = async (context: BenchContext): Promise<Figure> => {
  const load = await openLoad(context.directory(), crowd, 1);
  const durationMs = context.choose({ full: 5_000, quick: 1_000, check: 1_000 });
  await closed(load, 500);
  const rates: number[] = [];
  for (let round = 0; round < context.choose({ full: 3, quick: 2, check: 2 }); round += 1) {
    context.say('durable.hot');
    rates.push(rateOf(await closed(load, durationMs), context.slow));
  }
  return {
    name: 'durable.hot',
    value: median(rates),
    unit: '/s',
    bar: { least: 60_000 },
    noise: spread(rates),
    checksum: await closeLoad(load),
    note: 'one entity',
  };
};

/** All commands to one entity, which merges them into few commits. */
export const durableHot: Bench = {
  name: 'durable.hot',
  figures: ['durable.hot'],
  usesDisk: true,
  run: async (context) => [await run(context)],
};
