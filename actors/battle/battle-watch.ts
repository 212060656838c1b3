import { Observable, Subject } from 'rxjs';
import { type Bus } from '#events/bus.ts';
import { type Fact } from '#events/fact.ts';
import { type BattleEvent } from '#game/battle/battle-events.ts';
import { evolveBattle, playWindow } from '#game/battle/battle-evolve.ts';
import { type BattleState, sideOf } from '#game/battle/battle-state.ts';
import {
  replayCourse,
  type SeenEvent,
  Shown,
  type SideView,
  type Viewer,
  viewWith,
  type BattleView,
} from '#game/battle/view.ts';
import { type Clock } from '#ports/clock.ts';
import { type Place } from '../kit/define-entity.ts';
import { type Engine } from '../kit/engine-api.ts';
import { battle } from './battle.ts';
import { type BattleClock } from './battle-clock.ts';

const DEADLINE_MS = 10_000;
/** Battles that are shown at once. */
const ROOMS_MAX = 2_000;

/** What a viewer of a battle is told, in this order: a summary, frames, and summaries whenever its status changes. */
export type WatchMessage =
  | { readonly type: 'summary'; readonly view: BattleView }
  /** Some ticks that were committed before: what could be seen, and how both sides stand after them. */
  | {
      readonly type: 'frame';
      readonly fromTick: number;
      readonly toTick: number;
      readonly events: readonly SeenEvent[];
      readonly sides: readonly SideView[];
      readonly round: number;
    }
  /** The viewer's own side has been given an order. */
  | { readonly type: 'own'; readonly side: SideView };

/** A battle that somebody watches: a second one that plays along by what the bus tells. */
class Room {
  readonly place: Place;
  readonly streams = new Map<Viewer, Subject<WatchMessage>>();
  state: BattleState;
  shown = new Shown();
  viewers = 0;
  leave: () => void = () => undefined;
  /** A copy is on its way; and whether something happened meanwhile. */
  isAsking = false;
  isBehind = false;

  constructor(place: Place, state: BattleState) {
    this.place = place;
    this.state = state;
    this.look();
  }

  /** Finds what was shown so far by playing it again. */
  look(): void {
    this.shown = new Shown();
    const { setup, orders, tick } = this.state;
    if (setup !== null) replayCourse(setup, orders, tick, this.shown.note);
  }

  view(viewer: Viewer): BattleView {
    const { setup, orders, tick, live } = this.state;
    const words =
      live?.battle.words ??
      (setup === null ? undefined : replayCourse(setup, orders, tick, () => undefined).words);
    return viewWith(this.state, viewer, words, this.shown);
  }
}

/**
 * Shows battles to whoever may see them. It follows the bus, which may drop: a window that does not fit makes it ask the
 * battle again, and everybody gets a fresh summary. Nothing in it is the truth.
 */
export class BattleWatch {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #battleClock: BattleClock;
  readonly #rooms = new Map<string, Promise<Room | undefined>>();
  readonly #open = new Map<string, Room>();
  readonly #stops: readonly (() => void)[];
  readonly #onError: (error: unknown) => void;

