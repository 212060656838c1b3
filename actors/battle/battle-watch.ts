import { Observable, Subject } from 'rxjs';
import type { Bus } from '#events/bus.ts';
import type { Fact } from '#events/fact.ts';
import type { BattleEvent } from '#game/battle/battle-events.ts';
import { type BattleState, sideOf } from '#game/battle/battle-state.ts';
import { RULE_BOOK } from '#game/battle/rules.ts';
import { Showing } from '#game/battle/showing.ts';
import type { Viewer } from '#game/battle/view.ts';
import type { Clock } from '#ports/clock.ts';
import type { Place } from '../kit/define-entity.ts';
import type { Engine } from '../kit/engine-api.ts';
import { battle } from './battle.ts';
import type { BattleClock } from './battle-clock.ts';
import { Room, type WatchMessage } from './watch-room.ts';

const DEADLINE_MS = 10_000;
/** Battles that are shown at once. */
export const ROOMS_MAX = 2_000;
/** Whoever was let in and does not look within this time counts as gone, ms. */
const PROMISE_MS = 30_000;

/**
 * Shows battles to whoever may see them. It follows the bus, which may drop: a window that does not fit makes it ask the
 * battle again, and everybody gets a fresh summary. Nothing in it is the truth.
 */
export class BattleWatch {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #battleClock: Pick<BattleClock, 'attend'>;
  readonly #rooms = new Map<string, Promise<Room | undefined>>();
  readonly #open = new Map<string, Room>();
  readonly #stops: readonly (() => void)[];
  readonly #onError: (error: unknown) => void;

  constructor(
    engine: Engine,
    bus: Bus,
    clock: Clock,
    battleClock: Pick<BattleClock, 'attend'>,
    onError: (error: unknown) => void,
  ) {
    this.#engine = engine;
    this.#clock = clock;
    this.#battleClock = battleClock;
    this.#onError = onError;
    const follow = (fact: Fact): void => this.#follow(fact);
    this.#stops = [
      bus.react('battle-watch', 'battle.BattleAccepted', follow),
      bus.react('battle-watch', 'battle.PlayerReady', follow),
      bus.react('battle-watch', 'battle.BattleBegun', follow),
      bus.react('battle-watch', 'battle.BattleStarted', follow),
      bus.react('battle-watch', 'battle.OrderGiven', follow),
      bus.react('battle-watch', 'battle.WindowClosed', follow),
      bus.react('battle-watch', 'battle.BattleEnded', follow),
      bus.react('battle-watch', 'battle.BattleVoided', follow),
      bus.react('battle-watch', 'battle.BattleClosed', follow),
    ];
  }

  /** Battles that are shown now. */
  get rooms(): number {
    return this.#rooms.size;
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
   * What a person (or anybody) may see of a battle from now on. `undefined`: there is no such battle for them; `'full'`:
   * {@link ROOMS_MAX} others are shown already. @throws Fault
   */
  async watch(
    place: Place,
    userId: string | undefined,
  ): Promise<Observable<WatchMessage> | undefined | 'full'> {
    const key = `${place.realm}/${place.id}`;
    for (;;) {
      const opening = this.#opening(place, key);
      if (opening === undefined) return 'full';
      const room = await opening;
      if (room === undefined) return undefined;
      // somebody who may not look may have closed it behind us
      if (this.#open.get(key) === room) return this.#admit(room, userId);
    }
  }

  /** The room of a battle, opened if need be; `undefined`: there are too many. */
  #opening(place: Place, key: string): Promise<Room | undefined> | undefined {
    let opening = this.#rooms.get(key);
    if (opening === undefined && this.#rooms.size < ROOMS_MAX) {
      opening = this.#enter(place, key);
      this.#rooms.set(key, opening);
    }
    return opening;
  }

  #admit(room: Room, userId: string | undefined): Observable<WatchMessage> | undefined {
    const { state } = room.showing;
    const side = userId === undefined ? undefined : sideOf(state, userId);
    if (state.isPrivate && side === undefined) {
      this.#close(room);
      return undefined;
    }
    return this.#stream(room, side ?? 'spectator');
  }

  async #enter(place: Place, key: string): Promise<Room | undefined> {
    try {
      const state = await this.#copy(place);
      if (state.status === 'none') {
        this.#rooms.delete(key);
        return undefined;
      }
      const room = new Room(place, key, new Showing(state, RULE_BOOK));
      this.#open.set(key, room);
      room.leave = this.#battleClock.attend(place);
      return room;
    } catch (error) {
      this.#rooms.delete(key);
      throw error;
    }
  }

  #copy(place: Place): Promise<BattleState> {
    const call = { scope: 'watch', deadlineMonoMs: this.#clock.monoMs() + DEADLINE_MS };
    return this.#engine.read(battle, place, 'copy', undefined, call);
  }

  #stream(room: Room, viewer: Viewer): Observable<WatchMessage> {
    room.promised += 1;
    let isPromised = true;
    const keep = (): void => {
      if (!isPromised) return;
      isPromised = false;
      room.promised -= 1;
      this.#close(room);
    };
    const cancel = this.#clock.after(PROMISE_MS, keep);
    return new Observable((subscriber) => {
      room.viewers += 1;
      cancel();
      keep();
      if (this.#open.get(room.key) !== room) {
        // everybody had left, or the service ends
        subscriber.complete();
        return undefined;
      }
      let stream = room.streams.get(viewer);
      if (stream === undefined) {
        stream = new Subject();
        room.streams.set(viewer, stream);
      }
      subscriber.next({ type: 'summary', view: room.showing.view(viewer) });
      const subscription = stream.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        room.viewers -= 1;
        this.#close(room);
      };
    });
  }

  #close(room: Room): void {
    if (room.viewers > 0 || room.promised > 0 || this.#open.get(room.key) !== room) return;
    room.leave();
    this.#open.delete(room.key);
    this.#rooms.delete(room.key);
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
    if (event.type === 'WindowClosed') return this.#window(room, event, fact.seq);
    // what changes its status is asked for: an old fact must not take a newer copy back
    if (event.type !== 'OrderGiven') return void this.#resync(room);
    if (room.showing.state.status !== 'live' || fact.seq < room.windowSeq) return;
    if (fact.seq === room.windowSeq) return void this.#resync(room);
    room.orderSeq = fact.seq;
    const side = room.showing.order(event, fact.atMs);
    const own = room.streams.get(event.side);
    if (side !== undefined && own?.observed === true) own.next({ type: 'own', side });
  }

  #window(room: Room, event: Extract<BattleEvent, { type: 'WindowClosed' }>, seq: number): void {
    const { showing } = room;
    if (!showing.fits(event)) {
      // one that was copied after it, or a gap
      if (event.toTick > showing.state.tick) void this.#resync(room);
      return;
    }
    room.windowSeq = seq;
    const frameOf = showing.window(event);
    room.tell((viewer) => ({ type: 'frame', ...frameOf(viewer) }));
    // an order that came before its turn is for the next window
    if (room.orderSeq >= seq) void this.#resync(room);
  }

  async #resync(room: Room): Promise<void> {
    room.isAsking = true;
    do {
      room.isBehind = false;
      try {
        room.showing = new Showing(await this.#copy(room.place), RULE_BOOK);
        room.tell((viewer) => ({ type: 'summary', view: room.showing.view(viewer) }));
      } catch (error) {
        this.#onError(error);
      }
    } while (isBehind(room) && room.viewers > 0);
    room.isAsking = false;
  }
}

const isBehind = (room: Room): boolean => room.isBehind;
