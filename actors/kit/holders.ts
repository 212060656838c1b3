import type { ActorHandle, Dispatcher } from '#ports/dispatcher.ts';

/** The actor library copies a parent's children on each message to it, so holders stay small and receive none. */
const CHILDREN_MAX = 1_000;

/** The supervised holders of one kind: `pet` → `pet-0`, `pet-1` … with at most 1,000 entities each. */
export class Holders {
  readonly #dispatcher: Dispatcher;
  readonly #kind: string;
  readonly #top: ActorHandle;
  readonly #holders: { readonly handle: ActorHandle; children: number }[] = [];
  readonly #byHandle = new Map<ActorHandle, number>();
  /** Holders before this one are full. */
  #firstFree = 0;

  constructor(dispatcher: Dispatcher, kind: string) {
    this.#dispatcher = dispatcher;
    this.#kind = kind;
    this.#top = dispatcher.spawn(undefined, kind, () => undefined);
  }

  /** A holder with room for one more child. */
  take(): ActorHandle {
    while ((this.#holders[this.#firstFree]?.children ?? 0) >= CHILDREN_MAX) this.#firstFree += 1;
    let holder = this.#holders[this.#firstFree];
    if (holder === undefined) {
      const name = `${this.#kind}-${this.#holders.length}`;
      holder = { handle: this.#dispatcher.spawn(this.#top, name, () => undefined), children: 0 };
      this.#byHandle.set(holder.handle, this.#holders.length);
      this.#holders.push(holder);
    }
    holder.children += 1;
    return holder.handle;
  }

  /** Gives a child's place back. */
  give(handle: ActorHandle): void {
    const index = this.#byHandle.get(handle);
    const holder = index === undefined ? undefined : this.#holders[index];
    if (holder === undefined || index === undefined) return;
    holder.children -= 1;
    this.#firstFree = Math.min(this.#firstFree, index);
  }

  /** Names of the live children in the real tree, holder by holder. */
  walk(): readonly (readonly string[])[] {
    return this.#holders.map(({ handle }) => this.#dispatcher.children(handle));
  }
}
