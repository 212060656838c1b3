/** A place in the actor tree. */
export interface ActorHandle {
  readonly path: string;
}

export type ActorHandler = (message: unknown) => void | Promise<void>;

/** How the kit reaches its actor library: nact in the service, a seeded scheduler in the simulator. */
export interface Dispatcher {
  /** Creates a child of `parent` (`undefined`: of the root). Names match `[A-Za-z0-9-]{1,40}` and are unique among siblings. */
  spawn(parent: ActorHandle | undefined, name: string, handler: ActorHandler): ActorHandle;
  /** Queues a message; it is handled later, one at a time for each actor, in order. Dropped when the actor is stopped. */
  dispatch(to: ActorHandle, message: unknown): void;
  stop(handle: ActorHandle): void;
  /** Runs `callback` in the next turn of the loop, after actors that are ready now. */
  nextTurn(callback: () => void): void;
  /** Names of the live children. */
  children(parent: ActorHandle | undefined): readonly string[];
}
