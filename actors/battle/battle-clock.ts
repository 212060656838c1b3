import type { Engine } from '../kit/engine-api.ts';
import type { Place } from '../kit/define-entity.ts';
import type { Bus } from '#events/bus.ts';
import type { Fact } from '#events/fact.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { type Player, type Tempo, TICK_MS } from '#game/battle/battle-protocol.ts';
import type { ClockView } from '#game/battle/battle-reads.ts';
import { battle } from './battle.ts';
import { paceOf } from './pace.ts';
import { Slices } from './slices.ts';

/** Windows that are closed in one go; more wait for the next slice, so that a crowd does not hold up the loop. */
const AT_ONCE_MAX = 2_000;
/** A window whose outcome is not known is closed again under the same id after so long, ms. */
const AGAIN_MS = 1_000;
/** The same for one that an operator has to look at first. */
const FROZEN_AGAIN_MS = 30_000;
const DEADLINE_MS = 10_000;
/** How often battles are looked for whose beginning the bus has dropped, ms. */
const SEARCH_MS = 30_000;

/** One battle whose time runs. */
interface Running {
  readonly place: Place;
  readonly key: string;
  readonly tempo: Tempo;
  readonly players: readonly [Player, Player];
  readonly hasPerson: boolean;
  readonly isPrivate: boolean;
  readonly stake: number;
  readonly startedAtMs: number;
  /** Played up to here, and when that was due, monotonic ms. */
  tick: number;
  sinceMs: number;
  /** Ticks of the window that comes next, and when it is due; `Infinity`: its time runs in another process. */
  span: number;
  dueMs: number;
  isClosing: boolean;
}

/** A running battle in a list. */
export interface LiveInfo {
  readonly id: string;
  readonly players: readonly [Player, Player];
  readonly tempo: Tempo;
  readonly tick: number;
  readonly stake: number;
  readonly startedAtMs: number;
  readonly isWatched: boolean;
}

/** What the clock needs of the service. */
export interface BattleClockDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Told how late each window was closed, ms. */
  readonly onClosed?: (lateMs: number) => void;
  readonly onError: (error: unknown) => void;
  /** Whether this process looks after a battle; the time of others runs in theirs. Default: all are here. */
  readonly isHere?: (place: Place) => boolean;
}

const keyOf = ({ realm, id }: Place): string => `${realm}/${id}`;

/**
 * The one clock of all battles: it knows which window is due when, counted on the monotonic clock, and tells the battle
 * to play it. It carries no truth: what it does not know it asks, and a window closed twice is closed once. While the
 * service is down battles stand still.
 */
export class BattleClock {
  readonly #deps: BattleClockDeps;
  readonly #battles = new Map<string, Running>();
  /** How many look at a battle, whether its time runs or not yet. */
  readonly #viewers = new Map<string, number>();
  readonly #slices: Slices<Running>;
  #isStopped = false;
  #stops: readonly (() => void)[] = [];

  constructor(deps: BattleClockDeps) {
    this.#deps = deps;
    this.#slices = new Slices(deps.clock, AT_ONCE_MAX, (running) => void this.#close(running));
  }

  /** Battles whose time runs. */
  get running(): number {
    return this.#battles.size;
  }

