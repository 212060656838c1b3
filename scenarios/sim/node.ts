import { news } from '#actors/followers/news.ts';
import { createEngine } from '#actors/kit/engine.ts';
import type { RunningEngine } from '#actors/kit/running-engine.ts';
import type { Follower } from '#actors/kit/follower-runner.ts';
import type { Guards } from '#actors/kit/guards.ts';
import { createLocalRouter } from '#adapters/memory/local-router.ts';
import { type MemoryStore, openMemoryStore } from '#adapters/memory/memory-store.ts';
import { Bus } from '#events/bus.ts';
import type { Clock } from '#ports/clock.ts';
import { type Commit, parseCommitKey } from '#ports/commit.ts';
import type { Journal } from '#ports/journal.ts';
import { chanceOf, oneIn } from './chance.ts';
import type { Channels } from './channels.ts';
import { SIM_KINDS } from './kinds.ts';
import { createSeededDispatcher, type SeededDispatcher } from './seeded-dispatcher.ts';
import type { World } from './world.ts';

/** One process: its own engine, view of the store and actor library over the shared world. */
export class Node {
  readonly number: number;
  readonly store: MemoryStore;
  readonly #world: World;
  readonly #dispatcher: SeededDispatcher;
  #engine: RunningEngine | undefined;
  /** Set once it has started. */
  engine: RunningEngine | undefined;
  isAlive = true;
  /** A newer process has taken the shards. */
  isStale = false;

  constructor(world: World, number: number) {
    this.#world = world;
    this.number = number;
    const { clock, backing, plan, schedule, seed } = world;
    this.store = openMemoryStore({
      clock,
      backing,
      faults: plan.store,
      seed: seed * 64 + number,
      shuffleSeed: seed * 64 + number,
      defer: (_operation, _answer, run) => schedule.add(run),
    });
    this.#dispatcher = createSeededDispatcher(schedule, (error) =>
      world.violate('a handler let an error escape', String(error)),
    );
  }

  /** Starts the engine. @throws Fault when the store fails meanwhile: the process ends and another has to be started */
  async start(guards: Guards, follower: Follower, channels: Channels): Promise<void> {
    const store = { ...this.store, journal: this.#oneInFlight(this.store.journal) };
    const clock = this.#clock();
    const engine = await createEngine({
      kinds: SIM_KINDS,
      store,
      dispatcher: this.#dispatcher,
      clock,
      router: createLocalRouter(store.leases),
      bus: new Bus((name, error) => this.#world.violate(`bus: ${name}`, String(error))),
      followers: [follower, news],
      onAlarm: (what, self, error) => this.#world.alarm(what, self, error),
      guards,
      rng: chanceOf(this.#world.seed * 64 + this.number, 0xe261),
    });
    this.#engine = engine;
    await engine.start();
    await engine.follow(channels.carrier(engine, clock, () => this.isAlive));
    this.engine = engine;
  }

  /** The process is gone at once; of its waiting calls to the store some still arrive. */
  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#engine?.kill();
    this.#dispatcher.halt();
    const rng = this.#world.rng;
    this.store.control.kill(() => oneIn(rng, 500));
  }

  /** The journal as this process uses it: it may have one commit of a stream on its way. */
  #oneInFlight(journal: Journal): Journal {
    const flying = new Map<string, Commit>();
    return {
      ...journal,
      append: async (entries) => {
        for (const { commit } of entries) {
          const { stream } = parseCommitKey(commit._id);
          const other = flying.get(stream);
          this.#world.expect(
            'one commit of a stream is in flight',
            // after its lease came back, an entity may know from the log what its former life still waits for
            other === undefined || other.epoch !== commit.epoch,
            () => `${commit._id} while ${other?._id} is on its way`,
          );
          flying.set(stream, commit);
        }
        const results = await journal.append(entries);
        for (const { commit } of entries) {
          const { stream } = parseCommitKey(commit._id);
          if (flying.get(stream) === commit) flying.delete(stream);
        }
        return results;
      },
    };
  }

  /** Timers die with their process. */
  #clock(): Clock {
    const { clock } = this.#world;
    return {
      nowMs: () => clock.nowMs(),
      monoMs: () => clock.monoMs(),
      after: (delayMs, callback) =>
        clock.after(delayMs, () => {
          if (this.isAlive) callback();
        }),
    };
  }
}
