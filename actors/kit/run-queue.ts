import type { Clock } from '#ports/clock.ts';
import type { ActorHandle, Dispatcher } from '#ports/dispatcher.ts';

/** What is told an actor so that it takes its waiting messages. */
export const DRAIN = 'drain';

/** Work of one loop turn, ms: what actors may use before timers and sockets get their turn. */
const TURN_BUDGET_MS = 5;
const GRANTS_MIN = 16;
const GRANTS_MAX = 4096;
/** Drains between two looks at the clock: at most so many, and none of them may pass much of a turn unseen, ms. */
const CLOCK_EVERY_MAX = 16;
const UNSEEN_MS = 0.5;

/** Whole ms between two of {@link RunQueue.wholeMs}, at most 24 days apart. */
export const ageMs = (nowWholeMs: number, thenWholeMs: number): number => (nowWholeMs - thenWholeMs) | 0;

/** Somebody who waits for a grant. */
export interface Runnable {
  readonly handle: ActorHandle;
  /** Next in the line of its scope. */
  nextReady: Runnable | undefined;
}

/** Those of one scope who wait, first in first out, linked through `nextReady`. */
class Line {
  first: Runnable | undefined;
  last: Runnable | undefined;
  next: Line | undefined;
  readonly scope: string;
  constructor(scope: string) {
    this.scope = scope;
  }
}

/**
 * The one run queue: grants DRAINs to actors that have messages, round robin by scope, with at most 5 ms of actor work a
 * loop turn, so that ten thousand ready actors neither block the loop nor starve a small scope behind a large one.
 */
export class RunQueue {
  readonly #dispatcher: Dispatcher;
  readonly #clock: Pick<Clock, 'monoMs' | 'nowMs'>;
  readonly #lines = new Map<string, Line>();
  /** Lines with somebody in them, as a ring: `#tail.next` is whose turn it is. */
  #tail: Line | undefined;
  #waiting = 0;
  #granted = 0;
  #scheduled = false;
  #turnEndMs = 0;
  #turnStartMs = 0;
  #turnNowMs = 0;
  #turnWholeMs = 0;
  #drainCostMs = 0.005;
  #drained = 0;
  #isOver = false;
  #clockEvery = CLOCK_EVERY_MAX;
  /** Grants that this turn's budget is likely to pay for. */
  #room = 1_000;

  constructor(dispatcher: Dispatcher, clock: Pick<Clock, 'monoMs' | 'nowMs'>) {
    this.#dispatcher = dispatcher;
    this.#clock = clock;
    this.refresh();
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Monotonic ms when this turn's first drain began: cheap enough to stamp each message, at most a turn old. */
  get coarseMs(): number {
    return this.#turnStartMs;
  }

  /** The wall clock at the same moment, Unix ms. */
  get coarseNowMs(): number {
    return this.#turnNowMs;
  }

  /** The coarse time in whole ms, 32 bits of it: a number with a fraction would need memory of its own in each inbox. */
  get wholeMs(): number {
    return this.#turnWholeMs;
  }

  /** The same for a message that comes in: read anew after a pause, in which it stood still. */
  arrivalMs(): number {
    if (!this.#scheduled) this.refresh();
    return this.#turnWholeMs;
  }

  /** Reads the coarse time anew. */
  refresh(): void {
    this.#turnStartMs = this.#clock.monoMs();
    this.#turnWholeMs = this.#turnStartMs | 0;
    this.#turnNowMs = this.#clock.nowMs();
  }

  /** Puts an actor in its scope's line. It must not be in a line already. */
  ready(runnable: Runnable, scope: string): void {
    // as long as the turn has room, the price of the line is saved
    if (this.#waiting === 0 && this.#granted < this.#room) {
      this.#granted += 1;
      this.#dispatcher.dispatch(runnable.handle, DRAIN);
    } else {
      this.#enqueue(runnable, scope);
    }
    if (!this.#scheduled) {
      // after a pause the coarse clock would be old
      this.refresh();
      this.#schedule();
    }
  }

  /** Told by each drain when it starts; `true`: this turn's time is used up, put yourself back with `ready`. */
  drainStarted(): boolean {
    this.#granted -= 1;
    if (this.#turnEndMs === 0) {
      this.refresh();
      this.#turnEndMs = this.#turnStartMs + TURN_BUDGET_MS;
      this.#drained = 1;
      return false;
    }
    // once over, over for all that were granted: they wait for the next turn
    if (this.#isOver) return true;
    this.#drained += 1;
    if (this.#drained % this.#clockEvery !== 0 || !this.turnIsOver()) return false;
    this.#drained -= 1;
    return true;
  }

  /** Whether this turn's time is used up. */
  turnIsOver(): boolean {
    this.#isOver ||= this.#clock.monoMs() >= this.#turnEndMs;
    return this.#isOver;
  }

  #enqueue(runnable: Runnable, scope: string): void {
    let line = this.#lines.get(scope);
    if (line === undefined) {
      line = new Line(scope);
      this.#lines.set(scope, line);
    }
    runnable.nextReady = undefined;
    if (line.last === undefined) {
      line.first = runnable;
      if (this.#tail === undefined) {
        line.next = line;
      } else {
        line.next = this.#tail.next;
        this.#tail.next = line;
      }
      this.#tail = line;
    } else {
      line.last.nextReady = runnable;
    }
    line.last = runnable;
    this.#waiting += 1;
  }

  /** The next actor, one from each line in turn. */
  #take(): Runnable | undefined {
    const line = this.#tail?.next;
    const runnable = line?.first;
    if (line === undefined || runnable === undefined) return undefined;
    line.first = runnable.nextReady;
    runnable.nextReady = undefined;
    if (line.first === undefined) {
      line.last = undefined;
      this.#lines.delete(line.scope);
      if (line.next === line) {
        this.#tail = undefined;
      } else if (this.#tail !== undefined) {
        this.#tail.next = line.next;
      }
      line.next = undefined;
    } else {
      this.#tail = line;
    }
    this.#waiting -= 1;
    return runnable;
  }

  #schedule(): void {
    this.#scheduled = true;
    this.#dispatcher.nextTurn(this.#turn);
  }

  readonly #turn = (): void => {
    if (this.#drained > 0) {
      const costMs = (this.#clock.monoMs() - this.#turnStartMs) / this.#drained;
      this.#drainCostMs += (costMs - this.#drainCostMs) * 0.2;
    }
    this.#drained = 0;
    this.#turnEndMs = 0;
    this.#isOver = false;
    this.#clockEvery = Math.min(CLOCK_EVERY_MAX, Math.max(1, Math.floor(UNSEEN_MS / this.#drainCostMs)));
    this.#room = Math.min(
      GRANTS_MAX,
      Math.max(GRANTS_MIN, Math.floor(TURN_BUDGET_MS / Math.max(this.#drainCostMs, 1e-4))),
    );
    while (this.#granted < this.#room) {
      const runnable = this.#take();
      if (runnable === undefined) break;
      this.#granted += 1;
      this.#dispatcher.dispatch(runnable.handle, DRAIN);
    }
    if (this.#waiting > 0 || this.#granted > 0) this.#schedule();
    else this.#scheduled = false;
  };
}
