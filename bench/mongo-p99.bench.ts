import { user } from '#actors/user/user.ts';
import { closeLoad, issue } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { openLoop } from './load.ts';
import { MONGO_PEOPLE, openMongoLoad, withMongo } from './mongo-world.ts';

const OPEN_PER_S = 5_000;

const runP99 = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const load = await openMongoLoad(server, 'steady', user, MONGO_PEOPLE);
    const perS = context.choose({ full: OPEN_PER_S, quick: OPEN_PER_S, check: 1_000 });
    await openLoop({ perS, durationMs: 1_000 }, () => issue(load));
    context.say('mongo.p99');
    const durationMs = context.choose({ full: 15_000, quick: 4_000, check: 1_500 });
    const { latencies } = await openLoop({ perS, durationMs }, () => issue(load));
    return [
      {
        name: 'mongo.p99',
        value: latencies.p99 * context.slow,
        unit: 'ms',
        bar: { most: 80 },
        noise: 0,
        checksum: await closeLoad(load),
        note: `${server.name}, p50 ${latencies.p50.toFixed(1)} ms at ${perS}/s`,
      },
    ];
  });

/** The same at a steady rate, measured from when each should have been sent. */
export const mongoP99: Bench = { name: 'mongo.p99', figures: ['mongo.p99'], usesDisk: true, run: runP99 };
