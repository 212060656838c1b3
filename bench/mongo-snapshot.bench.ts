import { activate } from '#actors/kit/activation.ts';
import { Sealer } from '#actors/kit/sealer.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import { user } from '#actors/user/user.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import type { Store } from '#ports/store.ts';
import { enrolLoad, issue } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { openBenchStore, withMongo } from './mongo-world.ts';
import { personId, personPlace } from './people.ts';
import { openWorld } from './world.ts';

const SELF = { kind: 'user', ...personPlace(personId(0)) };

/** The state as a process that has never seen the entity gets it. */
const awaken = async (store: Store, snapshots: Store['snapshots']): Promise<string> => {
  const { stream } = streamOf(SELF);
  const parts = { journal: store.journal, snapshots, sealer: new Sealer(store.keys) };
  const awake = await activate(user, SELF, stream, parts, (error) => {
    throw error;
  });
  return canonicalJson({ state: awake.state, seq: awake.seq });
};

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    const commits = context.choose({ full: 10_000, quick: 1_000, check: 300 });
    const world = await openWorld({ store: await openBenchStore(server, 'snapshot') });
    const load = await enrolLoad(world, user, 1);
    context.say(`mongo.snapshot: ${commits} commits, one after the other`);
    for (let n = 0; n < commits; n += 1) await issue(load);
    await world.engine.settled();
    const { bytes } = await world.store.journal.stats();
    const { commands } = world.engine.stats();
    await world.close();
    const asked = new Map<string, number>();
    const store = await openBenchStore(server, 'snapshot', {
      onCommand: (when, command, collection) => {
        if (when === 'sent' && command === 'find') asked.set(collection, (asked.get(collection) ?? 0) + 1);
      },
    });
    let read = 0;
    const counted: Store = {
      ...store,
      journal: {
        ...store.journal,
        read: async (...args) => {
          const page = await store.journal.read(...args);
          read += page.length;
          return page;
        },
      },
    };
    asked.clear();
    const awake = await awaken(counted, store.snapshots);
    const manifests = asked.get('manifests') ?? 0;
    const pages = asked.get('pages') ?? 0;
    const tail = read;
    const replayed = await awaken(store, { ...store.snapshots, load: () => Promise.resolve(undefined) });
    await store.close();
    if (awake !== replayed) throw new Error('the state by snapshot is not that of the full replay');
    const checksum = awake.length.toString(36);
    return [
      {
        name: 'mongo.snapshot',
        value: tail,
        unit: 'commits',
        bar: { most: 100 },
        noise: 0,
        checksum,
        note: `${server.name}, of ${commits}; ${manifests} reads of manifests, ${pages} of pages; equals the full replay`,
      },
      { name: 'mongo.snapshot.2', value: manifests, unit: 'reads', bar: { most: 1 }, noise: 0, checksum },
      {
        name: 'mongo.snapshot.3',
        value: bytes / commands,
        unit: 'bytes',
        noise: 0,
        checksum,
        note: 'of the log a command, as the server counts them',
      },
    ];
  });

/** What waking an entity with a long log reads. */
export const mongoSnapshot: Bench = {
  name: 'mongo.snapshot',
  figures: ['mongo.snapshot', 'mongo.snapshot.2', 'mongo.snapshot.3'],
  usesDisk: true,
  run,
};
