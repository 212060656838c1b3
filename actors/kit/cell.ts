import type { ActorHandle, Dispatcher } from '#ports/dispatcher.ts';
import { ageMs, type RunQueue, type Runnable } from './run-queue.ts';

/** Messages between two looks at the clock inside one drain. */
const CLOCK_EVERY = 32;
/** Slots kept for the next burst; a larger array is let go when it is empty. */
const KEPT_SLOTS = 256;

/**
 * What a cell runs. `handle` may answer `STALL`: the message stays first and nothing more is taken until `resume`.
 * An error from `handle` is given to `crashed` with the message that caused it, which is not handled again.
 */
export interface Behaviour<M> {
  handle(message: M): typeof STALL | void | Promise<void>;
  /** Told of a message that waited longer than the bound; it is not handled. */
  expired?(message: M): void;
  /** Told after the last message of a drain; the place to submit what gathered. */
  drained?(): void;
  crashed(error: unknown, message: M): void;
}

export const STALL = Symbol('stall');

/** Bounds of an inbox. */
export interface InboxBounds {
  /** Messages that may wait. */
  readonly max: number;
  /** A message that waited longer is not handled any more, ms; absent: it waits as long as it takes. */
  readonly maxAgeMs?: number;
}

/** When messages came, if not at once with those before them: all from slot `from` on, until the next mark. */
interface Mark {
  from: number;
  readonly wholeMs: number;
}

const NO_AGE_BOUND = -1;

/**
 * A mailbox with bounds around one actor of the tree: messages gather here and one DRAIN takes them in a batch. One
 * waiting message needs no array at all, and an array is filled again without being made anew (setting its length to 0
 * would throw its memory away).
 */
export class Cell<M> implements Runnable {
  // what each message touches comes first: with many cells, a far field is one more miss of the processor's cache
  readonly #max: number;
  /** The only message, or the one before those in the slots. */
  #one: M | undefined;
  #slots: (M | undefined)[] | undefined;
  #first = 0;
  #end = 0;
  #state: 'idle' | 'ready' | 'running' | 'stalled' | 'stopped' = 'idle';
  readonly #maxAgeMs: number;
  readonly #runs: RunQueue;
  /** When the newest message came; times are kept only with an age bound. */
  #lastMs = 0;
  /** When the message came that was taken last, or will be next. */
  #firstMs = 0;
  /** In the run queue or granted: it must not be put there twice. */
  #isQueued = false;
  #scope = '';
  nextReady: Runnable | undefined = undefined;
  readonly handle: ActorHandle;
  readonly #behaviour: Behaviour<M>;
  /** Most bursts come within one turn: then there are none. */
  #marks: Mark[] | undefined;
  readonly holder: ActorHandle;
  #settling: Promise<void> | undefined;
  #stopLater: Dispatcher | undefined;

