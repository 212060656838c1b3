import { user } from '#actors/user/user.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import { type Bench, type BenchContext, type Figure } from './figure.ts';
import { openLoop } from './load.ts';
import { ask, personPlace } from './people.ts';
import { median, spread } from './rounds.ts';
import { seedPeople } from './seed.ts';
import { openDiskWorld, type World } from './world.ts';

const PER_S = 500;
const READ_COMMITS = 1_000;

/** So many different ones in an order that jumps about. */
const shuffled = (ids: readonly string[], count: number): readonly string[] => {
  // a prime step visits each once
  const step = 7_919;
  return Array.from({ length: Math.min(count, ids.length) }, (_, n) => ids[(n * step) % ids.length] ?? '');
};

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Notes when entities have woken: looks at those under way once a loop turn. */
class Watch {
  readonly readyMs: number[] = [];
  #waking: { readonly id: string; readonly fromMs: number }[] = [];
  #isOver = false;

  constructor(world: World) {
    const look = (): void => {
      const nowMs = performance.now();
      this.#waking = this.#waking.filter(({ id, fromMs }) => {
        if (world.engine.entity('user', personPlace(id))?.status === 'waking') return true;
        this.readyMs.push(nowMs - fromMs);
        return false;
      });
      if (!this.#isOver) setImmediate(look);
    };
    look();
  }

  add(id: string, fromMs: number): void {
    this.#waking.push({ id, fromMs });
  }

  end(): void {
    this.#isOver = true;
  }
}

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
  const ids = await seedPeople(dir, entities);
  const rounds = context.choose({ full: 3, quick: 1, check: 1 });
  const perRound = context.choose({ full: 10_000, quick: 1_000, check: 700 });
  const order = shuffled(ids, rounds * perRound + 300);
  const world = await openDiskWorld(dir);
  const ready: number[] = [];
  const answers: number[] = [];
  const ratios: number[] = [];
  const bares: number[] = [];
  let given = 0;
  const wake = async (watch: Watch, intendedMs: number): Promise<void> => {
    const id = order[given] ?? '';
    given += 1;
    watch.add(id, intendedMs);
    await ask(world, user, id, 'wake', { type: 'AwardXp', source: 'pet-care' }, `pet:home:${id}`);
  };
  for (let round = 0; round < rounds; round += 1) {
    context.say(`activate: round ${round + 1}`);
    const bare = await bareReads(world, order.slice(-200));
    const watch = new Watch(world);
    const durationMs = (perRound * 1_000) / PER_S;
    const report = await openLoop({ perS: PER_S, durationMs }, (_n, intendedMs) => wake(watch, intendedMs));
    watch.end();
    ready.push(percentile(watch.readyMs, 0.99) * context.slow);
    answers.push(report.latencies.p99 * context.slow);
    bares.push(median(bare));
    ratios.push(median(bare) / (median(watch.readyMs) * context.slow));
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
