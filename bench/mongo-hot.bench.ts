import { closed, closeLoad, rateOf } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { crowd } from './kinds.ts';
import { openMongoLoad, withMongo } from './mongo-world.ts';
import { spread } from './rounds.ts';

const runHot = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const load = await openMongoLoad(server, 'hot', crowd, 1);
    await closed(load, 500);
    context.say('mongo.hot');
    const report = await closed(load, context.choose({ full: 10_000, quick: 3_000, check: 1_000 }));
    return [
      {
        name: 'mongo.hot',
        value: rateOf(report, context.slow),
        unit: '/s',
        bar: { least: 15_000 },
        noise: spread(report.ratesPerS),
        checksum: await closeLoad(load),
        note: `${server.name}, one entity`,
      },
    ];
  });

/** All commands to one entity. */
export const mongoHot: Bench = { name: 'mongo.hot', figures: ['mongo.hot'], usesDisk: true, run: runHot };
