import { BattleClock } from '#actors/battle/battle-clock.ts';
import type { Place } from '#actors/kit/define-entity.ts';
import { battlesUnderWay } from '#actors/followers/battles.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { sfc32 } from '#game/shared/rng.ts';
import type { BattleLiveOrder, BattleLiveWord } from './battle-live-words.ts';
import { beginBattle } from './battles.ts';
import { Lateness } from './lateness.ts';
import { openDiskWorld, type World } from './world.ts';

const REALM = 'home';
/** Battles that are being opened at once, at most. */
const AT_ONCE = 400;
const LOOK_MS = 20;
/** Who does not run by then never will, ms. */
const RUNNING_WITHIN_MS = 60_000;
/** Most of `live` at a time: some have ended, and those that follow them are about to begin. */
const AT_LEAST = 0.98;

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Battles of trainers: a share of them is attended from the first tick to the last, and each is followed by another. */
class Arena {
  readonly #world: World;
  readonly #clock: BattleClock;
  readonly #attended: number;
  readonly #rng = sfc32(2, 7, 1, 8);
  readonly #leave = new Map<string, () => void>();
  #opened = 0;
  ended = 0;

  constructor(world: World, clock: BattleClock, attended: number) {
    this.#world = world;
    this.#clock = clock;
    this.#attended = attended;
    world.bus.react('bench', 'battle.BattleEnded', ({ id }) => {
      this.ended += 1;
      this.#leave.get(id)?.();
      this.#leave.delete(id);
      this.#begin().catch((error: unknown) => world.alarms.push(String(error)));
    });
  }

  /** Opens battles evenly over a time, by whoever stands in for their people. */
  async open(live: number, spreadMs: number): Promise<void> {
    const fromMs = performance.now();
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < live) {
        const dueMs = fromMs + (next / live) * spreadMs;
        next += 1;
        const early = dueMs - performance.now();
        if (early > 1) await wait(early);
        await this.#begin();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  async #begin(): Promise<void> {
    this.#opened += 1;
    const place: Place = { realm: REALM, id: `b${this.#opened.toString(36).padStart(8, '0')}` };
    if (this.#opened % Math.round(1 / this.#attended) === 0) {
      this.#leave.set(place.id, this.#clock.attend(place));
    }
    await beginBattle(this.#world, place, 'live', this.#rng, 1);
  }
}

/** Waits until so many battles run. @throws Error when they do not */
const untilRunning = async (clock: BattleClock, world: World, wanted: () => number): Promise<void> => {
  const untilMs = performance.now() + RUNNING_WITHIN_MS;
  while (clock.running < wanted()) {
    if (performance.now() > untilMs) {
      throw new Error(`${clock.running} of ${wanted()} battles run; ${world.alarms.slice(0, 3).join('; ')}`);
    }
    await wait(LOOK_MS);
  }
};

const run = async (order: BattleLiveOrder): Promise<BattleLiveWord> => {
  const { dir, live, attended, spreadMs, measureMs, isNew } = order;
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
  let found: number | undefined;
  void clock.start(world.bus, async (needsAll) => {
    const places = await battlesUnderWay(world.engine, needsAll);
    found ??= places.length;
    return places;
  });
  if (!isNew) {
    await untilRunning(clock, world, () => found ?? Number.POSITIVE_INFINITY);
    const readyMs = performance.now() - fromMs;
    return {
      running: clock.running,
      readyMs,
      cpuShare: 0,
      windows: 0,
      windowsPerS: 0,
      endingsPerS: 0,
      lateP99Ms: 0,
    };
  }
  const arena = new Arena(world, clock, attended);
  await arena.open(live, spreadMs);
  await untilRunning(clock, world, () => live * AT_LEAST);
  const readyMs = performance.now() - fromMs;
  await wait(measureMs / 5);
  isMeasured = true;
  const ended = arena.ended;
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await wait(measureMs);
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  if (world.alarms.length > 0) throw new Error(world.alarms.slice(0, 3).join('; '));
  return {
    running: clock.running,
    cpuShare: (user + system) / 1_000 / ms,
    windows: lateness.count,
    windowsPerS: (lateness.count * 1_000) / ms,
    endingsPerS: ((arena.ended - ended) * 1_000) / ms,
    lateP99Ms: lateness.within(0.99),
    readyMs,
  };
};

// whoever asked ends this process
process.send?.(await run(JSON.parse(process.argv[2] ?? '{}') as BattleLiveOrder));