  constructor(
    engine: Engine,
    bus: Bus,
    clock: Clock,
    battleClock: BattleClock,
    onError: (error: unknown) => void,
  ) {
    this.#engine = engine;
    this.#clock = clock;
    this.#battleClock = battleClock;
    this.#onError = onError;
    const follow = (fact: Fact): void => this.#follow(fact);
    this.#stops = [
      bus.react('battle-watch', 'battle.BattleAccepted', follow),
      bus.react('battle-watch', 'battle.BattleBegun', follow),
      bus.react('battle-watch', 'battle.BattleStarted', follow),
      bus.react('battle-watch', 'battle.OrderGiven', follow),
      bus.react('battle-watch', 'battle.WindowClosed', follow),
      bus.react('battle-watch', 'battle.BattleEnded', follow),
      bus.react('battle-watch', 'battle.BattleVoided', follow),
      bus.react('battle-watch', 'battle.BattleClosed', follow),
    ];
  }

  get rooms(): number {
    return this.#open.size;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const room of this.#open.values()) {
      room.leave();
      for (const stream of room.streams.values()) stream.complete();
    }
    this.#open.clear();
    this.#rooms.clear();
  }

  /**
   * What a person (or anybody) may see of a battle from now on. `undefined`: there is no such battle for them.
   * `E_OVERLOAD` is not thrown here: beyond {@link ROOMS_MAX} nobody is let in (`'full'`).
   */
  async watch(
    place: Place,
    userId: string | undefined,
  ): Promise<Observable<WatchMessage> | undefined | 'full'> {
    const key = `${place.realm}/${place.id}`;
    if (!this.#open.has(key) && this.#open.size >= ROOMS_MAX) return 'full';
    let opening = this.#rooms.get(key);
    if (opening === undefined) {
      opening = this.#enter(place, key);
      this.#rooms.set(key, opening);
    }
    const room = await opening;
    if (room === undefined) return undefined;
    const side = userId === undefined ? undefined : sideOf(room.state, userId);
    if (room.state.isPrivate && side === undefined) {
      this.#close(room, key);
      return undefined;
    }
    return this.#stream(room, key, side ?? 'spectator');
  }

  async #enter(place: Place, key: string): Promise<Room | undefined> {
    try {
      const call = { scope: 'watch', deadlineMonoMs: this.#clock.monoMs() + DEADLINE_MS };
      const state = await this.#engine.read(battle, place, 'copy', undefined, call);
      if (state.status === 'none') {
        this.#rooms.delete(key);
        return undefined;
      }
      const room = new Room(place, state);
      this.#open.set(key, room);
      room.leave = this.#battleClock.attend(place);
      return room;
    } catch (error) {
      this.#rooms.delete(key);
      throw error;
    }
  }

  #stream(room: Room, key: string, viewer: Viewer): Observable<WatchMessage> {
    return new Observable((subscriber) => {
      room.viewers += 1;
      let stream = room.streams.get(viewer);
      if (stream === undefined) {
        stream = new Subject();
        room.streams.set(viewer, stream);
      }
      subscriber.next({ type: 'summary', view: room.view(viewer) });
      const subscription = stream.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        room.viewers -= 1;
        this.#close(room, key);
      };
    });
  }

  #close(room: Room, key: string): void {
    if (room.viewers > 0 || this.#open.get(key) !== room) return;
    room.leave();
    this.#open.delete(key);
    this.#rooms.delete(key);
  }

  #follow(fact: Fact): void {
    const room = this.#open.get(`${fact.realm}/${fact.id}`);
    if (room === undefined) return;
    if (room.isAsking) {
      room.isBehind = true;
      return;
    }
    // the topics above are the battle's own
    const event = fact.event as BattleEvent;
    if (event.type === 'WindowClosed') return this.#window(room, event);
    // what changes its status is asked for: an old fact must not take a newer copy back
    if (event.type !== 'OrderGiven') return void this.#resync(room);
    if (room.state.status !== 'live') return;
    const { side } = event;
    room.state = evolveBattle(room.state, event, fact.atMs);
    const own = room.streams.get(side);
    const view = own?.observed === true ? room.view(side).sides[side] : undefined;
    if (view !== undefined) own?.next({ type: 'own', side: view });
  }

  #window(room: Room, event: Extract<BattleEvent, { type: 'WindowClosed' }>): void {
    if (event.fromTick !== room.state.tick || room.state.live === null) {
      // one that was copied after it, or a gap
      if (event.toTick > room.state.tick) void this.#resync(room);
      return;
    }
    const events: SeenEvent[] = [];
    room.state = playWindow(room.state, event, (tick, side, kind, a, b) => {
      room.shown.note(tick, side, kind, a, b);
      events.push([tick, side, kind, a, b]);
    });
    for (const [viewer, stream] of room.streams) {
      if (!stream.observed) continue;
      const { sides, round } = room.view(viewer);
      stream.next({
        type: 'frame',
        fromTick: event.fromTick,
        toTick: room.state.tick,
        events,
        sides,
        round,
      });
    }
  }

  #summarise(room: Room): void {
    for (const [viewer, stream] of room.streams) {
      if (stream.observed) stream.next({ type: 'summary', view: room.view(viewer) });
    }
  }

  async #resync(room: Room): Promise<void> {
    room.isAsking = true;
    room.isBehind = false;
    try {
      const call = { scope: 'watch', deadlineMonoMs: this.#clock.monoMs() + DEADLINE_MS };
      room.state = await this.#engine.read(battle, room.place, 'copy', undefined, call);
      room.look();
      this.#summarise(room);
    } catch (error) {
      this.#onError(error);
    } finally {
      room.isAsking = false;
      if (room.isBehind && room.viewers > 0) void this.#resync(room);
    }
  }
}
