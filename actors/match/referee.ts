import type { Bus } from '#events/bus.ts';
import type { Fact } from '#events/fact.ts';
import type { Player } from '#game/battle/battle-protocol.ts';
import type { Course } from '#game/battle/match/match-reads.ts';
import type { MatchPosition, MatchSetup, SideNo } from '#game/battle/match/rules-words.ts';
import type { PlayAgain } from '#game/battle/match/match-verify.ts';
import { type BattleRules, type MatchRules, playAgainBy } from '#ports/battle-rules.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Place } from '../kit/define-entity.ts';
import type { Engine } from '../kit/engine-api.ts';
import { match } from './match.ts';

/** Asked again after so long when something was out of reach, ms. */
const AGAIN_MS = 1_000;
/** The same for what an operator has to look at first. */
const FROZEN_AGAIN_MS = 30_000;
/** How often matches are looked for whose beginning the bus has dropped, ms. */
const SEARCH_MS = 30_000;
const DEADLINE_MS = 35_000;
/** First digits of a position's hash that the log keeps. */
const HASH_DIGITS = 16;

/** Positions that are kept for whoever looks, some 10 KB each. */
const POSITIONS_MAX = 500;

/** What the referee needs of the service. */
export interface RefereeDeps {
  readonly engine: Engine;
  readonly rules: MatchRules;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  /** Whether this process looks after a match; others are looked after in theirs. Default: all are here. */
  readonly isHere?: (place: Place) => boolean;
}

/** Names the matches under way: all of them when they are needed, else those that are known, to find what the bus has dropped. */
type UnderWay = (needsAll: boolean) => Promise<readonly Place[]>;

/** A match that is played. */
interface Running {
  readonly place: Place;
  readonly key: string;
  course: Course | undefined;
  /** Somebody looks after it now; and whether something happened meanwhile. */
  isBusy: boolean;
  isBehind: boolean;
  /** Ends the wait for those who choose. */
  cancel: () => void;
  /** After so many inputs the rules asked for choices, and when that was, monotonic ms. */
  since: { readonly marked: number; readonly monoMs: number } | undefined;
  /** When it is chosen for whoever has not, ms since the epoch. */
  dueAtMs: number | undefined;
}

/** Where the rules stood after so many inputs. */
interface KnownPosition {
  readonly inputs: number;
  readonly position: MatchPosition;
}

/** A running match in a list. */
export interface LiveMatch {
  readonly id: string;
  readonly players: readonly [Player, Player];
  readonly rules: 'pokemon' | 'osrs';
  readonly turn: number;
  readonly startedAtMs: number;
}

const keyOf = ({ realm, id }: Place): string => `${realm}/${id}`;
const selfOf = ({ realm, id }: Place): string => `match:${realm}:${id}`;

/**
 * Asks the rules what follows from what was committed, says so to the match, and chooses for whoever has no player or
 * does not choose in time. It carries no truth: it may be lost at any moment and begin anew from the log.
 */
export class Referee {
  readonly #deps: RefereeDeps;
  readonly #matches = new Map<string, Running>();
  /** The one that was asked for last comes last. */
  readonly #positions = new Map<string, KnownPosition>();
  #isStopped = false;
  #stops: readonly (() => void)[] = [];

  constructor(deps: RefereeDeps) {
    this.#deps = deps;
  }

  /** Matches that are played. */
  get running(): number {
    return this.#matches.size;
  }

