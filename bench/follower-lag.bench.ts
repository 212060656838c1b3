import { setTimeout as sleep } from 'node:timers/promises';
import { FOLLOWERS } from '#actors/guardian.ts';
import type { Follower } from '#actors/kit/follower-runner.ts';
import { user } from '#actors/user/user.ts';
import { closeLoad, issue } from './durable-load.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { Lateness } from './lateness.ts';
import { openLoop } from './load.ts';
import { MONGO_PEOPLE, openMongoLoad, withMongo } from './mongo-world.ts';

const PER_S = 4_000;
/** How long commits are waited for that no follower has seen when the load is over, ms. */
const SEEN_WITHIN_MS = 10_000;

const run = (context: BenchContext): Promise<readonly Figure[]> =>
  withMongo(async (server) => {
    let late = new Lateness();
    const watcher: Follower = {
      name: 'lag',
      kinds: ['user'],
      handle: ({ at }) => late.record(Date.now() - at),
    };
    const followers = [...FOLLOWERS, watcher];
    const load = await openMongoLoad(server, 'lag', user, MONGO_PEOPLE, { followers });
    await openLoop({ perS: PER_S, durationMs: 2_000 }, () => issue(load));
    late = new Lateness();
    context.say('follower.lag');
    const before = load.world.engine.stats().commits;
    const durationMs = context.choose({ full: 15_000, quick: 4_000, check: 1_500 });
    const { ms } = await openLoop({ perS: PER_S, durationMs }, () => issue(load));
    const commits = load.world.engine.stats().commits - before;
    const { count } = late;
    const endMs = performance.now() + SEEN_WITHIN_MS;
    while (late.count < commits && performance.now() < endMs) await sleep(50);
    if (late.count < commits)
      throw new Error(`${commits - late.count} of ${commits} commits were not followed`);
    const value = late.within(0.99) * context.slow;
    return [
      {
        name: 'follower.lag',
        value,
        unit: 'ms',
        bar: { most: 1_000 },
        noise: 0,
        checksum: await closeLoad(load),
        note: `${server.name}, p99 from commit to follower at ${((commits * 1_000) / ms).toFixed(0)} commits/s; ${count} of ${commits} seen meanwhile`,
      },
    ];
  });

/** How far a follower is behind the log on MongoDB. */
export const followerLag: Bench = { name: 'follower.lag', figures: ['follower.lag'], usesDisk: true, run };
