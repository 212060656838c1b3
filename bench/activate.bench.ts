import { streamOf } from '#actors/kit/stream-id.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { median, spread } from './rounds.ts';
import { seedPeople } from './seed.ts';
import { percentile, shuffled, wakeAll } from './waking.ts';
import { openDiskWorld, type World } from './world.ts';

const PER_S = 500;
const READ_COMMITS = 1_000;

/** Ms that reading a whole stream takes, with nothing around it. */
const bareReads = async ({ store }: World, ids: readonly string[]): Promise<readonly number[]> => {
  const times: number[] = [];
  for (const id of ids) {
    const { stream } = streamOf({ kind: 'user', realm: '0', id });
    const fromMs = performance.now();
    await store.journal.read(stream, 1, READ_COMMITS);
    times.push(performance.now() - fromMs);
  }
  return times;
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const entities = context.choose({ full: 50_000, quick: 1_500, check: 1_500 });
  const dir = context.directory();
  context.say(`activate: writing ${entities} people`);
  const ids = await seedPeople(() => openSqliteStore({ dir }), entities);
  const rounds = context.choose({ full: 3, quick: 1, check: 1 });
  const perRound = context.choose({ full: 10_000, quick: 1_000, check: 700 });
  const order = shuffled(ids, rounds * perRound + 300);
  const world = await openDiskWorld(dir);
  const ready: number[] = [];
  const answers: number[] = [];
  const ratios: number[] = [];
  const bares: number[] = [];
  let given = 0;
  for (let round = 0; round < rounds; round += 1) {
    context.say(`activate: round ${round + 1}`);
    const bare = await bareReads(world, order.slice(-200));
    const woken = await wakeAll(world, order.slice(given, given + perRound), PER_S);
    given += perRound;
    ready.push(percentile(woken.readyMs, 0.99) * context.slow);
    answers.push(woken.answers.p99 * context.slow);
    bares.push(median(bare));
    ratios.push(median(bare) / (median(woken.readyMs) * context.slow));
  }
  await world.close();
  const checksum = given.toString(36);
  return [
    {
      name: 'activate',
      value: median(ready),
      unit: 'ms',
      bar: { most: 8 },
      baseline: { what: 'reading the stream alone, median', value: median(bares), unit: 'ms' },
      ratio: median(ratios),
      noise: spread(ready),
      checksum,
      note: `ready p99 at ${PER_S}/s, ${entities.toLocaleString('en')} people with tails of 0 to 99; ratio of medians`,
    },
    {
      name: 'activate.2',
      value: median(answers),
      unit: 'ms',
      bar: { most: 30 },
      noise: spread(answers),
      checksum,
      note: 'first durable answer p99, claim included',
    },
  ];
};

/** Waking people that nobody has spoken to since the start. */
export const activate: Bench = {
  name: 'activate',
  figures: ['activate', 'activate.2'],
  usesDisk: true,
  run,
};
