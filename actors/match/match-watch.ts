import { Observable, Subject } from 'rxjs';
import type { Bus } from '#events/bus.ts';
import type { Fact } from '#events/fact.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import type { Clock } from '#ports/clock.ts';
import type { Place } from '../kit/define-entity.ts';
import type { Engine } from '../kit/engine-api.ts';
import { match } from './match.ts';

const DEADLINE_MS = 10_000;
/** Matches that are watched are asked again so often: the bus may drop what happened, ms. */
const LOOK_MS = 15_000;

/** A match that somebody watches as everybody may see it. */
interface Watched {
  readonly place: Place;
  readonly views: Subject<MatchView>;
  viewers: number;
  /** It is being asked; and whether something happened meanwhile. */
  isAsking: boolean;
  isBehind: boolean;
}

const keyOf = ({ realm, id }: Place): string => `${realm}/${id}`;

/**
 * Tells how a match stands whenever it has changed, as everybody may see it. It follows the bus, which may drop, and
 * looks by itself now and then. Nothing in it is the truth.
 */
export class MatchWatch {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #watched = new Map<string, Watched>();
  readonly #stops: readonly (() => void)[];
  readonly #onError: (error: unknown) => void;
  #cancel: (() => void) | undefined;

  constructor(engine: Engine, bus: Bus, clock: Clock, onError: (error: unknown) => void) {
    this.#engine = engine;
    this.#clock = clock;
    this.#onError = onError;
    const follow = ({ realm, id }: Fact): void => this.#changed(keyOf({ realm, id }));
    this.#stops = [
      bus.react('match-watch', 'match.MatchAccepted', follow),
      bus.react('match-watch', 'match.PlayerReady', follow),
      bus.react('match-watch', 'match.MatchStarted', follow),
      bus.react('match-watch', 'match.ChoiceMade', follow),
      bus.react('match-watch', 'match.TurnMarked', follow),
      bus.react('match-watch', 'match.MatchEnded', follow),
      bus.react('match-watch', 'match.MatchVoided', follow),
      bus.react('match-watch', 'match.MatchClosed', follow),
    ];
  }

  /** Matches that are watched now. */
  get size(): number {
    return this.#watched.size;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#cancel?.();
    for (const { views } of this.#watched.values()) views.complete();
    this.#watched.clear();
  }

  /** How a match stands, now and whenever it has changed; `undefined`: there is none that everybody may see. @throws Fault */
  async watch(place: Place): Promise<Observable<MatchView> | undefined> {
    const first = await this.#read(place);
    if (first === undefined) return undefined;
    return new Observable((subscriber) => {
      const watched = this.#enter(place);
      subscriber.next(first);
      const subscription = watched.views.subscribe(subscriber);
      // what happened since the first look
      this.#changed(keyOf(place));
      return () => {
        subscription.unsubscribe();
        watched.viewers -= 1;
        if (watched.viewers === 0) this.#watched.delete(keyOf(place));
      };
    });
  }

  #enter(place: Place): Watched {
    const key = keyOf(place);
    let watched = this.#watched.get(key);
    if (watched === undefined) {
      watched = { place, views: new Subject(), viewers: 0, isAsking: false, isBehind: false };
      this.#watched.set(key, watched);
    }
    watched.viewers += 1;
    this.#cancel ??= this.#clock.after(LOOK_MS, () => this.#lookAtAll());
    return watched;
  }

  #lookAtAll(): void {
    this.#cancel = undefined;
    for (const key of this.#watched.keys()) this.#changed(key);
    if (this.#watched.size > 0) this.#cancel = this.#clock.after(LOOK_MS, () => this.#lookAtAll());
  }

  #read(place: Place): Promise<MatchView | undefined> {
    const call = { scope: 'watch', deadlineMonoMs: this.#clock.monoMs() + DEADLINE_MS };
    return this.#engine.read(match, place, 'view', {}, call);
  }

  #changed(key: string): void {
    const watched = this.#watched.get(key);
    if (watched === undefined) return;
    watched.isBehind = true;
    if (!watched.isAsking) void this.#ask(watched);
  }

  async #ask(watched: Watched): Promise<void> {
    watched.isAsking = true;
    while (watched.isBehind && watched.viewers > 0) {
      watched.isBehind = false;
      try {
        const view = await this.#read(watched.place);
        if (view !== undefined) watched.views.next(view);
      } catch (error) {
        this.#onError(error);
      }
    }
    watched.isAsking = false;
  }
}
