import { rateOf } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { openBenchStore, withMongo } from './mongo-world.ts';
import { openPayments } from './payments.ts';
import { spread } from './rounds.ts';
import { openWorld } from './world.ts';

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const world = await openWorld({ store: await openBenchStore(server, 'ledger') });
    const { load, close } = await openPayments(world);
    await load(1_000);
    context.say('mongo.ledger');
    const report = await load(context.choose({ full: 10_000, quick: 3_000, check: 1_000 }));
    return [
      {
        name: 'mongo.ledger',
        value: rateOf(report, context.slow),
        unit: '/s',
        bar: { least: 12_000 },
        noise: spread(report.ratesPerS),
        checksum: await close(),
        note: `${server.name}, p99 ${report.latencies.p99.toFixed(1)} ms; sums zero and the chain verified at the end`,
      },
    ];
  });

/** Payments through one ledger on MongoDB. */
export const mongoLedger: Bench = { name: 'mongo.ledger', figures: ['mongo.ledger'], usesDisk: true, run };
