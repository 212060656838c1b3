import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { streamOf } from '#actors/kit/stream-id.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import type { HydrateOrder, HydrateWord } from './hydrate-words.ts';
import { personId } from './people.ts';
import { median, spread } from './rounds.ts';
import { seedPeople } from './seed.ts';

const TARGET = 10_000;
/** People who are given commands while the process is killed. */
const OTHERS = 200;
const UNDER_LOAD_MS = 300;
const BARE_AT_ONCE = 64;

type Read = Extract<HydrateWord, { said: 'read' }>;

/** Starts the engine on the data in a process of its own and waits until it has read everybody. */
const startAndRead = (order: HydrateOrder): Promise<{ readonly child: ChildProcess; readonly read: Read }> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('./hydrate-child.ts', import.meta.url), [JSON.stringify(order)]);
    child.on('message', (message) => {
      const word = message as HydrateWord;
      if (word.said === 'read') resolve({ child, read: word });
    });
    child.once('exit', (code) => reject(new Error(`the engine ended with ${code}`)));
  });

const killNine = (child: ChildProcess): Promise<unknown> => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return gone;
};

/** Ms that reading the same streams takes with nothing around it. */
const bareRead = async (dir: string, people: number): Promise<number> => {
  const store = await openSqliteStore({ dir });
  const fromMs = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < people) {
      const { stream } = streamOf({ kind: 'user', realm: '0', id: personId(next) });
      next += 1;
      await store.journal.read(stream, 1, 1_000);
    }
  };
  await Promise.all(Array.from({ length: BARE_AT_ONCE }, lane));
  const ms = performance.now() - fromMs;
  await store.close();
  return ms;
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const people = context.choose({ full: TARGET, quick: 1_000, check: 600 });
  const rounds = context.choose({ full: 3, quick: 1, check: 1 });
  const dir = context.directory();
  context.say(`hydrate: writing ${people} people`);
  await seedPeople(() => openSqliteStore({ dir }), people + OTHERS);
  const times: number[] = [];
  const bares: number[] = [];
  let digest = '';
  for (let round = 0; round < rounds; round += 1) {
    context.say(`hydrate: round ${round + 1}`);
    const before = await startAndRead({ dir, people, then: 'load' });
    await wait(UNDER_LOAD_MS);
    await killNine(before.child);
    const after = await startAndRead({ dir, people, then: 'read' });
    if (after.read.digest !== before.read.digest) {
      throw new Error(`people came back different: ${before.read.digest} and ${after.read.digest}`);
    }
    await killNine(after.child);
    times.push((after.read.ms * context.slow * TARGET) / people);
    bares.push(((await bareRead(dir, people)) * TARGET) / people);
    ({ digest } = after.read);
  }
  const value = median(times);
  return [
    {
      name: 'hydrate',
      value,
      unit: 'ms',
      bar: { most: 4_000 },
      baseline: { what: 'reading the streams alone', value: median(bares), unit: 'ms' },
      ratio: median(bares) / value,
      noise: spread(times),
      checksum: digest,
      note: people === TARGET ? '10,000 people, equal before and after' : `scaled up from ${people} people`,
    },
  ];
};

/** Everybody back after a kill: each answers one read, equal to before. */
export const hydrate: Bench = { name: 'hydrate', figures: ['hydrate'], usesDisk: true, run };
