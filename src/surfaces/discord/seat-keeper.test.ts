import { expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Seats } from '#ports/seats.ts';
import { SeatKeeper } from './seat-keeper.ts';

const KEPT_MS = 10_000;

/** Seats that a test moves by hand; what the real ones do is in their contract. */
const rig = () => {
  const clock = createVirtualClock();
  const holders = new Map<string, string>();
  const state = { isAway: false };
  const seats: Seats = {
    keptMs: KEPT_MS,
    take: async (names, holder, gone = []) => {
      if (state.isAway) throw new Fault('E_UNAVAILABLE', 'away', { retryable: true });
      const seat = names.find((name) => ![undefined, holder, ...gone].includes(holders.get(name)));
      if (seat !== undefined) return Promise.resolve({ ok: false, seat, holder: holders.get(seat) ?? '' });
      for (const name of names) holders.set(name, holder);
      return Promise.resolve({ ok: true });
    },
    leave: async (names) => {
      for (const name of names) holders.delete(name);
      return Promise.resolve();
    },
  };
  const said: string[] = [];
  const refused: string[] = [];
  const keeperOf = (self: string, gone: readonly string[] = []): SeatKeeper =>
    new SeatKeeper({
      seats,
      shards: { count: 2, ids: [0, 1] },
      self,
      isGone: (holder) => gone.includes(holder),
      clock,
      log: (_level, what) => said.push(what),
      onRefusal: ({ message }) => refused.push(message),
    });
  /** Lets time pass in small steps, with all that follows from each. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 250) {
      clock.advance(250);
      await new Promise(setImmediate);
    }
  };
  return { holders, state, said, refused, keeperOf, pass };
};

it('a second process waits until the seat would be free, and is refused with who has it', async () => {
  const { holders, said, keeperOf, pass } = rig();
  holders.set('1/2', 'other-host:17');
  const started = keeperOf('me:1').start();
  let message = '';
  void started.catch((error: Error) => {
    ({ message } = error);
  });
  await pass(KEPT_MS + 1_000);
  expect(message).toMatch(
    /^Another process \(other-host:17\) is on Discord with this DISCORD_TOKEN for shard 1\/2: stop one of the two, or give .*SHARD_IDS/,
  );
  expect(said).toHaveLength(1);
});

it('takes over from the dead, and from who leaves while it waits', async () => {
  const { holders, keeperOf, pass } = rig();
  holders.set('0/2', 'me:16');
  holders.set('1/2', 'me:17');
  const first = keeperOf('me:18', ['me:16', 'me:17']);
  await first.start();
  expect([...holders.values()]).toEqual(['me:18', 'me:18']);
  const started = keeperOf('me:19').start();
  await pass(500);
  await first.stop();
  await pass(500);
  await started;
  expect([...holders.values()]).toEqual(['me:19', 'me:19']);
});

it('goes on while the seats cannot be asked, and says so when somebody else has taken one', async () => {
  const { holders, state, refused, keeperOf, pass } = rig();
  const keeper = keeperOf('me:1');
  await keeper.start();
  state.isAway = true;
  await pass(KEPT_MS);
  state.isAway = false;
  await pass(KEPT_MS);
  expect(refused).toEqual([]);
  holders.set('0/2', 'other:2');
  await pass(KEPT_MS);
  expect(refused).toEqual([expect.stringContaining('other:2')]);
  await keeper.stop();
});
