import { systemClock } from '#adapters/memory/system-clock.ts';
import { Actors, type Address, tell } from '#actors/kit/actors.ts';
import { createNactDispatcher } from '#actors/kit/nact-dispatcher.ts';
import { RunQueue } from '#actors/kit/run-queue.ts';
import type { Bar, Bench, BenchContext, Figure } from './figure.ts';
import { plainActors } from './nact-baseline.ts';
import { compare } from './rounds.ts';

interface Message {
  readonly n: number;
}

interface Shape {
  readonly name: string;
  readonly entities: number;
  /** In the shorter forms. */
  readonly fewEntities?: number;
  readonly pending: number;
  /** How often all inboxes are filled and emptied in one round. */
  readonly bursts: number;
  readonly bar: Bar;
  /** Rounds of the shorter forms. */
  readonly few: number;
}

const SHAPES: readonly Shape[] = [
  { name: 'kit.tell.100', entities: 1_000, pending: 100, bursts: 8, bar: { least: 8 }, few: 3 },
  { name: 'kit.tell.10', entities: 1_000, pending: 10, bursts: 25, bar: { least: 4 }, few: 3 },
  { name: 'kit.tell.1', entities: 1_000, pending: 1, bursts: 200, bar: { least: 0.9 }, few: 3 },
  {
    name: 'kit.tell.100k',
    entities: 100_000,
    fewEntities: 40_000,
    pending: 10,
    bursts: 1,
    bar: { least: 4 },
    few: 1,
  },
];

const BOUNDS = { max: 1_024, maxAgeMs: 60_000 };

/** Counts what arrives and tells when a burst is through. */
class Sink {
  handled = 0;
  sum = 0;
  #wanted = 0;
  #done: () => void = () => undefined;

  readonly take = ({ n }: Message): void => {
    this.sum += n;
    this.handled += 1;
    if (this.handled === this.#wanted) this.#done();
  };

  expect(messages: number): Promise<void> {
    this.handled = 0;
    this.#wanted = messages;
    return new Promise((resolve) => {
      this.#done = resolve;
    });
  }
}

type Send = (id: string, message: Message) => void;

const bursts =
  ({ entities, pending, bursts: count }: Shape, ids: readonly string[], sink: Sink, send: Send) =>
  async (): Promise<{ work: number; checksum: number }> => {
    sink.sum = 0;
    for (let burst = 0; burst < count; burst += 1) {
      const through = sink.expect(entities * pending);
      for (let n = 0; n < pending; n += 1) for (const id of ids) send(id, { n: n + 1 });
      await through;
    }
    return { work: entities * pending * count, checksum: sink.sum };
  };

const kitSide = (
  shape: Shape,
  ids: readonly string[],
): (() => Promise<{ work: number; checksum: number }>) => {
  const fail = (error: unknown): never => {
    throw error;
  };
  const dispatcher = createNactDispatcher(fail);
  const actors = new Actors(dispatcher, new RunQueue(dispatcher, systemClock), 'bench');
  const sink = new Sink();
  const registry = new Map<string, Address<Message>>();
  for (const id of ids) {
    registry.set(id, actors.spawn<Message>(id, { handle: sink.take, crashed: fail, bounds: BOUNDS }));
  }
  return bursts(shape, ids, sink, (id, message) => {
    const to = registry.get(id);
    if (to === undefined || !tell(to, message, 'bench')) throw new Error(`${id} refused a message`);
  });
};

const plainSide = (
  shape: Shape,
  ids: readonly string[],
): (() => Promise<{ work: number; checksum: number }>) => {
  const sink = new Sink();
  return bursts(shape, ids, sink, plainActors<Message>(ids, sink.take));
};

const run = async (full: Shape, context: BenchContext): Promise<Figure> => {
  const few = full.fewEntities ?? full.entities;
  const entities = context.choose({ full: full.entities, quick: few, check: few });
  const shape = { ...full, entities };
  const ids = Array.from({ length: shape.entities }, (_, index) => `a${index.toString(36)}`);
  const compared = await compare(
    { baseline: plainSide(shape, ids), measured: kitSide(shape, ids) },
    {
      rounds: context.choose({ full: 7, quick: shape.few, check: shape.few }),
      warmUp: shape.entities > 1_000 ? 1 : 2,
      slow: context.slow,
    },
  );
  return {
    name: shape.name,
    value: compared.ratio,
    unit: 'times',
    bar: shape.bar,
    baseline: { what: 'plain nact dispatch', value: compared.baseline, unit: '/s' },
    ratio: compared.ratio,
    noise: compared.noise,
    checksum: compared.checksum,
    note: `${entities.toLocaleString('en')} entities, ${Math.round(compared.measured).toLocaleString('en')} messages/s`,
  };
};

/** Messages through the kit's `tell` against plain nact's `dispatch`, both found by id. */
export const kitTell: Bench = {
  name: 'kit.tell',
  figures: SHAPES.map(({ name }) => name),
  run: async (context) => {
    const figures: Figure[] = [];
    for (const shape of SHAPES) {
      context.say(shape.name);
      figures.push(await run(shape, context));
    }
    return figures;
  },
};
