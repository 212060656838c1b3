import { type Engine } from '../kit/engine-api.ts';
import { type Place } from '../kit/define-entity.ts';
import { type Bus } from '#events/bus.ts';
import { type Fact } from '#events/fact.ts';
import { type Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { type Followers } from '#ports/followers.ts';
import {
  FREE_TICKS,
  LIVE_TICKS,
  type Player,
  ROUND_MS,
  ROUND_TICKS,
  type Tempo,
  TICK_MS,
} from '#game/battle/battle-protocol.ts';
import { type ClockView } from '#game/battle/battle-reads.ts';
import { RULES } from '#game/battle/cross/v1/orders.ts';
import { BATTLES, CLOCK_PREFIX, type ClockRow } from '../followers/battles.ts';
import { battle } from './battle.ts';

/** How fine the clock looks, ms. */
const SLICE_MS = 20;
/** Windows that are closed in one go; more wait for the next slice, so that a crowd does not hold up the loop. */
const AT_ONCE_MAX = 2_000;
/** A window whose outcome is not known is closed again under the same id after so long, ms. */
const AGAIN_MS = 1_000;
/** The same for one that an operator has to look at first. */
const FROZEN_AGAIN_MS = 30_000;
const DEADLINE_MS = 10_000;
const ROWS_AT_ONCE = 1_000;

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
  /** Ticks of the window that comes next, and when it is due. */
  span: number;
  dueMs: number;
  slice: number;
  viewers: number;
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
}

const isClockRow = (value: unknown): value is ClockRow =>
  typeof value === 'object' && value !== null && 'isOver' in value;

const keyOf = ({ realm, id }: Place): string => `${realm}/${id}`;

/**
 * The one clock of all battles: it knows which window is due when, counted on the monotonic clock, and tells the battle
 * to play it. It carries no truth: what it does not know it asks, and a window closed twice is closed once. While the
 * service is down battles stand still.
 */
export class BattleClock {
  readonly #deps: BattleClockDeps;
  readonly #battles = new Map<string, Running>();
  readonly #slices = new Map<number, Set<Running>>();
  #cancel: (() => void) | undefined;
  #seenSlice: number;
  #isStopped = false;
  #stops: readonly (() => void)[] = [];

  constructor(deps: BattleClockDeps) {
    this.#deps = deps;
    this.#seenSlice = Math.floor(deps.clock.monoMs() / SLICE_MS) - 1;
  }

  /** Battles whose time runs. */
  get running(): number {
    return this.#battles.size;
  }

