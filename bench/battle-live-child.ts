import { BattleClock } from '#actors/battle/battle-clock.ts';
import { battlesUnderWay } from '#actors/followers/battles.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { type BattleLiveOrder, type BattleLiveWord } from './battle-live-words.ts';
import { beginBattle } from './battles.ts';
import { Lateness } from './lateness.ts';
import { openDiskWorld, type World } from './world.ts';

const REALM = 'home';
const AT_ONCE = 200;
/** Most of the HP that makes a battle last as long as it takes to watch a few of its windows. */
const STAMINA = 4;
const LOOK_MS = 20;

const rng = sfc32(2, 7, 1, 8);
let opened = 0;

/** A battle of two trainers begins; by whoever stands in for its people. */
const begin = async (world: World): Promise<void> => {
  opened += 1;
  const key = `b${opened.toString(36).padStart(8, '0')}`;
  await beginBattle(world, { realm: REALM, id: key }, 'live', rng, STAMINA);
};

const run = async ({ dir, live, attended, measureMs, isNew }: BattleLiveOrder): Promise<void> => {
  const fromMs = performance.now();
  const world = await openDiskWorld(dir);
  const lateness = new Lateness();
  let isMeasured = false;
  const clock = new BattleClock({
    engine: world.engine,
    clock: systemClock,
    onError: (error) => world.alarms.push(String(error)),
    onClosed: (lateMs) => {
      if (isMeasured) lateness.record(lateMs);
    },
  });
  clock.start(world.bus, () => battlesUnderWay(world.engine));
  if (isNew) {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < live) {
        next += 1;
        await begin(world);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }
  const wanted = isNew ? live : Math.floor(live * 0.95);
  while (clock.running < wanted) await wait(LOOK_MS);
  const readyMs = performance.now() - fromMs;
  let windows = 0;
  let beginnings = 0;
  let cpuShare = 0;
  let ms = 1;
  if (measureMs > 0) {
    for (const { id } of clock.live(REALM, Math.floor(live * attended))) clock.attend({ realm: REALM, id });
    // who ends makes room for who comes, as in life
    world.bus.react('bench', 'battle.BattleEnded', () => {
      if (isMeasured) beginnings += 1;
      return begin(world);
    });
    await wait(measureMs / 5);
    isMeasured = true;
    const cpu = process.cpuUsage();
    const startedMs = performance.now();
    await wait(measureMs);
    ms = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(cpu);
    cpuShare = (user + system) / 1_000 / ms;
    windows = lateness.count;
  }
  const word: BattleLiveWord = {
    running: clock.running,
    cpuShare,
    windows,
    windowsPerS: (windows * 1_000) / ms,
    beginningsPerS: (beginnings * 1_000) / ms,
    lateP99Ms: lateness.within(0.99),
    readyMs,
  };
  // whoever asked ends this process
  process.send?.(word);
};

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

await run(JSON.parse(process.argv[2] ?? '{}') as BattleLiveOrder);
