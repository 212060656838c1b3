import { startBestMongo } from '#test/support/services/mongo-server.ts';
import { installPythonServer } from '#test/support/services/python-server.ts';
import { installRedis, startBestRedis } from '#test/support/services/redis-server.ts';

const say = (line: string): void => console.log(line);

/** Prints the passwords of nobody: an address that somebody gave is not repeated. */
const shown = (name: string, address: string): string =>
  name === name.toUpperCase() && name.includes('_UR') ? `as ${name} says` : address;

const start = async (): Promise<void> => {
  const mongo = await startBestMongo();
  const redis = await startBestRedis();
  say(
    mongo === undefined
      ? 'MongoDB: none'
      : `MongoDB: ${mongo.name}   MONGODB_URI=${shown(mongo.name, `${mongo.uri}guildhall`)}`,
  );
  say(
    redis === undefined
      ? 'Redis: none; npm run services -- install, put redis-server on the PATH or set REDIS_URL'
      : `Redis: ${redis.name}   REDIS_URL=${shown(redis.name, redis.url)}`,
  );
  if (mongo === undefined && redis === undefined) return;
  say('Press Ctrl+C to end them; their data goes with them.');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    // signals alone do not keep the process
    setInterval(() => undefined, 60_000);
  });
  await mongo?.end();
  await redis?.end();
  process.exit(0);
};

/** Both are tried: one that cannot be had must not keep the other away. */
const install = async (): Promise<void> => {
  for (const [what, installIt] of [
    ['MongoDB stand-in', installPythonServer],
    ['Redis', installRedis],
  ] as const) {
    try {
      say(`${what}: ${await installIt()}`);
    } catch (error) {
      console.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
};

const USAGE = `Usage: npm run services -- [install]

Starts the best MongoDB and Redis of this machine on free ports, prints their addresses and ends them with Ctrl+C.

install   fetches what is missing: the stand-in for MongoDB and Redis`;

const [command] = process.argv.slice(2);
if (command === 'install') await install();
else if (command === undefined) await start();
else if (command === '--help') say(USAGE);
else {
  console.error(`There is no "${command}".\n\n${USAGE}`);
  process.exitCode = 2;
}
