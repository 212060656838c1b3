import { fork } from 'node:child_process';
import { once } from 'node:events';
import { user } from '#actors/user/user.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { ITEMS } from '#game/economy/items.ts';
import { accountOf, type Leg } from '#game/economy/ledger-protocol.ts';
import { sealed } from '#game/shared/sealed.ts';
import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import type { CommandOf } from '#actors/kit/define-entity.ts';
import { startFlags } from '#test/support/start-flags.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import type { MemoryOrder, MemoryWord } from './memory-words.ts';
import { ask, enrolAll, personId, REALM } from './people.ts';
import { collect } from './rounds.ts';
import { openDiskWorld, type World } from './world.ts';

const TARGET = 100_000;
/** Command ids that a person's entity remembers: those of people, and the answer to the effect of the first. */
const IDS = 32;
const OF_ENROLMENT = 2;
const ITEM_KINDS = 20;
const AT_ONCE = 50;

const rng = sfc32(20, 26, 11, 23);

/** Twenty different items out of the catalogue, a few of each. */
const randomItems = (id: string): readonly Leg[] => {
  const chosen = new Map<string, number>();
  while (chosen.size < ITEM_KINDS) {
    const item = ITEMS[randomBelow(rng, ITEMS.length)];
    if (item !== undefined) chosen.set(item.id, 1 + randomBelow(rng, 9));
  }
  return [...chosen].map(([item, quantity]) => ({ from: 'mint', to: accountOf(id), item, quantity }));
};

/** What a person did after enrolling. */
const livedCommand = (
  id: string,
  n: number,
): { readonly by: string; readonly command: CommandOf<typeof user> } => {
  if (n === 0) {
    const title = sealed(id, 'Keeper of small things');
    const bio = sealed(
      id,
      `Came for the pets, stayed for the people. Number ${Number.parseInt(id.slice(1), 36)}.`,
    );
    return {
      by: id,
      command: { type: 'DraftProfile', change: { title, bio, colour: '#31588a' }, revision: 0 },
    };
  }
  if (n === 1) {
    return { by: id, command: { type: 'SaveProfile', revision: 1 } };
  }
  if (n % 2 === 0)
    return { by: id, command: { type: 'SetNotify', event: 'gift', via: n % 4 === 0 ? 'off' : 'dm' } };
  return { by: `pet:${REALM}:${id}`, command: { type: 'AwardXp', source: 'pet-care' } };
};

const live = async (world: World, id: string): Promise<void> => {
  const legs = randomItems(id);
  const command = { type: 'Transfer', legs, memo: { kind: 'demo' } } as const;
  const call = world.call('mint', `items-${id}`);
  const gift = world.engine.ask(ledger, { realm: REALM, id: '0' }, command, call);
  const lived = Array.from({ length: IDS - OF_ENROLMENT }, (_, n) => {
    const { by, command: next } = livedCommand(id, n);
    return ask(world, user, id, `l${n}`, next, by);
  });
  await Promise.all([gift, ...lived]);
};

const liveAll = async (world: World, ids: readonly string[]): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < ids.length) {
      const id = ids[next] ?? '';
      next += 1;
      await live(world, id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
};

const kept = (): number => {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Starts the engine on the data in a process of its own, as after a restart, and wakes everybody. */
const wakeAll = async (order: MemoryOrder): Promise<MemoryWord> => {
  const child = fork(new URL('./memory-child.ts', import.meta.url), [JSON.stringify(order)], {
    execArgv: [...startFlags()],
  });
  const ended = once(child, 'exit');
  const [word] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => {
      throw new Error(`the engine ended with ${String(code)}`);
    }),
  ])) as [MemoryWord];
  await ended;
  return word;
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const people = context.choose({ full: TARGET, quick: 2_000, check: 2_000 });
  const dir = context.directory();
  const world = await openDiskWorld(dir);
  const warmUp = Array.from({ length: 200 }, (_, n) => `w${n.toString(36)}`);
  await enrolAll(world, user, warmUp);
  await liveAll(world, warmUp);
  await world.engine.settled();
  const before = kept();
  const ids = Array.from({ length: people }, (_, n) => personId(n));
  context.say(`memory: ${people} people`);
  await enrolAll(world, user, ids);
  // each has told the ledger of its welcome: on a slow disk those fill its inbox
  await world.engine.settled();
  await liveAll(world, ids);
  await world.engine.settled();
  const each = (kept() - before) / people;
  const { liveByKind, commands } = world.engine.stats();
  if ((liveByKind['user'] ?? 0) < people) throw new Error(`only ${liveByKind['user']} people are live`);
  await world.close();
  const checksum = commands.toString(36);
  context.say('memory: waking them in a new process');
  const woken = await wakeAll({ dir, people });
  if (woken.live < people) throw new Error(`only ${woken.live} people woke`);
  const isWhole = people === TARGET;
  return [
    {
      name: 'memory',
      value: each * context.slow,
      unit: 'bytes',
      bar: { most: 6 * 1_024 },
      noise: 0,
      checksum,
      note: `a person with profile and ${IDS} ids, and the account with ${ITEM_KINDS} items`,
    },
    {
      name: 'memory.2',
      value: isWhole ? woken.rss : woken.rss + each * (TARGET - people),
      unit: 'bytes',
      bar: { most: 1_024 ** 3 },
      noise: 0,
      checksum,
      note: isWhole
        ? `RSS of a new process after ${TARGET} people were woken`
        : `reckoned from ${people} people`,
    },
  ];
};

/** What a live person costs. */
export const memory: Bench = { name: 'memory', figures: ['memory', 'memory.2'], usesDisk: true, run };