  /**
   * Lets the battles run that begin from now on, and those that ran when the last process ended; `underWay` names them:
   * all of them when they are needed, else those that it has heard of, to find what the bus has dropped. Resolves when those
   * that ran are known.
   */
  start(bus: Bus, underWay: (needsAll: boolean) => Promise<readonly Place[]>): Promise<void> {
    const placeOf = ({ realm, id }: Fact): Place => ({ realm, id });
    // many begin or order at once, and each answer waits for the disk: none waits for the one before
    this.#stops = [
      bus.react('battle-clock', 'battle.BattleStarted', (fact) => void this.watch(placeOf(fact))),
      bus.react('battle-clock', 'battle.OrderGiven', (fact) => void this.#ordered(placeOf(fact))),
      bus.react('battle-clock', 'battle.BattleEnded', (fact) => this.forget(placeOf(fact))),
      bus.react('battle-clock', 'battle.BattleVoided', (fact) => this.forget(placeOf(fact))),
    ];
    return new Promise((known) => void this.#takeOver(underWay, known));
  }

  /** `onKnown`: all are needed, and it is told when they are known. */
  async #takeOver(
    underWay: (needsAll: boolean) => Promise<readonly Place[]>,
    onKnown?: () => void,
  ): Promise<void> {
    if (this.#isStopped) return;
    const again = (ms: number, onAll?: () => void): unknown =>
      this.#deps.clock.after(ms, () => void this.#takeOver(underWay, onAll));
    try {
      const places = await underWay(onKnown !== undefined);
      if (!this.#hasStopped()) again(SEARCH_MS);
      await Promise.all(places.map((place) => this.watch(place)));
      onKnown?.();
    } catch (error) {
      if (this.#hasStopped()) return;
      this.#deps.onError(error);
      again(AGAIN_MS, onKnown);
    }
  }

  async #ordered(place: Place): Promise<void> {
    const running = this.#battles.get(keyOf(place));
    // one that an operator has brought back, or whose beginning the bus has dropped
    if (running === undefined) return this.watch(place);
    if (running.tempo !== 'rounds') return;
    try {
      const view = await this.#deps.engine.read(battle, place, 'clock', undefined, this.#call(place));
      if (view?.isComplete === true) this.hurry(place);
    } catch (error) {
      this.#deps.onError(error);
    }
  }

  /** Lets a battle's time run, from where it stands. Harmless when it does already. */
  async watch(place: Place): Promise<void> {
    if (this.#isStopped || this.#battles.has(keyOf(place))) return;
    try {
      const view = await this.#deps.engine.read(battle, place, 'clock', undefined, this.#call(place));
      if (view?.status !== 'live' || this.#hasStopped()) return;
      if (!this.#battles.has(keyOf(place))) this.add(place, view);
      // who is quick has ordered before the clock has heard of the battle
      if (view.isComplete) this.hurry(place);
    } catch (error) {
      this.#deps.onError(error);
      this.#deps.clock.after(waitAfter(error), () => void this.watch(place));
    }
  }

  /** The same for a battle about which all is known. */
  add(place: Place, view: Omit<ClockView, 'status' | 'isComplete'>): void {
    const running: Running = {
      place,
      key: keyOf(place),
      ...view,
      sinceMs: this.#deps.clock.monoMs(),
      span: 0,
      dueMs: 0,
      isClosing: false,
    };
    this.#battles.set(running.key, running);
    this.#plan(running);
  }

  /** Battles of a realm that everybody may watch (or `all`, for operators), those that began last first. */
  live(realm: string, limit: number, which: 'public' | 'all' = 'public'): readonly LiveInfo[] {
    return [...this.#battles.values()]
      .filter(({ place, isPrivate }) => place.realm === realm && (which === 'all' || !isPrivate))
      .toSorted((a, b) => b.startedAtMs - a.startedAtMs)
      .slice(0, limit)
      .map(({ place, key, players, tempo, tick, stake, startedAtMs }) => {
        const isWatched = this.#viewers.has(key);
        return { id: place.id, players, tempo, tick, stake, startedAtMs, isWatched };
      });
  }

  /** How long until a battle's next window is played, ms; `undefined`: its time does not run here. */
  dueInMs(place: Place): number | undefined {
    const running = this.#battles.get(keyOf(place));
    if (running === undefined || running.dueMs === Infinity) return undefined;
    return Math.max(0, running.dueMs - this.#deps.clock.monoMs());
  }

  /** Somebody watches: a `live` battle goes in short windows from now on. Returns the way to stop watching. */
  attend(place: Place): () => void {
    const key = keyOf(place);
    const viewers = (this.#viewers.get(key) ?? 0) + 1;
    this.#viewers.set(key, viewers);
    const running = this.#battles.get(key);
    const isLong = running?.tempo === 'live' && !running.hasPerson && running.dueMs !== Infinity;
    if (isLong && viewers === 1 && !running.isClosing) {
      // what has passed of the long window is played now
      const passed = Math.floor((this.#deps.clock.monoMs() - running.sinceMs) / TICK_MS);
      running.span = Math.max(1, Math.min(running.span, passed));
      this.#enqueue(running, running.sinceMs + running.span * TICK_MS);
    }
    let isHere = true;
    return () => {
      if (!isHere) return;
      isHere = false;
      const left = (this.#viewers.get(key) ?? 1) - 1;
      if (left === 0) this.#viewers.delete(key);
      else this.#viewers.set(key, left);
    };
  }

  /** Everybody has ordered: the round need not wait. */
  hurry(place: Place): void {
    const running = this.#battles.get(keyOf(place));
    if (running === undefined || running.isClosing || running.tempo !== 'rounds') return;
    if (running.dueMs === Infinity) return;
    this.#enqueue(running, this.#deps.clock.monoMs());
  }

  /** Shards came or went: the time of every battle that is here now runs, from where it stands. */
  lookAgain(): void {
    for (const running of this.#battles.values()) {
      if (running.isClosing || running.dueMs !== Infinity || !this.#isHere(running.place)) continue;
      this.#battles.delete(running.key);
      void this.watch(running.place);
    }
  }

  #isHere(place: Place): boolean {
    return this.#deps.isHere?.(place) ?? true;
  }

  forget(place: Place): void {
    const running = this.#battles.get(keyOf(place));
    if (running === undefined) return;
    this.#battles.delete(running.key);
    this.#slices.delete(running);
  }

  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
    this.#battles.clear();
    this.#slices.clear();
  }

  /** Asked again after waiting. */
  #hasStopped(): boolean {
    return this.#isStopped;
  }

  #call(place: Place) {
    return { scope: place.id, deadlineMonoMs: this.#deps.clock.monoMs() + DEADLINE_MS };
  }

  /** Length and time of the next window. */
  #plan(running: Running): void {
    if (!this.#isHere(running.place)) {
      running.dueMs = Infinity;
      this.#slices.delete(running);
      return;
    }
    const { span, waitMs } = paceOf({ ...running, isWatched: this.#viewers.has(running.key) });
    running.span = span;
    this.#enqueue(running, running.sinceMs + waitMs);
  }

  #enqueue(running: Running, dueMs: number): void {
    if (this.#isStopped) return;
    running.dueMs = dueMs;
    this.#slices.set(running, dueMs);
  }

  async #close(running: Running): Promise<void> {
    const { engine, clock, onClosed, onError } = this.#deps;
    const { place, tick, span, dueMs } = running;
    // it moved while it waited
    if (!this.#isHere(place)) return this.#plan(running);
    running.isClosing = true;
    const self = `battle:${place.realm}:${place.id}`;
    const toTick = tick + span;
    try {
      const answer = await engine.ask(
        battle,
        place,
        { type: 'CloseWindow', fromTick: tick, toTick },
        { ...this.#call(place), commandId: `${self}/w${tick}-${toTick}`, by: self },
      );
      running.isClosing = false;
      if (this.#battles.get(running.key) !== running) return;
      const reply = answer.ok ? answer.value : undefined;
      if (reply === undefined || !('type' in reply) || reply.type !== 'Standing' || reply.status !== 'live') {
        this.forget(place);
        return;
      }
      onClosed?.(clock.monoMs() - dueMs);
      this.#played(running, reply.tick);
    } catch (error) {
      running.isClosing = false;
      onError(error);
      if (this.#battles.get(running.key) === running)
        this.#enqueue(running, clock.monoMs() + waitAfter(error));
    }
  }

  #played(running: Running, tick: number): void {
    const nowMs = this.#deps.clock.monoMs();
    const { tempo, hasPerson } = running;
    // a round begins when the last one is over; ticks follow each other by the clock
    const isFree = tempo === 'sim' || (tempo === 'rounds' && hasPerson);
    running.sinceMs = isFree ? nowMs : running.sinceMs + (tick - running.tick) * TICK_MS;
    running.tick = tick;
    this.#plan(running);
  }
}

const waitAfter = (error: unknown): number =>
  error instanceof Fault && error.code === 'E_FROZEN' ? FROZEN_AGAIN_MS : AGAIN_MS;