  /** Takes over the battles that ran when the last process ended, and those that begin. Returns when all old ones are known. */
  async start(bus: Bus, views: Pick<Followers, 'rows'>): Promise<void> {
    const placeOf = ({ realm, id }: Fact): Place => ({ realm, id });
    this.#stops = [
      bus.react('battle-clock', 'battle.BattleStarted', (fact) => this.watch(placeOf(fact))),
      bus.react('battle-clock', 'battle.OrderGiven', (fact) => this.#ordered(placeOf(fact))),
      bus.react('battle-clock', 'battle.BattleEnded', (fact) => this.forget(placeOf(fact))),
      bus.react('battle-clock', 'battle.BattleVoided', (fact) => this.forget(placeOf(fact))),
    ];
    let before: string | undefined;
    for (;;) {
      const rows = await views.rows(BATTLES, CLOCK_PREFIX, {
        limit: ROWS_AT_ONCE,
        descending: true,
        ...(before === undefined ? {} : { before }),
      });
      for (const { value } of rows) if (isClockRow(value) && !value.isOver) void this.watch(value);
      before = rows.at(-1)?.key;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  async #ordered(place: Place): Promise<void> {
    const running = this.#battles.get(keyOf(place));
    if (running === undefined || running.tempo !== 'rounds') return;
    const view = await this.#deps.engine.read(battle, place, 'clock', undefined, this.#call(place));
    if (view?.isComplete === true) this.hurry(place);
  }

  /** Lets a battle's time run, from where it stands. Harmless when it does already. */
  async watch(place: Place): Promise<void> {
    if (this.#isStopped || this.#battles.has(keyOf(place))) return;
    try {
      const view = await this.#deps.engine.read(battle, place, 'clock', undefined, this.#call(place));
      if (view?.status !== 'live' || this.#battles.has(keyOf(place))) return;
      this.add(place, view);
    } catch (error) {
      this.#deps.onError(error);
      this.#deps.clock.after(AGAIN_MS, () => void this.watch(place));
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
      slice: -1,
      viewers: 0,
      isClosing: false,
    };
    this.#battles.set(running.key, running);
    this.#plan(running);
  }

  /** Battles of a realm that everybody may watch, those that began last first. */
  live(realm: string, limit: number): readonly LiveInfo[] {
    const found: LiveInfo[] = [];
    for (const {
      place,
      players,
      tempo,
      tick,
      stake,
      startedAtMs,
      isPrivate,
      viewers,
    } of this.#battles.values()) {
      if (place.realm !== realm || isPrivate) continue;
      found.push({ id: place.id, players, tempo, tick, stake, startedAtMs, isWatched: viewers > 0 });
    }
    return found.toSorted((a, b) => b.startedAtMs - a.startedAtMs).slice(0, limit);
  }

  /** Somebody watches: a `live` battle goes in short windows from now on. Returns the way to stop watching. */
  attend(place: Place): () => void {
    const key = keyOf(place);
    const running = this.#battles.get(key);
    if (running === undefined) return () => undefined;
    running.viewers += 1;
    if (running.tempo === 'live' && running.viewers === 1 && !running.hasPerson && !running.isClosing) {
      // what has passed of the long window is played now
      const passed = Math.floor((this.#deps.clock.monoMs() - running.sinceMs) / TICK_MS);
      running.span = Math.max(1, Math.min(running.span, passed));
      this.#enqueue(running, running.sinceMs + running.span * TICK_MS);
    }
    let isHere = true;
    return () => {
      if (isHere) running.viewers -= 1;
      isHere = false;
    };
  }

  /** Everybody has ordered: the round need not wait. */
  hurry(place: Place): void {
    const running = this.#battles.get(keyOf(place));
    if (running === undefined || running.isClosing || running.tempo !== 'rounds') return;
    this.#enqueue(running, this.#deps.clock.monoMs());
  }

  forget(place: Place): void {
    const running = this.#battles.get(keyOf(place));
    if (running === undefined) return;
    this.#battles.delete(running.key);
    this.#slices.get(running.slice)?.delete(running);
  }

  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
    this.#cancel?.();
    this.#battles.clear();
    this.#slices.clear();
  }

  #call(place: Place) {
    return { scope: place.id, deadlineMonoMs: this.#deps.clock.monoMs() + DEADLINE_MS };
  }

  /** Length and time of the next window. */
  #plan(running: Running): void {
    const { tempo, hasPerson } = running;
    const left = RULES.cap - running.tick;
    if (tempo === 'rounds') {
      running.span = Math.min(left, ROUND_TICKS);
      this.#enqueue(running, running.sinceMs + (hasPerson ? ROUND_MS : running.span * TICK_MS));
    } else {
      const isSeen = tempo === 'live' && (hasPerson || running.viewers > 0);
      running.span = Math.min(left, isSeen ? LIVE_TICKS : FREE_TICKS);
      this.#enqueue(running, tempo === 'sim' ? running.sinceMs : running.sinceMs + running.span * TICK_MS);
    }
  }

  #enqueue(running: Running, dueMs: number): void {
    this.#slices.get(running.slice)?.delete(running);
    running.dueMs = dueMs;
    running.slice = Math.max(this.#seenSlice + 1, Math.ceil(dueMs / SLICE_MS));
    let slice = this.#slices.get(running.slice);
    if (slice === undefined) {
      slice = new Set();
      this.#slices.set(running.slice, slice);
    }
    slice.add(running);
    this.#arm();
  }

  #arm(): void {
    if (this.#cancel !== undefined || this.#isStopped || this.#slices.size === 0) return;
    this.#cancel = this.#deps.clock.after(SLICE_MS, this.#sweep);
  }

  readonly #sweep = (): void => {
    this.#cancel = undefined;
    const nowSlice = Math.floor(this.#deps.clock.monoMs() / SLICE_MS);
    let left = AT_ONCE_MAX;
    // slices are numbered by time, so an empty stretch costs one look each
    for (let slice = this.#seenSlice + 1; slice <= nowSlice && left > 0; slice += 1) {
      const due = this.#slices.get(slice);
      if (due !== undefined) {
        for (const running of due) {
          if (left === 0) break;
          left -= 1;
          due.delete(running);
          void this.#close(running);
        }
        if (due.size > 0) break;
        this.#slices.delete(slice);
      }
      this.#seenSlice = slice;
    }
    this.#arm();
  };

  async #close(running: Running): Promise<void> {
    const { engine, clock, onClosed, onError } = this.#deps;
    const { place, tick, span, dueMs } = running;
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
      // a round begins when the last one is over, ticks follow each other by the clock
      running.sinceMs =
        running.tempo === 'rounds' && running.hasPerson
          ? clock.monoMs()
          : running.sinceMs + (reply.tick - running.tick) * TICK_MS;
      if (running.tempo === 'sim') running.sinceMs = clock.monoMs();
      running.tick = reply.tick;
      this.#plan(running);
    } catch (error) {
      running.isClosing = false;
      onError(error);
      if (this.#isStopped) return;
      const isFrozen = error instanceof Fault && error.code === 'E_FROZEN';
      this.#enqueue(running, clock.monoMs() + (isFrozen ? FROZEN_AGAIN_MS : AGAIN_MS));
    }
  }
}
