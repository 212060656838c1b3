import { createHash } from 'node:crypto';
import { user } from '#actors/user/user.ts';
import { type HydrateOrder, type HydrateWord } from './hydrate-words.ts';
import { closedLoop } from './load.ts';
import { ask, personCommand, personId, personPlace } from './people.ts';
import { openDiskWorld, type World } from './world.ts';

const AT_ONCE = 256;

/** One digest over what everybody reads of themselves; time-dependent fields left out. */
const readAll = async (world: World, people: number): Promise<string> => {
  const digests: string[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < people) {
      const n = next;
      next += 1;
      const view = await world.engine.read(user, personPlace(personId(n)), 'view', {}, world.readCall());
      if (view === undefined) throw new Error(`${personId(n)} is not there`);
      const { daily, ...rest } = view;
      digests[n] = JSON.stringify([rest, daily.streak]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return createHash('sha256').update(digests.join('\n')).digest('base64url').slice(0, 16);
};

const say = (word: HydrateWord): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(word, () => resolve());
  });

const run = async ({ dir, people, then }: HydrateOrder): Promise<void> => {
  const world = await openDiskWorld(dir);
  await say({ said: 'ready' });
  const fromMs = performance.now();
  const digest = await readAll(world, people);
  await say({ said: 'read', ms: performance.now() - fromMs, people, digest });
  // whoever asked ends this process
  if (then === 'read') return;
  // those behind the ones that were read: in flight when the process is killed
  await closedLoop({ inFlight: 200, durationMs: 60_000 }, (n) => {
    const id = personId(people + (n % 200));
    const { by, command } = personCommand(id, Math.floor(n / 200));
    return ask(world, user, id, `h${n.toString(36)}`, command, by);
  });
};

await run(JSON.parse(process.argv[2] ?? '{}') as HydrateOrder);