  constructor(
    dispatcher: Dispatcher,
    runs: RunQueue,
    holder: ActorHandle,
    name: string,
    bounds: InboxBounds,
    behaviour: Behaviour<M>,
  ) {
    this.#runs = runs;
    this.#behaviour = behaviour;
    this.#max = bounds.max;
    this.#maxAgeMs = bounds.maxAgeMs ?? NO_AGE_BOUND;
    this.holder = holder;
    this.handle = dispatcher.spawn(holder, name, this.#drain);
  }

  /** Resolves when no handler is running. */
  get settled(): Promise<void> | undefined {
    return this.#settling;
  }

  get depth(): number {
    return (this.#one === undefined ? 0 : 1) + this.#end - this.#first;
  }

  /** Waiting messages, first to come first. For looking, not for taking. */
  waiting(): readonly M[] {
    const rest = this.#slots?.slice(this.#first, this.#end) ?? [];
    return (this.#one === undefined ? rest : [this.#one, ...rest]) as readonly M[];
  }

  /** Queues a message; `false`: the inbox is full or the cell has stopped, and nothing was queued. */
  tell(message: M, scope: string): boolean {
    if (
      this.#end - this.#first + (this.#one === undefined ? 0 : 1) >= this.#max ||
      this.#state === 'stopped'
    ) {
      return false;
    }
    this.#put(message);
    if (this.#state === 'idle') this.#wake(scope);
    return true;
  }

  /** Queues what must not be refused (acks, timers, the kit's own words). */
  push(message: M): void {
    if (this.#state === 'stopped') return;
    this.#put(message);
    if (this.#state === 'idle') this.#wake(this.#scope);
  }

  #put(message: M): void {
    if (this.#end === this.#first && this.#one === undefined) {
      if (this.#maxAgeMs !== NO_AGE_BOUND) {
        this.#lastMs = this.#runs.arrivalMs();
        this.#firstMs = this.#lastMs;
      }
      this.#one = message;
    } else {
      if (this.#maxAgeMs !== NO_AGE_BOUND) this.#mark();
      (this.#slots ??= [])[this.#end] = message;
      this.#end += 1;
    }
  }

  #mark(): void {
    const wholeMs = this.#runs.arrivalMs();
    if (this.#lastMs === wholeMs) return;
    this.#lastMs = wholeMs;
    (this.#marks ??= []).push({ from: this.#end, wholeMs });
  }

  /** Ends a stall. */
  resume(): void {
    if (this.#state !== 'stalled') return;
    this.#state = 'idle';
    if (this.depth > 0) this.#wake(this.#scope);
  }

  /** Takes nothing more until `resume`. */
  stall(): void {
    if (this.#state !== 'stopped') this.#state = 'stalled';
  }

  /** Stops taking for ever and hands back what was never handled. */
  stop(dispatcher: Dispatcher): readonly M[] {
    const left = this.waiting();
    this.#one = undefined;
    this.#slots = undefined;
    this.#first = 0;
    this.#end = 0;
    this.#state = 'stopped';
    // a drain on its way is waited for: dropped, it would count as granted for ever
    if (this.#isQueued) this.#stopLater = dispatcher;
    else dispatcher.stop(this.handle);
    return left;
  }

  #wake(scope: string): void {
    this.#state = 'ready';
    this.#scope = scope;
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#runs.ready(this, scope);
  }

  readonly #drain = (): void | Promise<void> => {
    this.#isQueued = false;
    const isOver = this.#runs.drainStarted();
    // a stall or stop may have come between the grant and now
    if (this.#state !== 'ready') {
      this.#stopLater?.stop(this.handle);
      return undefined;
    }
    if (isOver) {
      this.#wake(this.#scope);
      return undefined;
    }
    this.#state = 'running';
    return this.#take();
  };

  #take(): void | Promise<void> {
    let untilClock = CLOCK_EVERY;
    while (this.#state === 'running') {
      const message = this.#shift();
      if (message === undefined) break;
      const cameMs = this.#firstMs;
      try {
        if (this.#maxAgeMs !== NO_AGE_BOUND && this.#isTooOld(cameMs)) {
          this.#behaviour.expired?.(message);
          continue;
        }
        const done = this.#behaviour.handle(message);
        if (done !== undefined) {
          if (done !== STALL) {
            this.#settling = this.#settle(done, message);
            return this.#settling;
          }
          this.#unshift(message, cameMs);
          this.stall();
          break;
        }
      } catch (error) {
        this.#crashed(error, message);
      }
      untilClock -= 1;
      if (untilClock === 0) {
        if (this.#runs.turnIsOver()) break;
        untilClock = CLOCK_EVERY;
      }
    }
    this.#finish();
    return undefined;
  }

  #shift(): M | undefined {
    const one = this.#one;
    if (one !== undefined) {
      this.#one = undefined;
      return one;
    }
    const slots = this.#slots;
    if (slots === undefined || this.#first === this.#end) return undefined;
    if (this.#marks !== undefined) this.#reach(this.#marks);
    const message = slots[this.#first];
    slots[this.#first] = undefined;
    this.#first += 1;
    if (this.#first === this.#end) {
      this.#first = 0;
      this.#end = 0;
      if (slots.length > KEPT_SLOTS) this.#slots = undefined;
    } else if (this.#first > KEPT_SLOTS && this.#first * 2 > this.#end) {
      // an inbox that is never empty must not grow for ever
      slots.splice(0, this.#first);
      for (const mark of this.#marks ?? []) mark.from -= this.#first;
      this.#end -= this.#first;
      this.#first = 0;
    }
    return message;
  }

  /** Puts back what was taken last, and when it came. */
  #unshift(message: M, cameMs: number): void {
    if (this.#one !== undefined) {
      // something came while it was out: it goes behind
      (this.#slots ??= []).splice(this.#first, 0, this.#one);
      this.#end += 1;
      for (const mark of this.#marks ?? []) mark.from += 1;
      if (this.#firstMs !== cameMs)
        (this.#marks ??= []).unshift({ from: this.#first, wholeMs: this.#firstMs });
      this.#firstMs = cameMs;
    }
    this.#one = message;
  }

  /** Finds out when the message in the first slot came. */
  #reach(marks: Mark[]): void {
    const [mark] = marks;
    if (mark === undefined || mark.from > this.#first) return;
    this.#firstMs = mark.wholeMs;
    if (marks.length === 1) this.#marks = undefined;
    else marks.shift();
  }

  /** Whether a message that came then has waited too long. */
  #isTooOld(cameMs: number): boolean {
    return ageMs(this.#runs.wholeMs, cameMs) > this.#maxAgeMs;
  }

  async #settle(done: Promise<void>, message: M): Promise<void> {
    try {
      await done;
    } catch (error) {
      this.#crashed(error, message);
    }
    // no turn began while the handler waited, so the coarse clock stood still
    this.#runs.refresh();
    if (this.#state === 'running') await this.#take();
    else this.#finish();
  }

  /** An error of whoever is told of an error goes on to the actor library, after the cell is fit to go on. */
  #crashed(error: unknown, message: M): void {
    try {
      this.#behaviour.crashed(error, message);
    } catch (second) {
      this.#finish();
      throw second;
    }
  }

  #finish(): void {
    try {
      this.#behaviour.drained?.();
    } finally {
      if (this.#state === 'running') {
        this.#state = 'idle';
        if (this.depth > 0) this.#wake(this.#scope);
      }
    }
  }
}
