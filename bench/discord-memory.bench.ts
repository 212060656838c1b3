import { join } from 'node:path';
import { killProcesses, runToEnd, startProcess } from '#test/support/service-process.ts';
import { startFlags } from '#test/support/start-flags.ts';
import { startBestMongo } from '#test/support/services/mongo-server.ts';
import { metricOf, openBenchFake } from './discord-world.ts';
import { type Bench, type BenchContext, type Figure } from './figure.ts';
import { freshDeployment, withRedis } from './redis-world.ts';

const GUILDS = { guilds: 1_000, channels: 30, roles: 20 };
const TARGET = 100_000;
const COMMAND = 'eco balance';
const IN_FLIGHT = 64;
const STEP = 2_000;
const MIB = 1_024 ** 2;

const measure = async (context: BenchContext, redisUrl: string, mongoUri: string): Promise<Figure> => {
  const people = context.choose({ full: TARGET, quick: 4_000, check: 2_000 });
  const fake = await openBenchFake(GUILDS);
  try {
    const dir = context.directory();
    const shared = {
      MONGODB_URI: mongoUri,
      REDIS_URL: redisUrl,
      GUILDHALL_DEPLOYMENT: freshDeployment(),
    };
    const discord = { DISCORD_TOKEN: fake.token, GUILDHALL_DISCORD_API: fake.api };
    const { code, stderr } = await runToEnd('src/app/discord-register.ts', [], discord);
    if (code !== 0) throw new Error(`the commands could not be registered: ${stderr}`);
    await startProcess(
      join(dir, 'engine'),
      { ...shared, GUILDHALL_ROLES: 'engine,web,jobs' },
      ['src/main.ts'],
      startFlags(),
    );
    const gateway = await startProcess(
      join(dir, 'gateway'),
      { ...shared, ...discord, GUILDHALL_ROLES: 'gateway' },
      ['src/main.ts'],
      startFlags(),
    );
    const rss = (): Promise<number> => metricOf(gateway.url, 'process_resident_memory_bytes');
    const before = await rss();
    let answered = 0;
    let most = before;
    for (let from = 0; from < people; from += STEP) {
      const count = Math.min(STEP, people - from);
      answered += await fake.drive({ command: COMMAND, from, count, people, inFlight: IN_FLIGHT });
      most = Math.max(most, await rss());
      context.say(`gateway: ${answered} people, ${Math.round((await rss()) / MIB)} MiB`);
    }
    if (answered !== people) throw new Error(`${answered} of ${people} were answered`);
    const isWhole = people === TARGET;
    return {
      name: 'memory.gateway',
      value: most * context.slow,
      unit: 'bytes',
      ...(isWhole ? { bar: { most: 350 * MIB } } : {}),
      noise: 0,
      checksum: String(answered),
      note: `highest RSS of a process with role gateway: ${GUILDS.guilds} guilds of ${GUILDS.channels} channels and ${GUILDS.roles} roles, ${people} people seen; ${Math.round(before / MIB)} MiB before the first`,
    };
  } finally {
    await killProcesses();
    await fake.end();
  }
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const mongo = await startBestMongo();
  if (mongo === undefined) throw new Error('there is no MongoDB to measure with');
  try {
    const uri = new URL(`bench_${process.pid}`, mongo.uri).href;
    return [await withRedis((redis) => measure(context, redis.url, uri))];
  } finally {
    await mongo.end();
  }
};

/** What a process costs that only holds the gateway. */
export const discordMemory: Bench = {
  name: 'discord.memory',
  figures: ['memory.gateway'],
  usesDisk: true,
  run,
};
