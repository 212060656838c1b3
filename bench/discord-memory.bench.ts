import { join } from 'node:path';
import { killProcesses, runToEnd, type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { startFlags } from '#test/support/start-flags.ts';
import { startBestMongo } from '#test/support/services/mongo-server.ts';
import { metricOf, openBenchFake } from './discord-world.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { freshDeployment, withRedis } from './redis-world.ts';

const GUILDS = { guilds: 1_000, channels: 30, roles: 20 };
const TARGET = 100_000;
const COMMAND = 'eco balance';
const IN_FLIGHT = 64;
const STEP = 2_000;
const MIB = 1_024 ** 2;

/** How the process with role gateway is fed, and what its workers need of Discord then. */
const WAYS = [
  { name: 'memory.gateway', source: 'stream', words: 'that feeds the stream' },
  { name: 'memory.gateway.client', source: 'client', words: 'that answers by itself' },
] as const;

const measure = async (
  context: BenchContext,
  redisUrl: string,
  mongoUri: string,
  { name, source, words }: (typeof WAYS)[number],
): Promise<Figure> => {
  const people = context.choose({ full: TARGET, quick: 4_000, check: 2_000 });
  const fake = await openBenchFake(GUILDS);
  try {
    const dir = context.directory();
    const shared = { REDIS_URL: redisUrl, GUILDHALL_DEPLOYMENT: freshDeployment() };
    const store = { MONGODB_URI: `${mongoUri}_${source}` };
    const discord = {
      DISCORD_TOKEN: fake.token,
      GUILDHALL_DISCORD_API: fake.api,
      GUILDHALL_DISCORD_SOURCE: source,
    };
    const isStream = source === 'stream';
    const { code, stderr } = await runToEnd('src/app/discord-register.ts', [], { ...shared, ...discord });
    if (code !== 0) throw new Error(`the commands could not be registered: ${stderr}`);
    const start = (roles: string, more: Readonly<Record<string, string>>): Promise<ServiceProcess> =>
      startProcess(
        join(dir, roles),
        { ...shared, ...more, GUILDHALL_ROLES: roles },
        ['src/main.ts'],
        startFlags(),
      );
    await start('engine,web,jobs', isStream ? { ...store, ...discord } : store);
    const gateway = await start('gateway', isStream ? discord : { ...store, ...discord });
    const rss = (): Promise<number> => metricOf(gateway.url, 'process_resident_memory_bytes');
    const before = await rss();
    let answered = 0;
    let most = before;
    for (let from = 0; from < people; from += STEP) {
      const count = Math.min(STEP, people - from);
      answered += await fake.drive({ command: COMMAND, from, count, people, inFlight: IN_FLIGHT });
      most = Math.max(most, await rss());
      context.say(`gateway ${words}: ${answered} people, ${Math.round((await rss()) / MIB)} MiB`);
    }
    if (answered !== people) throw new Error(`${answered} of ${people} were answered`);
    const isWhole = people === TARGET;
    return {
      name,
      value: most * context.slow,
      unit: 'bytes',
      ...(isWhole ? { bar: { most: 350 * MIB } } : {}),
      noise: 0,
      checksum: String(answered),
      note: `highest RSS of a process with role gateway ${words}: ${GUILDS.guilds} guilds of ${GUILDS.channels} channels and ${GUILDS.roles} roles, ${people} people seen; ${Math.round(before / MIB)} MiB before the first`,
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
    return await withRedis(async (redis) => {
      const figures: Figure[] = [];
      for (const way of WAYS) figures.push(await measure(context, redis.url, uri, way));
      return figures;
    });
  } finally {
    await mongo.end();
  }
};

/** What a process costs that only holds the gateway. */
export const discordMemory: Bench = {
  name: 'discord.memory',
  figures: ['memory.gateway', 'memory.gateway.client'],
  usesDisk: true,
  run,
};
