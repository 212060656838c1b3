import { user } from '#actors/user/user.ts';
import type { HydrateOrder, HydrateWord } from './hydrate-words.ts';
import { closedLoop } from './load.ts';
import { ask, personCommand, personId } from './people.ts';
import { readAll } from './read-all.ts';
import { openDiskWorld } from './world.ts';

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
