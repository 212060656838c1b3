import type { Bar, Bench, BenchContext, Figure } from './figure.ts';
import { echo } from './kinds.ts';
import { type PlainAsk, plainEchoes } from './nact-baseline.ts';
import { compare } from './rounds.ts';
import { openWorld, type World } from './world.ts';

interface Shape {
  readonly name: string;
  readonly entities: number;
  readonly bar: Bar;
}

const SHAPES: readonly Shape[] = [
  { name: 'kit.ask.1000', entities: 1_000, bar: { least: 2 } },
  { name: 'kit.ask.100', entities: 100, bar: { least: 5 } },
];
const IN_FLIGHT = 1_000;
/** Ids that plain nact draws from once its dice are loaded. */
const LOADED_SIDES = 64;
/** A swapped answer leaves another question without one: it counts as lost after this, ms. */
const LOST_AFTER_MS = 300;

interface Answers {
  readonly work: number;
  readonly checksum: number;
  /** Answers that belong to another question. */
  readonly swapped: number;
  readonly lost: number;
}

const askMany = async (ids: readonly string[], asks: number, ask: PlainAsk): Promise<Answers> => {
  let next = 0;
  let checksum = 0;
  let swapped = 0;
  let lost = 0;
  const lane = async (): Promise<void> => {
    while (next < asks) {
      const n = next;
      next += 1;
      try {
        // what was asked is the work; plain nact mixes up an answer now and then
        checksum += n;
        if ((await ask(ids[n % ids.length] ?? '', n)) !== n) swapped += 1;
      } catch {
        lost += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return { work: asks, checksum, swapped, lost };
};

const askKit =
  ({ engine, readCall }: World): PlainAsk =>
  (id, n) =>
    engine.read(echo, { realm: '0', id }, 'echo', n, readCall());

/** Runs something while `Math.random` gives one of few numbers only. */
const withLoadedDice = async <T>(run: () => Promise<T>): Promise<T> => {
  const fair = Math.random;
  let roll = 0;
  Math.random = () => {
    roll = (roll + 1) % LOADED_SIDES;
    return roll / LOADED_SIDES;
  };
  try {
    return await run();
  } finally {
    Math.random = fair;
  }
};

const exact = (name: string, swapped: number, asks: number, note: string): Figure => ({
  name,
  value: swapped,
  unit: 'answers',
  bar: { most: 0 },
  noise: 0,
  checksum: asks.toString(36),
  note,
});

const run = async (shape: Shape, context: BenchContext): Promise<readonly Figure[]> => {
  const ids = Array.from({ length: shape.entities }, (_, index) => `e${index.toString(36)}`);
  const world = await openWorld({ more: [echo] });
  // awake and claimed: from here on a read is answered from memory
  for (const id of ids) {
    await world.engine.ask(echo, { realm: '0', id }, { type: 'Add', amount: 1 }, world.call('bench', id));
  }
  const asks = context.choose({ full: 500_000, quick: 150_000, check: 60_000 });
  const kit = askKit(world);
  const plain = plainEchoes(ids, LOST_AFTER_MS);
  const compared = await compare(
    { baseline: () => askMany(ids, asks, plain), measured: () => askMany(ids, asks, kit) },
    {
      rounds: context.choose({ full: 7, quick: 2, check: 3 }),
      warmUp: context.choose({ full: 3, quick: 2, check: 3 }),
      slow: context.slow,
    },
  );
  const million = await askMany(
    ids,
    context.choose({ full: 1_000_000, quick: 300_000, check: 100_000 }),
    kit,
  );
  const forced = 20_000;
  const [kitForced, plainForced] = await withLoadedDice(async () => [
    await askMany(ids, forced, kit),
    await askMany(ids, forced / 4, plainEchoes(ids, LOST_AFTER_MS)),
  ]);
  await world.close();
  if (million.lost + kitForced.lost > 0) throw new Error('the kit left questions without an answer');
  return [
    {
      name: shape.name,
      value: compared.ratio,
      unit: 'times',
      bar: shape.bar,
      baseline: { what: 'plain nact query', value: compared.baseline, unit: '/s' },
      ratio: compared.ratio,
      noise: compared.noise,
      checksum: compared.checksum,
      note: `${Math.round(compared.measured).toLocaleString('en')} answers/s`,
    },
    exact(
      `${shape.name}.2`,
      million.swapped,
      million.work,
      `swapped in ${million.work.toLocaleString('en')}`,
    ),
    {
      ...exact(`${shape.name}.3`, kitForced.swapped, forced, `swapped in ${forced}, ids forced to collide`),
      baseline: { what: `plain nact of ${forced / 4}`, value: plainForced.swapped, unit: 'answers' },
    },
  ];
};

/** Questions to live entities against plain nact's `query`, a thousand waiting at any time. */
export const kitAsk: Bench = {
  name: 'kit.ask',
  figures: SHAPES.flatMap(({ name }) => [name, `${name}.2`, `${name}.3`]),
  run: async (context) => {
    const figures: Figure[] = [];
    for (const shape of SHAPES) {
      context.say(shape.name);
      figures.push(...(await run(shape, context)));
    }
    return figures;
  },
};
