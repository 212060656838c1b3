import type { Bench, BenchContext, Figure } from './figure.ts';
import { openBenchStore, withMongo } from './mongo-world.ts';
import { seedPeople } from './seed.ts';
import { percentile, shuffled, wakeAll } from './waking.ts';
import { openWorld } from './world.ts';

const PER_S = 300;

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const people = context.choose({ full: 10_000, quick: 1_000, check: 500 });
    context.say(`mongo.activate: writing ${people} people`);
    const ids = await seedPeople(() => openBenchStore(server, 'activate'), people);
    const count = context.choose({ full: 6_000, quick: 900, check: 400 });
    const world = await openWorld({ store: await openBenchStore(server, 'activate') });
    const { readyMs, answers } = await wakeAll(world, shuffled(ids, count), PER_S);
    await world.close();
    return [
      {
        name: 'mongo.activate',
        value: answers.p99 * context.slow,
        unit: 'ms',
        bar: { most: 40 },
        noise: 0,
        checksum: readyMs.length.toString(36),
        note: `${server.name}, first durable answer, claim included, at ${PER_S}/s; ready p99 ${percentile(readyMs, 0.99).toFixed(1)} ms`,
      },
    ];
  });

/** Waking people on MongoDB that nobody has spoken to since the start. */
export const mongoActivate: Bench = {
  name: 'mongo.activate',
  figures: ['mongo.activate'],
  usesDisk: true,
  run,
};
