import { describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock, type VirtualClock } from '#adapters/memory/virtual-clock.ts';
import { openMemoryStore } from '#adapters/memory/memory-store.ts';
import type { Clock } from '#ports/clock.ts';
import { type Commit, commitKey } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import type { Followers, Position } from '#ports/followers.ts';
import { type Follower, FollowerRunner } from './follower-runner.ts';
import { Sealer } from './sealer.ts';

const STREAM = '00:counter:0:a';

/** A log that grows by hand and calls back at each commit, as a store does. */
const createLog = () => {
  let length = 0;
  let listener = (): void => undefined;
  const followers: Followers = {
    open: () => Promise.resolve({ epoch: 1, position: undefined }),
    read: (position, limit) => {
      const from = Number(position ?? 0);
      const to = Math.min(length, from + limit);
      const commits = Array.from({ length: to - from }, (_, index) => ({
        _id: commitKey(STREAM, from + index + 1),
        at: 1,
        cmds: [],
      })) as unknown as Commit[];
      return Promise.resolve({ commits, position: (to === from ? position : String(to)) as Position });
    },
    save: () => Promise.resolve('saved'),
    rows: () => Promise.resolve([]),
    onAppend: (told) => {
      listener = told;
      return () => undefined;
    },
  };
  return {
    followers,
    append: () => {
      length += 1;
      listener();
    },
  };
};

const settle = async (): Promise<void> => {
  for (let n = 0; n < 20; n += 1) await Promise.resolve();
};

/** A follower at full load. */
const createRunner = (
  clock: Clock,
  followers: Followers,
  handle: NonNullable<Follower['handle']>,
): FollowerRunner =>
  new FollowerRunner(
    { name: 'slow', kinds: ['counter'], handle },
    {
      followers,
      sealer: new Sealer(openMemoryStore({ clock, backing: createMemoryBacking() }).keys),
      clock,
      restFactor: () => 30,
      alarm: (error) => {
        throw error;
      },
    },
  );

/** Lets commits come for so long, one every so many ms. */
const commitsCome = async (
  clock: VirtualClock,
  { append }: Pick<ReturnType<typeof createLog>, 'append'>,
  forMs: number,
  everyMs: number,
): Promise<void> => {
  for (let ms = 0; ms < forMs; ms += everyMs) {
    append();
    clock.advance(everyMs);
    await settle();
  }
};

describe('a runner of followers', () => {
  it('rests in proportion to its work, however often news of commits come meanwhile', async () => {
    const clock = createVirtualClock();
    const log = createLog();
    const startedMs: number[] = [];
    const runner = createRunner(clock, log.followers, () => {
      startedMs.push(clock.monoMs());
      return new Promise((resolve) => clock.after(10, resolve));
    });
    await runner.start();
    await commitsCome(clock, log, 3_000, 5);
    runner.stop();
    const slices = startedMs.filter((ms, index) => ms - (startedMs[index - 1] ?? -1_000) > 100);
    // 10 ms or more of work, then more than seven times as long a rest: without the rest there are a hundred slices
    expect(slices.length).toBeGreaterThan(1);
    expect(slices.length).toBeLessThanOrEqual(10);
    const idleMs = startedMs.reduce((sum, ms, index) => {
      const gapMs = ms - (startedMs[index - 1] ?? ms);
      return gapMs > 15 ? sum + gapMs : sum;
    }, 0);
    expect(idleMs).toBeGreaterThan(2_000);
  });

  it('rests for what a handler worked and not for what the store took to be read', async () => {
    const clock = createVirtualClock();
    const { followers, append } = createLog();
    const slow: Followers = {
      ...followers,
      read: async (...asked) => {
        await new Promise<void>((resolve) => clock.after(50, resolve));
        return followers.read(...asked);
      },
    };
    let handled = 0;
    const runner = createRunner(clock, slow, () => {
      handled += 1;
    });
    await runner.start();
    await commitsCome(clock, { append }, 3_000, 10);
    await commitsCome(clock, { append }, 200, 200);
    runner.stop();
    // a rest of 30 times 50 ms, or a quarter of that, would leave most of them for later
    expect(handled).toBeGreaterThan(270);
  });

  it('rests no more than a second, whatever a handler waited for', async () => {
    const clock = createVirtualClock();
    const log = createLog();
    const startedMs: number[] = [];
    const runner = createRunner(clock, log.followers, () => {
      startedMs.push(clock.monoMs());
      return new Promise((resolve) => clock.after(2_000, resolve));
    });
    await runner.start();
    await commitsCome(clock, log, 10_000, 50);
    runner.stop();
    expect(startedMs.length).toBeGreaterThanOrEqual(3);
  });

  it('is behind by the age of what it handled, and longer for as long as it is held up', async () => {
    const clock = createVirtualClock(5_001);
    const log = createLog();
    const steps: (() => void)[] = [];
    let isBroken = false;
    const runner = new FollowerRunner(
      {
        name: 'held',
        kinds: ['counter'],
        handle: () =>
          new Promise((resolve, reject) => steps.push(isBroken ? () => reject(new Error('no')) : resolve)),
      },
      {
        followers: log.followers,
        sealer: new Sealer(openMemoryStore({ clock, backing: createMemoryBacking() }).keys),
        clock,
        restFactor: () => 0,
        alarm: () => undefined,
      },
    );
    const pass = async (ms: number): Promise<void> => {
      clock.advance(ms);
      await settle();
    };
    await runner.start();
    await pass(0);
    expect(runner.lagMs).toBe(0);
    log.append();
    await pass(20);
    expect(steps).toHaveLength(1);
    await pass(3_000);
    expect(runner.lagMs).toBe(3_000);
    steps[0]?.();
    await settle();
    // commits of this log are from the first ms of all
    expect(runner.lagMs).toBe(clock.nowMs() - 1);
    await pass(1_000);
    expect(runner.lagMs).toBe(0);
    isBroken = true;
    log.append();
    await pass(20);
    steps[1]?.();
    await settle();
    await pass(500);
    const heldMs = runner.lagMs;
    expect(heldMs).toBe(500);
    await pass(700);
    steps[2]?.();
    await settle();
    expect(runner.lagMs).toBe(heldMs + 700);
    runner.stop();
    expect(runner.lagMs).toBe(0);
  });

  it('opens later what is out of reach at first, and reads nothing before', async () => {
    const clock = createVirtualClock();
    const log = createLog();
    const alarms: unknown[] = [];
    const seen: number[] = [];
    let isOut = true;
    const runner = new FollowerRunner(
      { name: 'late', kinds: ['counter'], handle: (_commit, { seq }) => void seen.push(seq) },
      {
        followers: {
          ...log.followers,
          open: (name) =>
            isOut
              ? Promise.reject(new Fault('E_UNAVAILABLE', 'out of reach', { retryable: true }))
              : log.followers.open(name),
        },
        sealer: new Sealer(openMemoryStore({ clock, backing: createMemoryBacking() }).keys),
        clock,
        restFactor: () => 0,
        alarm: (error) => alarms.push(error),
      },
    );
    await runner.start();
    log.append();
    const pass = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= 50) {
        clock.advance(50);
        await settle();
      }
    };
    await runner.catchUp();
    await pass(2_500);
    expect(alarms).toHaveLength(3);
    expect(seen).toEqual([]);
    isOut = false;
    await pass(1_500);
    expect(seen).toEqual([1]);
    runner.stop();
  });
});
