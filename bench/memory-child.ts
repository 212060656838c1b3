import { ledger } from '#actors/ledger/ledger.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import type { MemoryOrder, MemoryWord } from './memory-words.ts';
import { personId, REALM } from './people.ts';
import { readAll } from './read-all.ts';
import { openDiskWorld } from './world.ts';

const run = async ({ dir, people }: MemoryOrder): Promise<void> => {
  const world = await openDiskWorld(dir);
  await readAll(world, people);
  // an audit of all accounts would be measured too, and being live needs none
  await world.engine.read(
    ledger,
    { realm: REALM, id: '0' },
    'balance',
    accountOf(personId(0)),
    world.readCall(),
  );
  const live = world.engine.stats().liveByKind['user'] ?? 0;
  const word: MemoryWord = { live, rss: process.memoryUsage.rss() };
  await world.close();
  process.send?.(word, () => process.exit(0));
};

await run(JSON.parse(process.argv[2] ?? '{}') as MemoryOrder);
