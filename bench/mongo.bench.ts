import { user } from '#actors/user/user.ts';
import { closed, closeLoad, FEW, issue, oneAtATime, rateOf } from './durable-load.ts';
import { type Bench, type BenchContext, type Figure } from './figure.ts';
import { crowd } from './kinds.ts';
import { openLoop } from './load.ts';
import { openMongoLoad, rawInsertsPerS, withMongo } from './mongo-world.ts';
import { spread } from './rounds.ts';

const PEOPLE = 5_000;
const OPEN_PER_S = 5_000;

const runCommands = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const ms = context.choose({ full: 20_000, quick: 4_000, check: 2_000 });
    const load = await openMongoLoad(server, 'commands', user, PEOPLE);
    await closed(load, 1_000);
    const before = load.world.engine.stats().commits;
    context.say(`mongo.commands: ${ms / 1_000} s on ${server.name}`);
    const report = await closed(load, ms);
    const commits = load.world.engine.stats().commits - before;
    const value = rateOf(report, context.slow);
    const commitsPerS = (commits * 1_000) / (report.ms * context.slow);
    const single = await openMongoLoad(server, 'single', user, FEW, oneAtATime);
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

const runP99 = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const load = await openMongoLoad(server, 'steady', user, PEOPLE);
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

/** Durable commands on MongoDB, a thousand in flight over five thousand people. */
export const mongoCommands: Bench = {
  name: 'mongo.commands',
  figures: ['mongo.commands', 'mongo.commands.2', 'mongo.commands.3'],
  usesDisk: true,
  run: runCommands,
};

/** The same at a steady rate, measured from when each should have been sent. */
export const mongoP99: Bench = { name: 'mongo.p99', figures: ['mongo.p99'], usesDisk: true, run: runP99 };

/** All commands to one entity. */
export const mongoHot: Bench = { name: 'mongo.hot', figures: ['mongo.hot'], usesDisk: true, run: runHot };
