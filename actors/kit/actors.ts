import type { ActorHandle, Dispatcher } from '#ports/dispatcher.ts';
import { Cell, type InboxBounds } from './cell.ts';
import { Holders } from './holders.ts';
import type { RunQueue } from './run-queue.ts';

declare const brand: unique symbol;

/** Where messages of type M go. The brand makes a wrong message an error, which the actor library's own type does not. */
export interface Address<in M> {
  readonly [brand]: (message: M) => void;
}

/** What an actor without a log does with its messages, one at a time. */
export interface ActorOptions<M> {
  handle(message: M): void | Promise<void>;
  /** Told of an error from `handle`; the actor goes on with its next message. */
  crashed(error: unknown, message: M): void;
  expired?(message: M): void;
  readonly bounds: InboxBounds;
}

/** Actors without a log: schedulers, feeds, sessions. Same tree, same inbox bounds, same run queue as the entities. */
export class Actors {
  readonly #dispatcher: Dispatcher;
  readonly #runs: RunQueue;
  readonly #holders: Holders;
  readonly #cells = new Map<string, Cell<never>>();

  constructor(dispatcher: Dispatcher, runs: RunQueue, kind: string) {
    this.#dispatcher = dispatcher;
    this.#runs = runs;
    this.#holders = new Holders(dispatcher, kind);
  }

  /** Starts an actor under an id of `[a-z0-9]{1,14}`. @throws Error while another one of that id lives or still ends */
  spawn<M>(id: string, options: ActorOptions<M>): Address<M> {
    if (this.#cells.has(id)) throw new Error(`an actor called ${id} is there already`);
    const holder: ActorHandle = this.#holders.take();
    const cell = new Cell<M>(this.#dispatcher, this.#runs, holder, id, options.bounds, options);
    this.#cells.set(id, cell as unknown as Cell<never>);
    return cell as unknown as Address<M>;
  }

  /**
   * Ends an actor and answers what was never handled, once its last handler has settled: until then its id is taken, so
   * that no two handlers of one id ever run at once.
   */
  async stop(id: string): Promise<readonly unknown[]> {
    const cell = this.#cells.get(id);
    if (cell === undefined) return [];
    const left = cell.stop(this.#dispatcher);
    await cell.settled;
    if (this.#cells.get(id) === cell && this.#cells.delete(id)) this.#holders.give(cell.holder);
    return left;
  }
}

/** Queues a message; `false`: the inbox is full or the actor has ended, and nothing was queued. */
export const tell = <M>(to: Address<M>, message: NoInfer<M>, scope = ''): boolean =>
  (to as unknown as Cell<M>).tell(message, scope);
