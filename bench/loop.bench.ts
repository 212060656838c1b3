import { user } from '#actors/user/user.ts';
import { closed, closeLoad, openLoad } from './durable-load.ts';
import type { Bar, Bench, BenchContext, Figure } from './figure.ts';
import type { LoadReport } from './load.ts';
import { collect, median, spread } from './rounds.ts';

const run = async (context: BenchContext, name: string, live: number, bar: Bar): Promise<Figure> => {
  context.say(`${name}: waking ${live} people`);
  const load = await openLoad(context.directory(), user, live);
  collect();
  const reports: LoadReport[] = [];
  await closed(load, 500);
  for (let round = 0; round < context.choose({ full: 3, quick: 1, check: 1 }); round += 1) {
    reports.push(await closed(load, context.choose({ full: 8_000, quick: 1_000, check: 1_500 })));
  }
  const delays = reports.map(({ loopDelayP99Ms }) => loopDelayP99Ms * context.slow);
  const rate = median(reports.map(({ done, ms }) => (done * 1_000) / ms));
  return {
    name,
    value: median(delays),
    unit: 'ms',
    bar,
    noise: spread(delays),
    checksum: await closeLoad(load),
    note: `p99, ${live.toLocaleString('en')} people live, ${Math.round(rate).toLocaleString('en')} commands/s`,
  };
};

/** How late the event loop gets under full load, with few and with many entities live. */
export const loop: Bench = {
  name: 'loop',
  figures: ['loop', 'loop.2'],
  usesDisk: true,
  run: async (context) => [
    await run(context, 'loop', 1_000, { most: 20 }),
    await run(context, 'loop.2', context.choose({ full: 100_000, quick: 1_500, check: 2_000 }), { most: 40 }),
  ],
};
