import { user } from '#actors/user/user.ts';
import { openLoop, type LoadReport } from './load.ts';
import { ask, personPlace } from './people.ts';
import type { World } from './world.ts';

/** So many different ones in an order that jumps about. */
export const shuffled = (ids: readonly string[], count: number): readonly string[] => {
  // a prime step visits each once
  const step = 7_919;
  return Array.from({ length: Math.min(count, ids.length) }, (_, n) => ids[(n * step) % ids.length] ?? '');
};

/** The value that this share of all is within. */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** How often those under way are looked at, ms: so much later at most they are counted as ready. */
const LOOK_EVERY_MS = 1;

/** Notes when entities have woken: looks at those under way now and then. */
class Watch {
  readonly readyMs: number[] = [];
  #waking: { readonly id: string; readonly fromMs: number }[] = [];
  #isOver = false;

  constructor(world: World) {
    const look = (): void => {
      const nowMs = performance.now();
      this.#waking = this.#waking.filter(({ id, fromMs }) => {
        if (world.engine.entity('user', personPlace(id))?.status === 'waking') return true;
        this.readyMs.push(nowMs - fromMs);
        return false;
      });
      if (!this.#isOver) setTimeout(look, LOOK_EVERY_MS);
    };
    look();
  }

  add(id: string, fromMs: number): void {
    this.#waking.push({ id, fromMs });
  }

  end(): void {
    this.#isOver = true;
  }
}

/** How long sleepers took to be ready, and to answer. */
export interface WakeReport {
  readonly readyMs: readonly number[];
  readonly answers: LoadReport['latencies'];
}

/** Speaks to so many sleepers a second, each once, in this order. */
export const wakeAll = async (world: World, ids: readonly string[], perS: number): Promise<WakeReport> => {
  const watch = new Watch(world);
  const durationMs = (ids.length * 1_000) / perS;
  const report = await openLoop({ perS, durationMs }, async (n, intendedMs) => {
    const id = ids[n] ?? '';
    watch.add(id, intendedMs);
    await ask(world, user, id, 'wake', { type: 'AwardXp', source: 'pet-care' }, `pet:home:${id}`);
  });
  watch.end();
  return { readyMs: watch.readyMs, answers: report.latencies };
};
