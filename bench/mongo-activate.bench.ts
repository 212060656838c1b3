import { SLEEP_SNAPSHOT_TAIL } from '#actors/kit/entity.ts';
import type { Store } from '#ports/store.ts';
import type { MongoServer } from '#test/support/services/mongo-server.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { openBenchStore, withMongo } from './mongo-world.ts';
import { seedPeople, tailOfPerson } from './seed.ts';
import { percentile, shuffled, wakeAll } from './waking.ts';
import { openWorld } from './world.ts';

const PER_S = 300;
/** Commits between snapshots of people. */
const TAIL_MAX = 100;

/** People of whom nobody has asked since the start, by how many commits lie behind what is known of them. */
const wake = async (
  context: BenchContext,
  server: MongoServer,
  name: string,
  tails: number,
): Promise<Figure> => {
  const people = context.choose({ full: 10_000, quick: 1_000, check: 500 });
  context.say(`${name}: writing ${people} people`);
  const open = (): Promise<Store> => openBenchStore(server, name.replaceAll('.', '-'));
  const ids = await seedPeople(open, people, (id) => tailOfPerson(id) % tails);
  const count = context.choose({ full: 6_000, quick: 900, check: 400 });
  const world = await openWorld({ store: await open() });
  const { readyMs, answers } = await wakeAll(world, shuffled(ids, count), PER_S);
  await world.close();
  return {
    name,
    value: answers.p99 * context.slow,
    unit: 'ms',
    noise: 0,
    checksum: readyMs.length.toString(36),
    note: `${server.name}, first durable answer, claim included, at ${PER_S}/s, 0 to ${tails - 1} commits behind; ready p99 ${percentile(readyMs, 0.99).toFixed(1)} ms`,
  };
};

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => [
    // who went to sleep left a snapshot when more lay behind it
    { ...(await wake(context, server, 'mongo.activate', SLEEP_SNAPSHOT_TAIL)), bar: { most: 40 } },
    await wake(context, server, 'mongo.activate.killed', TAIL_MAX),
  ]);

/** Waking people on MongoDB that nobody has spoken to since the start: who slept, and who was awake in a process that was killed. */
export const mongoActivate: Bench = {
  name: 'mongo.activate',
  figures: ['mongo.activate', 'mongo.activate.killed'],
  usesDisk: true,
  run,
};