  /** Looks after the matches that begin from now on, and after those that ran when the last process ended. */
  start(bus: Bus, underWay: UnderWay): void {
    const follow = ({ realm, id }: Fact): void => this.attend({ realm, id });
    const forget = ({ realm, id }: Fact): void => this.#forget(keyOf({ realm, id }));
    this.#stops = [
      bus.react('referee', 'match.MatchStarted', follow),
      bus.react('referee', 'match.ChoiceMade', follow),
      bus.react('referee', 'match.MatchEnded', forget),
      bus.react('referee', 'match.MatchVoided', forget),
    ];
    void this.#takeOver(underWay, true);
  }

  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
    for (const running of this.#matches.values()) running.cancel();
    this.#matches.clear();
  }

  /** Looks after a match from where it stands. Harmless when it does already. */
  attend(place: Place): void {
    if (this.#isStopped) return;
    const key = keyOf(place);
    let running = this.#matches.get(key);
    if (running === undefined) {
      running = {
        place,
        key,
        course: undefined,
        isBusy: false,
        isBehind: false,
        cancel: () => undefined,
        since: undefined,
        dueAtMs: undefined,
      };
      this.#matches.set(key, running);
    }
    void this.#look(running);
  }

  /** Shards came or went: every match that is here now is looked after. */
  lookAgain(): void {
    for (const { place } of this.#matches.values()) this.attend(place);
  }

  /** Matches of a realm that everybody may watch (or `all`, for operators), those that began last first. */
  live(realm: string, limit: number, which: 'public' | 'all' = 'public'): readonly LiveMatch[] {
    return [...this.#matches.values()]
      .flatMap(({ place, course }) =>
        place.realm !== realm || course?.status !== 'live' || (course.isPrivate && which === 'public')
          ? []
          : [
              {
                id: place.id,
                players: course.players,
                rules: course.setup.rules,
                turn: course.mark?.turn ?? 0,
                startedAtMs: course.startedAtMs,
              },
            ],
      )
      .toSorted((one, other) => other.startedAtMs - one.startedAtMs)
      .slice(0, limit);
  }

  /** When it is chosen for whoever has not, ms since the epoch; `undefined`: nobody is waited for here. */
  dueAtMs(place: Place): number | undefined {
    return this.#matches.get(keyOf(place))?.dueAtMs;
  }

  /**
   * Where the rules stand at the match's last mark, hidden requests included: whoever shows it leaves out what its viewer
   * may not see. `undefined`: it has not begun, or its rules are not known here. @throws Fault
   */
  async position(place: Place): Promise<MatchPosition | undefined> {
    const course = await this.#read(place);
    if (course?.mark === undefined) return undefined;
    const known = this.#positions.get(keyOf(place));
    if (known?.inputs === course.mark.inputs) return known.position;
    // choices since the mark stay hidden until the rules have played them all
    const inputs = course.inputs.slice(0, course.mark.inputs);
    const position = (await this.#restore({ ...course, inputs }))?.position;
    if (position !== undefined) this.#remember(keyOf(place), { inputs: inputs.length, position });
    return position;
  }

  #remember(key: string, known: KnownPosition): void {
    this.#positions.delete(key);
    this.#positions.set(key, known);
    const [oldest] = this.#positions.keys();
    if (this.#positions.size > POSITIONS_MAX && oldest !== undefined) this.#positions.delete(oldest);
  }

  async #takeOver(underWay: UnderWay, needsAll: boolean): Promise<void> {
    if (this.#isStopped) return;
    const { clock, onError } = this.#deps;
    try {
      for (const place of await underWay(needsAll)) if (!this.#matches.has(keyOf(place))) this.attend(place);
      clock.after(SEARCH_MS, () => void this.#takeOver(underWay, false));
    } catch (error) {
      onError(error);
      clock.after(AGAIN_MS, () => void this.#takeOver(underWay, needsAll));
    }
  }

  #read(place: Place): Promise<Course | undefined> {
    return this.#deps.engine.read(match, place, 'course', undefined, this.#call(place));
  }

  #call({ id }: Place) {
    return { scope: id, deadlineMonoMs: this.#deps.clock.monoMs() + DEADLINE_MS };
  }

  #rulesOf({ rules }: MatchSetup): Pick<BattleRules, 'version' | 'autoChoice' | 'close'> {
    return this.#deps.rules[rules];
  }

  /** `undefined`: these are not the rules that it began with. */
  #restore({ setup, version, inputs }: Pick<Course, 'setup' | 'version' | 'inputs'>): ReturnType<PlayAgain> {
    return playAgainBy(this.#deps.rules)(version, setup, inputs);
  }

  #forget(key: string): void {
    const running = this.#matches.get(key);
    if (running === undefined) return;
    running.cancel();
    this.#matches.delete(key);
    if (running.course === undefined) return;
    void this.#rulesOf(running.course.setup).close(running.place.id).catch(this.#deps.onError);
  }

  async #look(running: Running): Promise<void> {
    if (running.isBusy) {
      running.isBehind = true;
      return;
    }
    running.isBusy = true;
    try {
      do {
        running.isBehind = false;
        await this.#step(running);
      } while (isBehind(running) && this.#isKnown(running));
    } catch (error) {
      this.#deps.onError(error);
      if (this.#isKnown(running)) this.#deps.clock.after(waitAfter(error), () => void this.#look(running));
    } finally {
      running.isBusy = false;
    }
  }

  #isKnown({ key }: Running): boolean {
    return !this.#isStopped && this.#matches.has(key);
  }

  /** One thing that is to be done now, if any. */
  async #step(running: Running): Promise<void> {
    running.cancel();
    running.dueAtMs = undefined;
    const course = await this.#read(running.place);
    if (course?.status !== 'live' || this.#isStopped) return this.#forget(running.key);
    running.course = course;
    // it is known here, for whoever asks what is played
    if (this.#deps.isHere?.(running.place) === false) return;
    const own = course.waits.find(({ isPerson }) => !isPerson);
    if (!course.isComplete && own === undefined) return this.#waitFor(running, course);
    await (course.isComplete || own === undefined
      ? this.#playOn(running, course)
      : this.#chooseFor(running, course, own.side));
    // what that leads to comes next, whether the bus tells of it or not
    running.isBehind = true;
  }

  /** Waits for those who have to choose: each has its time from the mark on, however often somebody looks. */
  #waitFor(running: Running, course: Course): void {
    const { clock } = this.#deps;
    const marked = course.mark?.inputs ?? 0;
    if (running.since?.marked !== marked) running.since = { marked, monoMs: clock.monoMs() };
    const thinkMs = Math.min(...course.waits.map((wait) => wait.thinkMs));
    const leftMs = Math.max(0, running.since.monoMs + thinkMs - clock.monoMs());
    // for the eye; the wait itself is by the monotonic clock
    running.dueAtMs = clock.nowMs() + leftMs;
    running.cancel = clock.after(leftMs, () => void this.#timeUp(running, course, thinkMs));
  }

  async #timeUp(running: Running, course: Course, thoughtMs: number): Promise<void> {
    if (!this.#isKnown(running)) return;
    try {
      for (const { side, thinkMs } of course.waits) {
        if (thinkMs <= thoughtMs) await this.#chooseFor(running, course, side);
      }
    } catch (error) {
      this.#deps.onError(error);
    }
    // the bus may have dropped what happened meanwhile
    this.attend(running.place);
  }

  async #playOn(running: Running, course: Course): Promise<void> {
    const { engine } = this.#deps;
    const { place } = running;
    const self = selfOf(place);
    const call = { ...this.#call(place), by: self };
    const position = (await this.#restore(course))?.position;
    if (position === undefined) {
      const reason = `its rules (${course.version}) cannot play it.`;
      await engine.ask(match, place, { type: 'Void', reason }, { ...call, commandId: `${self}/void` });
      return;
    }
    const inputs = course.inputs.length;
    await engine.ask(
      match,
      place,
      {
        type: 'Mark',
        inputs,
        turn: position.turn,
        hash: position.hash.slice(0, HASH_DIGITS),
        waits: [position.requests[0] !== null, position.requests[1] !== null],
        isEnded: position.isEnded,
        winner: position.winner,
      },
      { ...call, commandId: `${self}/m${inputs}` },
    );
  }

  async #chooseFor(running: Running, course: Course, side: SideNo): Promise<void> {
    const { engine } = this.#deps;
    const { place } = running;
    const { setup, inputs } = course;
    const self = selfOf(place);
    await this.#restore(course);
    const choice = (await this.#rulesOf(setup).autoChoice(place.id, inputs, side)) ?? 'default';
    await engine.ask(
      match,
      place,
      { type: 'Choose', choice, side },
      { ...this.#call(place), by: self, commandId: `${self}/a${inputs.length}-${side}` },
    );
  }
}

const isBehind = (running: Running): boolean => running.isBehind;

const waitAfter = (error: unknown): number =>
  error instanceof Fault && error.code === 'E_FROZEN' ? FROZEN_AGAIN_MS : AGAIN_MS;
