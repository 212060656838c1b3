import { user } from '#actors/user/user.ts';
import { closed, closeLoad, FEW, oneAtATime, rateOf } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { MONGO_PEOPLE, openMongoLoad, rawInsertsPerS, withMongo } from './mongo-world.ts';
import { spread } from './rounds.ts';

const runCommands = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const ms = context.choose({ full: 20_000, quick: 4_000, check: 2_000 });
    const load = await openMongoLoad(server, 'commands', user, MONGO_PEOPLE);
    await closed(load, 1_000);
    const before = load.world.engine.stats().commits;
    context.say(`mongo.commands: ${ms / 1_000} s on ${server.name}`);
    const report = await closed(load, ms);
    const commits = load.world.engine.stats().commits - before;
    const value = rateOf(report, context.slow);
    const commitsPerS = (commits * 1_000) / (report.ms * context.slow);
    const single = await openMongoLoad(server, 'single', user, FEW, { wrap: oneAtATime });
    const alone = rateOf(
      await closed(single, context.choose({ full: 3_000, quick: 1_500, check: 800 }), FEW),
    );
    const checksum = `${await closeLoad(load)}-${await closeLoad(single)}`;
    const raw = await rawInsertsPerS(
      server,
      'commands',
      context.choose({ full: 60_000, quick: 30_000, check: 5_000 }),
    );
    const shared = { noise: spread(report.ratesPerS), checksum };
    const grouped = { what: 'one commit a batch', value: alone, unit: '/s' };
    return [
      {
        ...shared,
        name: 'mongo.commands',
        value,
        unit: '/s',
        bar: { least: 12_000 },
        note: `${server.name}, p50 ${report.latencies.p50.toFixed(1)} ms, p99 ${report.latencies.p99.toFixed(1)} ms`,
        series: report.ratesPerS,
      },
      {
        ...shared,
        name: 'mongo.commands.2',
        value: commitsPerS / raw,
        unit: 'times',
        bar: { least: 0.4 },
        baseline: { what: 'commits against raw insertMany', value: raw, unit: '/s' },
        ratio: commitsPerS / raw,
      },
      {
        ...shared,
        name: 'mongo.commands.3',
        value: value / alone,
        unit: 'times',
        bar: { least: 5 },
        baseline: grouped,
        ratio: value / alone,
      },
    ];
  });

/** Durable commands on MongoDB, a thousand in flight over five thousand people. */
export const mongoCommands: Bench = {
  name: 'mongo.commands',
  figures: ['mongo.commands', 'mongo.commands.2', 'mongo.commands.3'],
  usesDisk: true,
  run: runCommands,
};
