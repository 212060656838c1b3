import { type ActorHandle, type Dispatcher } from '#ports/dispatcher.ts';
import { type RunQueue, type Runnable } from './run-queue.ts';

/** Messages between two looks at the clock inside one drain. */
const CLOCK_EVERY = 32;
/** Handled messages kept at the front of the array before it is cut. */
const COMPACT_AT = 4096;

/**
 * What a cell runs. `handle` may answer `STALL`: the message stays first and nothing more is taken until `resume`.
 * An error from `handle` is given to `crashed` with the message that caused it, which is not handled again.
 */
export interface Behaviour<M> {
  handle(message: M): typeof STALL | void | Promise<void>;
  /** Told after the last message of a drain; the place to submit what gathered. */
  drained?(): void;
  crashed(error: unknown, message: M): void;
}

export const STALL = Symbol('stall');

/** A mailbox with bounds around one actor of the tree: messages gather here and one DRAIN takes them in a batch. */
export class Cell<M> implements Runnable {
  readonly handle: ActorHandle;
  readonly holder: ActorHandle;
  nextReady: Runnable | undefined = undefined;
  readonly #runs: RunQueue;
  readonly #behaviour: Behaviour<M>;
  readonly #max: number;
  #inbox: M[] = [];
  #first = 0;
  #scope = '';
  #state: 'idle' | 'ready' | 'running' | 'stalled' | 'stopped' = 'idle';
  /** In the run queue or granted: it must not be put there twice. */
  #queued = false;

  constructor(
    dispatcher: Dispatcher,
    runs: RunQueue,
    holder: ActorHandle,
    name: string,
    max: number,
    behaviour: Behaviour<M>,
  ) {
    this.#runs = runs;
    this.#behaviour = behaviour;
    this.#max = max;
    this.holder = holder;
    this.handle = dispatcher.spawn(holder, name, this.#drain);
  }

  get depth(): number {
    return this.#inbox.length - this.#first;
  }

  get stopped(): boolean {
    return this.#state === 'stopped';
  }

  /** Waiting messages, first to come first. For looking, not for taking. */
  waiting(): readonly M[] {
    return this.#inbox.slice(this.#first);
  }

  /** Queues a message; `false`: the inbox is full or the cell has stopped, and nothing was queued. */
  tell(message: M, scope: string): boolean {
    if (this.#inbox.length - this.#first >= this.#max || this.#state === 'stopped') return false;
    this.#inbox.push(message);
    if (this.#state === 'idle') this.#wake(scope);
    return true;
  }

  /** Queues what must not be refused (acks, timers, the kit's own words). */
  push(message: M): void {
    if (this.#state === 'stopped') return;
    this.#inbox.push(message);
    if (this.#state === 'idle') this.#wake(this.#scope);
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
    this.#state = 'stopped';
    this.#inbox = [];
    this.#first = 0;
    dispatcher.stop(this.handle);
    return left;
  }

  #wake(scope: string): void {
    this.#state = 'ready';
    this.#scope = scope;
    if (this.#queued) return;
    this.#queued = true;
    this.#runs.ready(this, scope);
  }

  readonly #drain = (): void | Promise<void> => {
    this.#queued = false;
    const isOver = this.#runs.drainStarted();
    // a stall or stop may have come between the grant and now
    if (this.#state !== 'ready') return undefined;
    if (isOver) {
      this.#wake(this.#scope);
      return undefined;
    }
    this.#state = 'running';
    return this.#take();
  };

  #take(): void | Promise<void> {
    const inbox = this.#inbox;
    let untilClock = CLOCK_EVERY;
    while (this.#first < inbox.length && this.#state === 'running') {
      const message = inbox[this.#first] as M;
      this.#first += 1;
      try {
        const done = this.#behaviour.handle(message);
        if (done === STALL) {
          this.#first -= 1;
          this.stall();
          break;
        }
        if (done instanceof Promise) return this.#settle(done, message);
      } catch (error) {
        this.#behaviour.crashed(error, message);
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

  async #settle(done: Promise<void>, message: M): Promise<void> {
    try {
      await done;
    } catch (error) {
      this.#behaviour.crashed(error, message);
    }
    if (this.#state === 'running') await this.#take();
    else this.#finish();
  }

  #finish(): void {
    if (this.#first === this.#inbox.length) {
      // a short array keeps its memory for the next burst; a long one is let go
      if (this.#first > COMPACT_AT) this.#inbox = [];
      else this.#inbox.length = 0;
      this.#first = 0;
    } else if (this.#first > COMPACT_AT) {
      this.#inbox.splice(0, this.#first);
      this.#first = 0;
    }
    this.#behaviour.drained?.();
    if (this.#state !== 'running') return;
    this.#state = 'idle';
    if (this.depth > 0) this.#wake(this.#scope);
  }
}
